import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportReplayPage } from '../../src/transfer/replay-page';
import { exportSessionFile } from '../../src/transfer/session-file';
import { at, change, meta, snapshot, tapeOf } from '../unit/tape-sample';
import { sha256 } from '../unit/transfer-sample';
import { shows } from './support/reading';
import { KINDS, startTester, type Tester } from './support/tester';

const MB = 1_000_000;
/** What an import may hold at most. */
const BOUND = 64 * MB;

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
async function writeEvents(path: string, size: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(
    `[${pageOf('large')
      .map(event => JSON.stringify(event))
      .join(',')}`,
  );
  let written = 0;
  for (let ms = 10; written < size; ms += 10) {
    const value = randomBytes(1_500).toString('base64');
    const event = JSON.stringify(
      change(ms, { source: 0, adds: [], removes: [], texts: [{ id: 4, value }], attributes: [] }),
    );
    written += event.length + 1;
    if (!file.write(`,${event}`)) await once(file, 'drain');
  }
  file.end(']');
  await finished(file);
}

/** A session file as long as is asked: half of it chunks, half of it pictures. */
async function writeSession(path: string, size: number): Promise<void> {
  const chunk = (n: number) => [
    change(10 + n, {
      source: 0,
      adds: [],
      removes: [],
      texts: [{ id: 4, value: randomBytes(60_000).toString('base64') }],
      attributes: [],
    }),
  ];
  const chunks = Array.from({ length: size / 2 / 60_000 }, (_, n) => chunk(n));
  const source = tapeOf([{ id: 'a', chunks: [pageOf('large'), ...chunks] }], {
    title: 'large',
    lastActivityAt: at(9_000),
  });
  const pictures = new Map(
    Array.from({ length: size / 2 / MB }, (_, n) => {
      const bytes = new Uint8Array(randomBytes(MB));
      return [`u${n}`, { type: 'image/png', bytes, hash: sha256(bytes) }] as const;
    }),
  );
  await writeFile(path, await bytes(await exportSessionFile({ ...source, assets: async () => pictures })));
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
    const input = await library.waitForSelector('input[type=file]');
    const paths = names.map(name => join(folder, name));
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths);
  };
  const says = (text: string) =>
    library.waitForFunction(text => document.body.innerText.includes(text), { timeout: 600_000 }, text);

  test('files of every kind are taken together, and what is refused does not stop the others', async () => {
    const template = await readFile(
      `dist/test-${kind === 'chromium' ? 'chrome' : 'firefox'}/player/replay-page.template`,
      'utf8',
    );
    const events = JSON.stringify([...pageOf('a list of events'), change(900)]);
    const files = {
      'one.session.zip': await bytes(await exportSessionFile(sessionOf('from a session file', 1))),
      'two.html': await bytes(await exportReplayPage(sessionOf('from a replay page', 2), template)),
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

  test('files that are dropped on the page are taken as well, and none twice', async () => {
    const { sessions: before } = await tester.tape();
    const dropped = await bytes(await exportSessionFile(sessionOf('dropped', 3)));
    await library.bringToFront();
    await library.evaluate(
      (files: [string, string][]) => {
        const transfer = new DataTransfer();
        for (const [name, base64] of files)
          transfer.items.add(new File([Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))], name));
        const target = document.querySelector('.page') ?? document.body;
        for (const type of ['dragenter', 'dragover', 'drop'])
          target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
      },
      [
        ['dropped.session.zip', dropped.toString('base64')],
        ['again.session.zip', (await readFile(join(folder, 'one.session.zip'))).toString('base64')],
      ] as [string, string][],
    );
    await says('1 session imported');
    expect(await library.evaluate(() => document.body.innerText)).toContain('already here');
    const { sessions } = await tester.tape();
    expect(sessions.length).toBe(before.length + 1);
  });

  // What a script holds can be measured in Chromium; the code is the same.
  test.runIf(kind === 'chromium').each([
    ['list of events', 'large.json', writeEvents],
    ['session file', 'large.session.zip', writeSession],
  ])('a large %s is read with little memory', async (_, name, write) => {
    const size = Number(process.env.TAPEDECK_IMPORT_MB ?? 60) * MB;
    await write(join(folder, name), size);
    // What was said of the last import is gone.
    await library.reload();
    const cdp = await library.createCDPSession();
    interface Heap {
      usedSize: number;
      backingStorageSize?: number;
    }
    const held = async () => {
      await cdp.send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize = 0 } = (await cdp.send('Runtime.getHeapUsage')) as Heap;
      return usedSize + backingStorageSize;
    };
    const baseline = await held();
    let [most, samples] = [0, 0];
    await choose(name);
    const done = says('1 session imported').then(() => true);
    for (;;) {
      most = Math.max(most, (await held()) - baseline);
      samples++;
      const isDone = await Promise.race([done, new Promise<false>(next => setTimeout(() => next(false), 50))]);
      if (isDone) break;
    }
    const after = await held();
    if (process.env.TAPEDECK_IMPORT_MB) console.log({ name, size, most, samples, after: after - baseline });
    expect(samples, 'it was looked at while it worked').toBeGreaterThan(10);
    expect(most).toBeLessThan(BOUND);
  });
});
