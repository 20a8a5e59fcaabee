/**
 * `npm run bench:recording` (ROUNDS=9): what recording costs a page in Chromium that fills and changes a table, against the same page
 * left alone and with bare rrweb, which keeps its events in the page. The three take turns; ratios are of one round. Prints figures,
 * judges nothing. No snapshot falls into a round but the first.
 */
import { createServer } from 'node:http';
import { loadavg } from 'node:os';
import { launchChromium } from '../browser/chromium.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const SORTS = /** @type {const} */ (['none', 'bare', 'ours']);
const ACTIONS = [
  'create 1,000 rows',
  'change each tenth',
  'swap two',
  'append 1,000 rows',
  'create 10,000 rows',
  'clear',
];
/** Long enough for what is put off: chunks are cut once a second. */
const AFTER_MS = 1_500;

const PAGE = `<!doctype html><title>Table</title><button>A click</button><table><tbody></tbody></table><script>
  const body = document.querySelector('tbody');
  let id = 0;
  const rows = count => {
    for (let n = 0; n < count; n++) {
      const row = body.insertRow();
      row.insertCell().textContent = String(++id);
      row.insertCell().append(Object.assign(document.createElement('a'), { textContent: 'A speckled mug, number ' + id }));
      row.insertCell().innerHTML = '<a class="remove"><span class="glyph" aria-hidden="true"></span></a>';
      row.insertCell();
    }
  };
  const actions = [
    () => rows(1000),
    () => { for (let n = 0; n < body.rows.length; n += 10) body.rows[n].querySelector('a').textContent += ' !!!'; },
    () => { body.insertBefore(body.rows[998], body.rows[1]); },
    () => rows(1000),
    () => { body.replaceChildren(); rows(10000); },
    () => body.replaceChildren(),
  ];
  const painted = () => new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
  /** From the action until its frame is painted. */
  globalThis.blockedMs = n => new Promise(resolve => requestAnimationFrame(() => {
    const from = performance.now();
    actions[n]();
    void painted().then(() => resolve(performance.now() - from));
  }));
</script>`;

/** @param {number[]} values */
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE));
await new Promise(resolve => server.listen(0, () => resolve(undefined)));
const address = server.address();
const port = typeof address === 'object' ? address?.port : 0;
const harness = await launchChromium({ extensionDir: 'dist/test-chrome' });
try {
  await harness.grant('*://ours.test/*');
  const first = await harness.browser.newPage();
  await first.goto(`http://ours.test:${port}/`);
  const popup = await harness.openPopup(first);
  await popup.locator('aria/Record this site').click();
  await popup.waitForSelector('[aria-pressed="true"]');
  await first.close();

  /** @type {Record<string, Record<(typeof SORTS)[number], number[]>>} */
  const figures = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const sort of SORTS)
      for (const [name, ms] of Object.entries(await measure(sort))) {
        figures[name] ??= { none: [], bare: [], ours: [] };
        figures[name][sort].push(ms);
      }
  console.log(
    `${''.padEnd(24)}${['none, ms', 'bare, ×', 'ours, ×', 'ours to bare'].map(head => head.padStart(14)).join('')}`,
  );
  for (const [name, { none, bare, ours }] of Object.entries(figures)) {
    const ratio = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
      median(a.map((ms, round) => ms / (b[round] ?? NaN))).toFixed(2);
    const cells = [median(none).toFixed(1), ratio(bare, none), ratio(ours, none), ratio(ours, bare)];
    console.log(`${name.padEnd(24)}${cells.map(cell => cell.padStart(14)).join('')}`);
  }
  console.log(`Medians of ${ROUNDS} rounds. Load of the machine: ${loadavg()[0]?.toFixed(1)}.`);
} finally {
  await harness.close();
  server.close();
}

/** One round: each action's blocking time, and all the time that the page's thread was at work. @param {(typeof SORTS)[number]} sort */
async function measure(sort) {
  const page = await harness.browser.newPage();
  await page.goto(`http://${sort}.test:${port}/`);
  if (sort === 'bare') {
    await page.addScriptTag({ path: 'node_modules/@rrweb/record/dist/record.umd.min.cjs' });
    await page.evaluate(
      'globalThis.tape = []; (rrwebRecord.record ?? rrwebRecord)({ emit: event => tape.push(event) })',
    );
  }
  await page.click('button');
  await rest();
  const before = (await page.metrics()).TaskDuration ?? NaN;
  /** @type {Record<string, number>} */
  const figures = {};
  for (const [n, name] of ACTIONS.entries()) {
    figures[name] = Number(await page.evaluate(`blockedMs(${n})`));
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  await rest();
  figures['all tasks'] = ((await page.metrics()).TaskDuration ?? NaN) * 1000 - before * 1000;
  await page.close();
  return figures;
}

function rest() {
  return new Promise(resolve => setTimeout(resolve, AFTER_MS));
}
