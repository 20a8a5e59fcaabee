import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SessionSource } from '../../src/session/types';
import { exportReplayPage } from '../../src/transfer/replay-page';
import { exportSessionFile } from '../../src/transfer/session-file';
import { at, change, meta, snapshot, tapeOf } from '../unit/tape-sample';
import { sha256 } from '../unit/transfer-sample';
import { shows } from './support/reading';
import { KINDS, type Kind, startTester, type Tester, until } from './support/tester';

const MB = 1_000_000;
/** What an import may hold at most. */
const BOUND = 64 * MB;
/** A recorder cuts at 64 KB, which gzip makes a tenth of; what does not pack gives a file of some size in fewer chunks. */
const CHUNK_BYTES = Number(process.env.TAPEDECK_CHUNK_BYTES ?? 50_000);

/** A page that says who it is. */
const pageOf = (text: string, ms = 0) => [
  meta(ms),
  snapshot(ms + 1, [
    {
      type: 2,
      id: 2,
      tagName: 'html',
      attributes: {},
      childNodes: [
        { type: 2, id: 3, tagName: 'body', attributes: {}, childNodes: [{ type: 3, id: 4, textContent: text }] },
      ],
    },
  ]),
];
const sessionOf = (title: string, n: number) =>
  tapeOf([{ id: 'a', chunks: [[...pageOf(title), change(5_000)]] }], { title, lastActivityAt: at(6_000 + n) });

const bytes = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());

/** A list of rrweb’s events as long as is asked, with much in it that does not pack. */
async function writeEvents(to: Writable, size: number, title: string): Promise<void> {
  to.write(
    `[${pageOf(title)
      .map(event => JSON.stringify(event))
      .join(',')}`,
  );
  let written = 0;
  for (let ms = 10; written < size; ms += 10) {
    const event = JSON.stringify(text(ms, 1_500));
    written += event.length + 1;
    if (!to.write(`,${event}`)) await once(to, 'drain');
  }
  to.end(']');
  await finished(to);
}

/** A change of the page’s text, to as many bytes that do not pack. */
const text = (ms: number, bytes: number) => {
  const texts = [{ id: 4, value: randomBytes(bytes).toString('base64') }];
  return change(ms, { source: 0, adds: [], removes: [], texts, attributes: [] });
};

/** A session as large as is asked: half of it chunks, half of it pictures. */
function largeSession(size: number, title: string): SessionSource {
  const chunks = Array.from({ length: size / 2 / CHUNK_BYTES }, (_, n) => [text(10 + n, CHUNK_BYTES)]);
  const pictures = new Map(
    Array.from({ length: size / 2 / MB }, (_, n) => {
      const bytes = new Uint8Array(randomBytes(MB));
      return [`u${n}`, { type: 'image/png', bytes, hash: sha256(bytes) }] as const;
    }),
  );
  // An import tells sessions by their last activity.
  const lastActivityAt = at(100_000 + title.length);
  const source = tapeOf([{ id: 'a', chunks: [pageOf(title), ...chunks] }], { title, lastActivityAt });
  return { ...source, assets: async () => pictures };
}

/** Base64 makes 4 characters of 3 bytes. */
const ofBase64 = (size: number) => (size / 4) * 3;

const templateOf = (kind: Kind) =>
  readFile(`dist/test-${kind === 'chromium' ? 'chrome' : 'firefox'}/player/replay-page.template`, 'utf8');

/** Files as large as is asked. */
const LARGE: Record<string, (path: string, size: number) => Promise<void>> = {
  'large.json': (path, size) => writeEvents(createWriteStream(path), size, 'a list'),
  'large.json.gz': async (path, size) => {
    const gzip = createGzip({ level: 1 });
    await Promise.all([writeEvents(gzip, size, 'a list in gzip'), pipeline(gzip, createWriteStream(path))]);
  },
  'large.session.zip': async (path, size) =>
    writeFile(path, (await exportSessionFile(largeSession(size, 'a session'))).stream()),
  'large.html': async (path, size) => {
    const page = await exportReplayPage(largeSession(ofBase64(size), 'a replay page'), await templateOf('chromium'));
    await writeFile(path, page.stream());
  },
};

/** Drops files on a page, as from the desktop. */
async function drop(kind: Kind, page: Page, ...paths: string[]): Promise<void> {
  if (kind === 'chromium') {
    const cdp = await page.createCDPSession();
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    return cdp.detach();
  }
  // WebDriver BiDi, by which Firefox is driven, knows no drag that begins outside the page: here a script makes the events.
  const files = await Promise.all(
    paths.map(async path => [basename(path), (await readFile(path)).toString('base64')] as const),
  );
  await page.evaluate(files => {
    const dataTransfer = new DataTransfer();
    for (const [name, base64] of files)
      dataTransfer.items.add(new File([Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))], name));
    const target = document.querySelector('.page') ?? document.body;
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }, files);
}

describe.each(KINDS)('In the library of %s', kind => {
  let tester: Tester;
  let library: Page;
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapedeck-import-'));
    tester = await startTester(kind);
    library = await tester.extensionPage('popup/index.html?view=library');
  });
  afterAll(async () => {
    await tester?.end();
    await rm(folder, { recursive: true, force: true });
  });

  const choose = async (...names: string[]) => {
    // A page behind draws nothing, and its progress is not seen.
    await library.bringToFront();
    const input = await library.waitForSelector('input[type=file]');
    const paths = names.map(name => join(folder, name));
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths);
  };
  /** How many rows each table has. */
  const rows = () =>
    library.evaluate(async () => {
      const asked = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await asked(indexedDB.open('tapedeck'));
      const stores = db.transaction([...db.objectStoreNames]);
      const counts: Record<string, number> = {};
      for (const name of db.objectStoreNames) counts[name] = await asked(stores.objectStore(name).count());
      db.close();
      return counts;
    });
  const says = (text: string) =>
    until(`“${text}”`, () => library.evaluate(text => document.body.innerText.includes(text), text), 600_000);

  test('files of every kind are taken together, and what is refused does not stop the others', async () => {
    const events = JSON.stringify([...pageOf('a list of events'), change(900)]);
    const files = {
      'one.session.zip': await bytes(await exportSessionFile(sessionOf('from a session file', 1))),
      'two.html': await bytes(await exportReplayPage(sessionOf('from a replay page', 2), await templateOf(kind))),
      'three.json': Buffer.from(events),
      'four.json.gz': gzipSync(
        JSON.stringify({ session: { name: 'from rrweb’s extension' }, events: JSON.parse(events) }),
      ),
      'holiday.zip': Buffer.from('no zip at all'),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    await choose(...Object.keys(files));
    await says('4 sessions imported');
    expect(await library.evaluate(() => document.body.innerText)).toMatch(/holiday\.zip.*not a Tapedeck session/);
    const { sessions } = await tester.tape();
    expect(sessions.map(({ importedAt }) => typeof importedAt)).toEqual(Array(4).fill('number'));
    const fromPage = sessions.find(({ title }) => title === 'from a replay page');
    const player = await tester.extensionPage(`player/index.html?session=${fromPage?.id}`);
    await shows(player, 'from a replay page');
    await player.close();
  });

  test('files that are dropped on the page are taken as well, and none twice: one that is here can be opened', async () => {
    const { sessions: before } = await tester.tape();
    await writeFile(join(folder, 'dropped.session.zip'), await bytes(await exportSessionFile(sessionOf('dropped', 3))));
    await library.bringToFront();
    await drop(kind, library, ...['dropped', 'one'].map(name => join(folder, `${name}.session.zip`)));
    await says('1 session imported');
    expect(await library.evaluate(() => document.body.innerText)).toContain('already here');
    const { sessions } = await tester.tape();
    expect(sessions.length).toBe(before.length + 1);
    await library.locator('aria/Open it').click();
    const one = sessions.find(({ title }) => title === 'from a session file');
    // Each page is asked: Firefox's driver is not told of an address of an extension.
    const player = await until('the player of what is here already', async () => {
      for (const page of await tester.browser.pages())
        if ((await page.evaluate(() => location.search).catch(() => '')) === `?session=${one?.id}`) return page;
    });
    await shows(player, 'from a session file');
    await player.close();
  });

  test('one that is cancelled leaves nothing, though half of it was stored', async () => {
    await LARGE['large.session.zip']?.(join(folder, 'unwanted.session.zip'), 60 * MB);
    const before = await rows();
    await choose('unwanted.session.zip');
    // The first half is the checking.
    await library.waitForFunction(
      () => (document.querySelector('.status progress') as HTMLProgressElement)?.value > 0.6,
      { timeout: 120_000 },
    );
    expect((await rows()).chunks).toBeGreaterThan(before.chunks ?? 0);
    await library.$eval('.status .text-button', cancel => (cancel as HTMLElement).click());
    await says('Stopped. 0 sessions imported.');
    expect(await rows()).toEqual(before);
  });

  // What a script holds can be measured in Chromium; the code is the same.
  test.runIf(kind === 'chromium').each(Object.entries(LARGE))('%s is read with little memory', async (name, write) => {
    const size = Number(process.env.TAPEDECK_IMPORT_MB ?? 120) * MB;
    await write(join(folder, name), size);
    // What was said of the last import is gone.
    await library.reload();
    const cdp = await library.createCDPSession();
    interface Heap {
      usedSize: number;
      backingStorageSize?: number;
    }
    const held = async () => {
      // Both are asked for before either answers: else what was dropped in between is counted.
      const [, usage] = await Promise.all([cdp.send('HeapProfiler.collectGarbage'), cdp.send('Runtime.getHeapUsage')]);
      const { usedSize, backingStorageSize = 0 } = usage as Heap;
      return usedSize + backingStorageSize;
    };
    const baseline = await held();
    let [most, samples, before] = [0, 0, 0];
    await choose(name);
    const done = says('1 session imported').then(() => true);
    for (;;) {
      const now = (await held()) - baseline;
      // What is there at one look alone was dropped while it was taken.
      most = Math.max(most, Math.min(before, now));
      before = now;
      samples++;
      const isDone = await Promise.race([done, new Promise<false>(next => setTimeout(() => next(false), 50))]);
      if (isDone) break;
    }
    if (process.env.TAPEDECK_IMPORT_MB) console.log({ name, size, most, samples });
    await rm(join(folder, name));
    expect(samples, 'it was looked at while it worked').toBeGreaterThan(10);
    expect(most).toBeLessThan(BOUND);
  });
});
