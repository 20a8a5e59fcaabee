/**
 * `npm run bench:player [nodes …]` (SEEKS=50): how quick the player is in a two-hour session of 200,000 events in five tabs, in
 * Chromium, its seeks in turn with rrweb-player's on the same events and snapshots. The mouse comes to a place and clicks at once, and
 * as often it has been there for a moment, as one's is who reads what stands there. Prints figures, judges nothing.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { launchChromium } from '../browser/chromium.mjs';
import { longSession } from './long-session.mjs';
import { openOurPlayer } from './our-player.mjs';
import { openRrwebPlayer } from './rrweb-player.mjs';

const SEEKS = Number(process.env.SEEKS ?? 50);
/** Seeks of one player before it is the other's turn: both meet the same noise. */
const TURN = 10;
/** Between two clicks: nobody clicks on within the frame in which the last picture came. */
const REST_MS = 200;
/** The places where the mouse has been for that long already when they are clicked: as far from the others as can be. */
const POINTED = 0.5;
const PLAY_MS = 8_000;
const BUDGETS = ['500', '', '100 / 200', '100 / 200', '', '', '', '100', '100', 'two windows', '', '', '100'];

/** @param {number[]} values @param {number} share */
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN;
/** @param {number[]} values */
const p95AndMedian = values => `${Math.round(quantile(values, 0.95))} (${Math.round(quantile(values, 0.5))})`;
/** @param {{ms: number, cpuMs: number}} task */
const wallAndCpu = ({ ms, cpuMs }) => `${Math.round(ms)} (${Math.round(cpuMs)})`;
/** Places all over the session, the same each time. */
const PLACES = Array.from({ length: SEEKS }, (_, n) => ((n * 0.618034 + 0.3) % 1) * 0.98 + 0.01);

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [3_000, 10_000];
const folder = await mkdtemp(join(tmpdir(), 'tapedeck-bench-'));
const harness = await launchChromium({
  extensionDir: 'dist/test-chrome',
  args: ['--enable-precise-memory-info', '--js-flags=--expose-gc'],
});
try {
  const { exportSessionFile } = await bundled('src/transfer/session-file.ts');
  const idleMb = await heapWithoutPages(exportSessionFile);
  const columns = [];
  for (const nodes of sizes) columns.push(await measure(nodes, exportSessionFile, idleMb));
  const rows = Object.keys(columns[0] ?? {}).map((name, row) => [
    name,
    ...columns.map(column => column[name]),
    BUDGETS[row],
  ]);
  const widths = [34, ...sizes.map(() => 14)];
  for (const row of [['', ...sizes.map(nodes => `${nodes} nodes`), 'budget'], ...rows])
    console.log(
      row.map((cell, n) => (n === 0 ? String(cell).padEnd(34) : String(cell).padStart(widths[n] ?? 12))).join(''),
    );
  console.log(`Milliseconds if nothing else is said. Load of the machine: ${loadavg()[0]?.toFixed(1)}.`);
} finally {
  await harness.close();
  await rm(folder, { recursive: true, force: true });
}

/**
 * The figures of one session, by name.
 * @param {number} nodes @param {(source: any) => Promise<Blob>} exportSessionFile @param {number} idleMb
 * @returns {Promise<Record<string, string>>}
 */
async function measure(nodes, exportSessionFile, idleMb) {
  const session = longSession({ nodes });
  const seconds = Math.floor((session.events.at(-1).timestamp - session.start) / 1000);
  const id = await imported(session, exportSessionFile);

  const page = await harness.browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const ours = await openOurPlayer(page, playerOf(id));
  const first = [];
  for (let n = 0; n < 5; n++) first.push(await ours.firstPictureMs());

  const otherPage = await harness.browser.newPage();
  await otherPage.setViewport({ width: 1280, height: 800 });
  const theirs = await openRrwebPlayer(otherPage, session.events);
  /** @type {number[]} */
  const ourSeeks = [];
  /** @type {number[]} */
  const ourPointedSeeks = [];
  /** @type {number[]} */
  const theirSeeks = [];
  for (let n = 0; n < SEEKS; n += TURN) {
    const places = PLACES.slice(n, n + TURN);
    await page.bringToFront();
    for (const place of places) {
      await ours.pointAt();
      await rest();
      ourSeeks.push(await ours.seek(place));
    }
    for (const place of places.map(place => (place + POINTED) % 1)) {
      await ours.pointAt(place);
      await rest();
      ourPointedSeeks.push(await ours.seek(place));
    }
    await otherPage.bringToFront();
    for (const place of places) {
      await rest();
      theirSeeks.push(await theirs.seek(Math.floor(place * seconds)));
    }
  }
  await otherPage.close();

  await page.bringToFront();
  const { normal, fast } = await play(ours, session);
  const heap = await ours.heapMb();
  let rows = { ms: 0, rows: 0 };
  const reading = await ours.longestTask(async () => {
    rows = await ours.console();
  });
  await page.close();
  return {
    'first picture, worst of 5 (median)': `${Math.round(Math.max(...first))} (${Math.round(quantile(first, 0.5))})`,
    'size of the session': `${Math.round(session.chars / 1e6)} MB`,
    'seek until painted, p95 (median)': p95AndMedian(ourSeeks),
    '… the mouse was there already': p95AndMedian(ourPointedSeeks),
    '… in rrweb-player': p95AndMedian(theirSeeks),
    '… p95 to rrweb-player': (quantile(ourSeeks, 0.95) / quantile(theirSeeks, 0.95)).toFixed(2),
    '… median to rrweb-player': (quantile(ourSeeks, 0.5) / quantile(theirSeeks, 0.5)).toFixed(2),
    'longest task while playing (CPU)': wallAndCpu(normal),
    '… at 16×': wallAndCpu(fast),
    'heap, of it the session': `${heap.toFixed(0)}, ${(heap - idleMb).toFixed(1)} MB`,
    'two windows as JSON': `${((2 * session.chars) / session.boundaries.length / 1e6).toFixed(1)} MB`,
    [`${rows.rows} console rows read`]: String(rows.ms),
    '… longest task (CPU)': wallAndCpu(reading),
  };
}

/** @param {string} id */
function playerOf(id) {
  return `${harness.origin}/player/index.html?session=${id}`;
}

/**
 * Plays into the next window, so that it is built and put on show meanwhile: the longest tasks.
 * @param {Awaited<ReturnType<typeof openOurPlayer>>} ours @param {ReturnType<typeof longSession>} session
 */
async function play(ours, { boundaries, events, start }) {
  await ours.seek((boundaries[1] - PLAY_MS / 2 - start) / (events.at(-1).timestamp - start));
  const normal = await ours.longestTask(() => ours.play('1', PLAY_MS));
  const fast = await ours.longestTask(() => ours.play('16', PLAY_MS));
  return { normal, fast };
}

/** What a player holds after the same use, its code included, where pages are next to nothing. @param {(source: any) => Promise<Blob>} exportSessionFile */
async function heapWithoutPages(exportSessionFile) {
  const session = longSession({ nodes: 30, events: 15_000 });
  const page = await harness.browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const player = await openOurPlayer(page, playerOf(await imported(session, exportSessionFile)));
  for (let n = 0; n < 5; n++) await player.firstPictureMs();
  for (const place of PLACES) await player.seek(place);
  await play(player, session);
  const heap = await player.heapMb();
  await page.close();
  return heap;
}

function rest() {
  return new Promise(resolve => setTimeout(resolve, REST_MS));
}

/** Takes a session in through the library, as its user does; gives its id. @param {any} session @param {(source: any) => Promise<Blob>} exportSessionFile */
async function imported(session, exportSessionFile) {
  const file = join(folder, 'bench.session.zip');
  await writeFile(file, Buffer.from(await (await exportSessionFile(session.source)).arrayBuffer()));
  const library = await harness.extensionPage('popup/index.html?view=library');
  const input = await library.waitForSelector('input[type=file]');
  // @ts-expect-error it is an input
  await input.uploadFile(file);
  const id = await library.evaluate(async title => {
    /** @param {IDBRequest} request @returns {Promise<any>} */
    const done = request => new Promise(resolve => request.addEventListener('success', () => resolve(request.result)));
    const db = await done(indexedDB.open('tapedeck'));
    for (;;) {
      const sessions = await done(db.transaction('sessions').objectStore('sessions').getAll());
      const found = sessions.find(session => session.landing.title === title && session.deletedAt === undefined);
      if (found) return found.id;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }, session.title);
  await library.close();
  return id;
}

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
