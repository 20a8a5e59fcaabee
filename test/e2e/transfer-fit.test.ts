import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, strFromU8, unzipSync } from 'fflate';
import { PNG } from 'pngjs';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportSessionFile } from '../../src/transfer/session-file';
import { at, meta, plugin, snapshot, tapeOf } from '../unit/tape-sample';
import { sha256 } from '../unit/transfer-sample';
import { KINDS, startTester, type Tester } from './support/tester';

const SIDE = 1_200;

/** A picture of noise, which nothing packs: 4.3 MB. */
function noise(): Uint8Array<ArrayBuffer> {
  const png = new PNG({ width: SIDE, height: SIDE });
  png.data = randomBytes(SIDE * SIDE * 4);
  return new Uint8Array(PNG.sync.write(png, { colorType: 2, deflateLevel: 1 }));
}

interface Wanted {
  title: string;
  /** Pictures that the page shows, and that it does not. */
  shown: number;
  unshown?: number;
  /** Millions of characters in a request’s body, and in the page. */
  body?: number;
  text?: number;
}

/** The file of a session, with as much in it as is wanted. */
async function fileOf(
  { title, shown, unshown = 0, body = 0, text = 0 }: Wanted,
  picture: Uint8Array<ArrayBuffer>,
  n: number,
) {
  const letters = (millions: number) => randomBytes(millions * 750_000).toString('base64');
  const img = (n: number) => ({
    type: 2,
    id: 10 + n,
    tagName: 'img',
    attributes: { src: `tapedeck:u${n}` },
    childNodes: [],
  });
  const request = { requests: [{ name: '/a', duration: 1, startTime: 0, responseBody: letters(body) }] };
  const page = Array.from({ length: shown }, (_, n) => img(n));
  const source = tapeOf(
    [
      {
        id: 'a',
        chunks: [
          [
            meta(0),
            snapshot(1, [
              {
                type: 2,
                id: 2,
                tagName: 'html',
                attributes: {},
                childNodes: [
                  {
                    type: 2,
                    id: 3,
                    tagName: 'body',
                    attributes: {},
                    childNodes: [...page, { type: 3, id: 4, textContent: letters(text) }],
                  },
                ],
              },
            ]),
            plugin(5, 'rrweb/network@1', request),
          ],
        ],
      },
    ],
    // An import tells sessions by their last activity.
    { title, lastActivityAt: at(6_000 + n) },
  );
  const assets = new Map(
    Array.from({ length: shown + unshown }, (_, n) => {
      // A byte behind its end changes a picture's hash and nothing else.
      const bytes = new Uint8Array(Buffer.concat([picture, Buffer.from([n])]));
      return [`u${n}`, { type: 'image/png', bytes, hash: sha256(bytes) }] as const;
    }),
  );
  return exportSessionFile({ ...source, assets: async () => assets });
}

describe.each(KINDS)('To fit a tracker’s 10 MB, a session file in %s', kind => {
  let tester: Tester;
  let folder = '';
  let library: Page;
  const sessions: Wanted[] = [
    { title: 'Unused', shown: 1, unshown: 2 },
    { title: 'Bodies', shown: 1, body: 12 },
    { title: 'Pictures', shown: 3 },
    { title: 'Only text', shown: 0, text: 15 },
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapedeck-fit-'));
    const picture = noise();
    const paths: string[] = [];
    for (const [n, wanted] of sessions.entries()) {
      const path = join(folder, `${wanted.title}.session.zip`);
      await writeFile(path, Buffer.from(await (await fileOf(wanted, picture, n)).arrayBuffer()));
      paths.push(path);
    }
    tester = await startTester(kind);
    library = await tester.extensionPage('popup/index.html?view=library');
    await library.setViewport({ width: 1280, height: 1200 });
    const input = await library.waitForSelector('input[type=file]');
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths);
    await library.waitForFunction(() => /4 sessions imported/i.test(document.body.innerText), { timeout: 120_000 });
  });
  afterAll(async () => {
    await tester?.end();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a session’s dialog and asks for 10 MB; gives what the dialog says once the file is there. */
  const madeToFit = async (title: string): Promise<{ row: string; said: string }> => {
    const row = `[aria-label="Sessions"] li:has([data-fit="${title}"])`;
    await library.evaluate(title => {
      const rows = [...document.querySelectorAll('[aria-label="Sessions"] li')];
      const one = rows
        .find(({ textContent }) => textContent?.includes(title))
        ?.querySelector('.actions button[aria-expanded]');
      one?.setAttribute('data-fit', title);
    }, title);
    await library.locator(`${row} [data-fit]`).click();
    await library.locator(`${row} input[value="session.zip"]`).click();
    await library.locator(`${row} .export-options summary`).click();
    await library.select(`${row} .export-limit select`, '10000000');
    await library.waitForSelector(`${row} .export-file .primary:enabled`, { timeout: 60_000 });
    return { row, said: await library.$eval(`${row} .export-state`, state => (state as HTMLElement).innerText) };
  };
  const saved = async (row: string, title: string) => {
    await library.locator(`${row} .export-file .primary`).click();
    const { bytes } = await tester.downloaded(title);
    expect(bytes.length).toBeLessThan(10_000_000);
    await library.locator(`${row} [data-fit]`).click();
    const files = unzipSync(bytes);
    const events = Object.entries(files).map(([name, file]) =>
      name.endsWith('.gz') ? strFromU8(gunzipSync(file)) : '',
    );
    return { events: events.join(''), assets: Object.entries(files).filter(([name]) => name.startsWith('assets/')) };
  };

  test('first does without pictures that no page shows, and says so', async () => {
    const { row, said } = await madeToFit('Unused');
    expect(said).toContain('never shown were left out');
    expect(said).not.toMatch(/bodies of requests|scaled down/);
    const { assets, events } = await saved(row, 'Unused');
    expect(assets).toHaveLength(1);
    expect(events).toContain('responseBody');
  });

  test('then without the bodies of requests', async () => {
    const { row, said } = await madeToFit('Bodies');
    expect(said).toContain('the bodies of requests were left out');
    expect(said).not.toMatch(/never shown|scaled down/);
    const { assets, events } = await saved(row, 'Bodies');
    expect(events).not.toContain('responseBody');
    expect(assets[0]?.[1].length, 'its picture is as it was').toBeGreaterThan(4_000_000);
  });

  test('then draws its pictures with a quarter of their points, in their old size', async () => {
    const { row, said } = await madeToFit('Pictures');
    expect(said).toContain('pictures were scaled down');
    expect(said).not.toContain('never shown');
    const { assets } = await saved(row, 'Pictures');
    // They differed in a byte that no picture shows: drawn again they are one.
    expect(assets).toHaveLength(1);
    const svg = strFromU8(assets[0]?.[1] ?? new Uint8Array());
    const size = await library.evaluate(async svg => {
      const measure = async (src: string) => {
        const image = new Image();
        image.src = src;
        await image.decode();
        return image.naturalWidth;
      };
      const inner = /href="(data:image\/webp[^"]+)"/.exec(svg)?.[1] ?? '';
      return [await measure(inner), await measure(`data:image/svg+xml,${encodeURIComponent(svg)}`)];
    }, svg);
    expect(size).toEqual([SIDE / 2, SIDE]);
  });

  test('and then asks, for no text of a page is given up', async () => {
    const { row, said } = await madeToFit('Only text');
    expect(said).toMatch(/1[0-9]\.?\d* ?MB/);
    const save = await library.$eval(`${row} .export-file .primary`, button => (button as HTMLElement).innerText);
    expect(save).toBe('Save it as it is');
  });
});
