/**
 * `npm run bench:player [nodes …]` (SEEKS=50): how quick the player is in a two-hour session of 200,000 events in five tabs, in Chromium; the
 * seeks beside rrweb-player's on the same events and snapshots. Prints figures, judges nothing. Build with --test first.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { launchChromium } from '../browser/chromium.mjs';
import { longSession } from './long-session.mjs';

const SEEKS = Number(process.env.SEEKS ?? 50);
const PLAY_MS = 20_000;

/** The session's second that is on show, by the page's own clock. */
const CLOCK_ON_SHOW = `() => {
  const frames = [...document.querySelectorAll('iframe')].filter(one => one.checkVisibility({ visibilityProperty: true }));
  return Number(frames.map(one => one.contentDocument?.querySelector('#clock')?.textContent).find(Boolean) ?? -1);
}`;

/** Resolves with how long it takes from now until the picture of \`wanted()\` is painted. */
const PAINTED = `wanted => new Promise(resolve => {
  const from = performance.now();
  const shown = ${CLOCK_ON_SHOW};
  const look = () => {
    const late = wanted() - shown();
    if (late >= 0 && late <= 2 && shown() >= 0) requestAnimationFrame(() => resolve(performance.now() - from));
    else if (performance.now() - from > 20000) resolve(NaN);
    else requestAnimationFrame(look);
  };
  look();
})`;

const round = value => Math.round(value);
const p95 = values => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
/** @param {number} seed */
const shares = seed => Array.from({ length: SEEKS }, (_, n) => ((n * 0.618034 + seed) % 1) * 0.98 + 0.01);

const folder = await mkdtemp(join(tmpdir(), 'tapedeck-bench-'));
const harness = await launchChromium({
  extensionDir: 'dist/test-chrome',
  args: ['--enable-precise-memory-info', '--js-flags=--expose-gc'],
});
try {
  const { exportSessionFile } = await bundled('src/transfer/session-file.ts');
  for (const nodes of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [3_000, 10_000])
    await measure(nodes, exportSessionFile);
} finally {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
}

/** @param {number} nodes @param {(source: any) => Promise<Blob>} exportSessionFile */
async function measure(nodes, exportSessionFile) {
  const session = longSession({ nodes });
  const seconds = Math.floor((session.events.at(-1).timestamp - session.start) / 1000);
  const windowMb = session.chars / session.windows / 1e6;
  console.log(
    `\n${nodes} nodes: ${session.events.length} events, ${round(session.chars / 1e6)} MB, ${session.windows} windows of ${windowMb.toFixed(1)} MB`,
  );

  const file = join(folder, `${nodes}.session.zip`);
  await writeFile(file, Buffer.from(await (await exportSessionFile(session.source)).arrayBuffer()));
  const id = await imported(file);

  const player = await harness.browser.newPage();
  await player.setViewport({ width: 1280, height: 800 });
  await player.evaluateOnNewDocument(
    `addEventListener('DOMContentLoaded', () => { (${PAINTED})(() => Math.max(0, (${CLOCK_ON_SHOW})())).then(() => { globalThis.firstPictureMs = performance.now(); }); });`,
  );
  const first = [];
  for (let n = 0; n < 5; n++) {
    await player.goto(`${harness.origin}/player/index.html?session=${id}`);
    await player.waitForFunction('globalThis.firstPictureMs');
    first.push(/** @type {number} */ (await player.evaluate('globalThis.firstPictureMs')));
  }
  console.log(`  first picture           ${round(p95(first))} ms (worst of 5; budget 500)`);

  const ours = await ourSeeks(player);
  const theirs = await theirSeeks(session, seconds);
  const budget = nodes > 3_000 ? 200 : 100;
  console.log(
    `  p95 of ${SEEKS} seeks         ${round(p95(ours))} ms (budget ${budget}); rrweb-player ${round(p95(theirs))} ms; ratio ${(p95(ours) / p95(theirs)).toFixed(2)}`,
  );

  await player.bringToFront();
  const played = await playing(player);
  console.log(
    `  longest task, playing   ${round(played.longest)} ms at 1×, ${round(played.longestFast)} ms at 16× (budget 100)`,
  );
  console.log(
    `  heap                    ${played.heapMb.toFixed(0)} MB (two windows: ${(2 * windowMb).toFixed(1)} MB of JSON)`,
  );
  const rows = await panels(player);
  console.log(
    `  console rows            ${rows.count} after ${round(rows.ms)} ms, longest task meanwhile ${round(rows.longest)} ms, heap ${rows.heapMb.toFixed(0)} MB`,
  );
  await player.close();
}

/** @param {string} file */
async function imported(file) {
  const library = await harness.extensionPage('popup/index.html?view=library');
  const before = await library.$$eval('[aria-label="Sessions"] li', rows => rows.length);
  const input = await library.waitForSelector('input[type=file]');
  // @ts-expect-error it is an input
  await input.uploadFile(file);
  await library.waitForFunction(
    n => document.querySelectorAll('[aria-label="Sessions"] li').length > n,
    { timeout: 300_000 },
    before,
  );
  const id = await library.evaluate(async () => {
    const open = indexedDB.open('tapedeck');
    await new Promise(resolve => {
      open.onsuccess = resolve;
    });
    const all = open.result.transaction('sessions').objectStore('sessions').getAll();
    await new Promise(resolve => {
      all.onsuccess = resolve;
    });
    open.result.close();
    return all.result.sort((a, b) => b.importedAt - a.importedAt)[0].id;
  });
  await library.close();
  return id;
}

/** Real clicks on the timeline. @param {import('puppeteer-core').Page} page */
async function ourSeeks(page) {
  await page.evaluate(`globalThis.painted = ${PAINTED};
    const slider = document.querySelector('[role=slider]');
    const second = () => Number(slider.getAttribute('aria-valuenow'));
    slider.addEventListener('pointerdown', () => {
      const before = second();
      // Until the slider has moved, the picture of before is no answer.
      globalThis.took = painted(() => second() === before ? Infinity : second());
    }, { capture: true });`);
  const box = await (await page.waitForSelector('[role=slider]'))?.boundingBox();
  if (!box) throw new Error('no timeline');
  const took = [];
  for (const share of shares(0.3)) {
    await page.mouse.click(box.x + box.width * share, box.y + box.height - 8);
    took.push(/** @type {number} */ (await page.evaluate('globalThis.took')));
  }
  return took;
}

/** The same places in rrweb-player. @param {{events: any[]}} session @param {number} seconds */
async function theirSeeks({ events }, seconds) {
  const page = await harness.browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto('about:blank');
  await page.addScriptTag({ path: 'node_modules/rrweb-player/dist/rrweb-player.umd.cjs' });
  await page.addStyleTag({ path: 'node_modules/rrweb-player/dist/style.css' });
  for (let n = 0; n < events.length; n += 10_000)
    await page.evaluate(
      json => {
        globalThis.tape ??= [];
        globalThis.tape.push(...JSON.parse(json));
      },
      JSON.stringify(events.slice(n, n + 10_000)),
    );
  await page.evaluate(
    `globalThis.painted = ${PAINTED}; globalThis.player = new (globalThis.rrwebPlayer.default ?? globalThis.rrwebPlayer.Player ?? globalThis.rrwebPlayer)({ target: document.body, props: { events: globalThis.tape, autoPlay: false, skipInactive: false } });`,
  );
  const took = [];
  for (const share of shares(0.3)) {
    const second = Math.floor(share * seconds);
    took.push(
      /** @type {number} */ (
        await page.evaluate(
          `(() => { const took = painted(() => ${second}); globalThis.player.goto(${second * 1000 + 900}); return took; })()`,
        )
      ),
    );
  }
  await page.close();
  return took;
}

/** @param {import('puppeteer-core').Page} page */
async function playing(page) {
  await page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver(list =>
      globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: 'longtask' });
  });
  const longest = async speed => {
    await page.focus('[role=slider]');
    await page.select('.speed select', speed);
    await page.evaluate('globalThis.tasks = []');
    await page.locator('aria/Play').click();
    await new Promise(resolve => setTimeout(resolve, PLAY_MS));
    await page.locator('aria/Pause').click();
    return /** @type {Promise<number>} */ (page.evaluate('Math.max(0, ...globalThis.tasks)'));
  };
  await page.focus('[role=slider]');
  await page.keyboard.press('Home');
  return { longest: await longest('1'), longestFast: await longest('16'), heapMb: await heapMb(page) };
}

/** @param {import('puppeteer-core').Page} page */
async function panels(page) {
  await page.evaluate('globalThis.tasks = []');
  const from = Date.now();
  await page.locator('#tab-console').click();
  await page.waitForFunction(() => document.querySelector('[role=option]') && !document.querySelector('.reading'), {
    timeout: 120_000,
  });
  const ms = Date.now() - from;
  const count = await page.$eval('[role=option]', row => row.getAttribute('aria-setsize'));
  const longest = /** @type {number} */ (await page.evaluate('Math.max(0, ...globalThis.tasks)'));
  return { ms, count, longest, heapMb: await heapMb(page) };
}

/** @param {import('puppeteer-core').Page} page */
const heapMb = page =>
  /** @type {Promise<number>} */ (page.evaluate('globalThis.gc?.(), performance.memory.usedJSHeapSize / 1e6'));

/** A module of ours for Node. @param {string} path */
async function bundled(path) {
  const outfile = join(folder, 'bundle.mjs');
  await build({
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    loader: { '.json': 'json' },
    logLevel: 'error',
  });
  return import(outfile);
}
