import { rm } from 'node:fs/promises';
import type { Browser } from '@playwright/test';
import { gunzipSync, strFromU8, unzipSync } from 'fflate';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mark } from '../../src/session/types';
import { untilShown } from '../fidelity/replay';
import { sha256 } from '../unit/transfer-sample';
import { playByRrweb, startPlainChromium } from './support/clients';
import { holdAtDigest, saveAs } from './support/export';
import { KINDS, startTester, type Tester, until } from './support/tester';

let client: Browser;
beforeAll(async () => {
  client = await startPlainChromium();
});
afterAll(() => client?.close());

describe.each(KINDS)('A session of two tabs, recorded in %s,', kind => {
  let tester: Tester;
  const shown = { requests: 0, counted: 0, back: 0 };

  beforeAll(async () => {
    tester = await startTester(kind, { hosts: ['*://www.shop.test/*', '*://*/*'] });
    const first = await tester.visit('/requests');
    await tester.record(first, 'everything');
    const results = () => first.evaluate(() => document.querySelector('[data-testid=results]')?.textContent ?? '');
    await first.click('[data-action=fetch-ok]');
    await first.click('[data-action=fetch-500]');
    await until('two answers', async () => (await results()).includes('500: 500'));
    await first.evaluate(() => {
      setTimeout(() => {
        throw new Error('Oops');
      });
    });
    shown.requests = Date.now();
    const second = await tester.visit('/counter');
    await second.click('#count');
    await second.click('#count');
    await tester.tapeWith('both tabs', ({ marks }) => marks.filter(({ label }) => label === 'Count').length === 2);
    shown.counted = Date.now();
    await first.bringToFront();
    await first.click('[data-action=xhr-404]');
    await until('the last answer', async () => (await results()).includes('xhr-404: 404'));
    await tester.tapeWith('the last answer', ({ chunks }) =>
      chunks.some(({ events }) => JSON.stringify(events).includes('xhr-404: 404')),
    );
    shown.back = Date.now();
    await first.goto(tester.site.url('www.shop.test'));
    await first.mouse.move(100, 100);
    await tester.tapeWith('a picture', ({ assets }) => assets.some(({ type }) => type.startsWith('image/')));
  });
  afterAll(() => tester?.end());

  /** Exports through the library's own buttons. */
  const exported = async (format: string, ending: string) => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    await library.locator('aria/Export').click();
    await saveAs(library, format);
    const file = await tester.downloaded(ending);
    await library.close();
    return file;
  };

  test.each([
    ['rrweb events (.json)', '.rrweb.json'],
    ['rrweb extension (.json)', '.rrweb-session.json'],
  ])('is played from “%s” by rrweb-player, tab after tab', async (format, ending) => {
    const { bytes } = await exported(format, ending);
    const json = JSON.parse(bytes.toString());
    const events = Array.isArray(json) ? json : json.events;
    const start = events[0].timestamp;
    const texts = await playByRrweb(
      client,
      events,
      [shown.requests, shown.counted, shown.back].map(at => at - start),
    );
    expect(texts[0]).toContain('fetch-500: 500');
    expect(texts[0]).not.toContain('xhr-404');
    expect(texts[1]).toMatch(/Count\s*2/);
    expect(texts[2]).toContain('xhr-404: 404');
    expect(JSON.stringify(events), 'style sheets are inside').not.toContain('tapedeck:');
  });

  test('is served from its HAR by Playwright, with the shop gone', async () => {
    const { path } = await exported('Requests (.har)', '.har');
    const context = await client.newContext();
    const page = await context.newPage();
    const origin = new URL(tester.site.url('www.shop.test')).origin;
    await page.route(`${origin}/here`, route => route.fulfill({ contentType: 'text/html', body: 'here' }));
    await page.goto(`${origin}/here`);
    await page.routeFromHAR(path, { url: `${origin}/api/**`, notFound: 'abort' });
    tester.site.requests.length = 0;
    const answers = await page.evaluate(async () => {
      const ask = (url: string) =>
        fetch(url).then(
          ({ status }) => status,
          () => 'none',
        );
      return [
        await ask('/api/products'),
        await ask('/api/status/500'),
        await ask('/api/status/404'),
        await ask('/api/orders'),
      ];
    });
    expect(answers).toEqual([200, 500, 404, 'none']);
    expect(
      tester.site.requests.filter(one => one.path.startsWith('/api')),
      'the shop was not asked',
    ).toEqual([]);
    await context.close();
  });

  test('is told in size and contents before it is saved, and nothing is left of a file that was given up', async () => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    const before = await tester.files();
    await library.locator('aria/Export').click();
    const known = () => library.waitForFunction(() => /without pictures and fonts/.test(document.body.innerText));
    await known();
    // The third chunk waits until the test lets it go on.
    const { reached, go } = await holdAtDigest(library, 3);
    await library.locator('aria/Session file (.session.zip)[role="radio"]').click();
    await until('the work to be under way', reached);
    expect(await library.$eval('.export-buttons .primary', save => (save as HTMLButtonElement).disabled)).toBe(true);
    await library.locator('aria/Cancel').click();
    await library.waitForFunction(() => document.body.innerText.includes('Stopped. Nothing was saved.'));
    await go();
    const state = () => library.$eval('.export-state', state => (state as HTMLElement).innerText);

    await library.locator('aria/Make the file').click();
    await known();
    const [sizes = '', name = '', contents = ''] = (await state()).split(/\n+/);
    const [all = 0, light = 0] = [...sizes.matchAll(/([\d.]+) kB/g)].map(([, kB]) => Number(kB));
    expect(light).toBeLessThan(all);
    expect(contents).toMatch(/^3 pages · 5 steps · .*\d+ requests · \d+ pictures and fonts \(\d/);
    expect(await tester.files(), 'nothing was saved so far').toEqual(before);
    await library.locator('aria/Save file').click();
    const file = await tester.downloaded(name);
    expect(file.bytes.length / 1_000).toBeCloseTo(all, -1);
    await rm(file.path);
    await library.close();
  });

  test('is backed up once, however often that is asked for while it is under way, and the status bar says so', async () => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    const press = async () => (await library.waitForSelector('.footer button:enabled'))?.click();
    const saved = async () => {
      await library.waitForFunction(() => document.body.innerText.includes('Saved as Tapedeck-backup'));
      await rm((await tester.downloaded('backup')).path);
    };
    const whole = await holdAtDigest(library, Number.POSITIVE_INFINITY);
    await press();
    await saved();
    await library.locator('aria/Dismiss').click();
    const digests = await whole.calls();

    const { reached, go, calls } = await holdAtDigest(library, 1);
    await press();
    await until('the work to be under way', reached);
    const said = await library.evaluateHandle(() => {
      const all: string[] = [];
      const status = document.querySelector('.status');
      const note = () => all.push(status?.textContent ?? '');
      if (status) new MutationObserver(note).observe(status, { subtree: true, characterData: true });
      return all;
    });
    await press();
    await go();
    await saved();
    expect(await said.jsonValue()).toContainEqual(expect.stringMatching(/^Exporting 1 session… One export at a time/));
    // The session may have grown by a little.
    expect(await calls(), 'no second one read what the first did').toBeLessThan(1.5 * digests);
    await library.close();
  });

  test('comes back from a session file, byte for byte, through a clean profile of the other browser', async () => {
    const { path, bytes } = await exported('Session file (.session.zip)', '.session.zip');
    const other = await startTester(kind === 'chromium' ? 'firefox' : 'chromium');
    try {
      const library = await other.extensionPage('popup/index.html?view=library');
      const input = await library.waitForSelector('input[type=file]');
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
      await library.waitForFunction(() => document.body.innerText.includes('1 session imported'));
      await library.locator('aria/Export').click();
      await saveAs(library, 'Session file (.session.zip)');
      const back = await other.downloaded('.session.zip');
      const before = storedIn(bytes);
      expect(before.chunks.length).toBeGreaterThan(3);
      expect(before.assets.length).toBeGreaterThan(1);
      expect(storedIn(back.bytes)).toEqual(before);
    } finally {
      await other.end();
      await rm(path);
    }
  });

  test('leaves without what the dialog takes out, and says how much that is', async () => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    await library.locator('aria/Export').click();
    await library.locator('.export-options summary').click();
    await library.locator('aria/Network[role="checkbox"]').click();
    await library.locator('aria/Text[role="textbox"]').fill('fetch-500');
    await library.locator('aria/Session file (.session.zip)').click();
    await library.waitForFunction(() => /\d+ places will be redacted/.test(document.body.innerText));
    await saveAs(library, 'Session file (.session.zip)');
    await library.waitForFunction(() => /Saved as shop\.test_.*\.session\.zip \(\d/.test(document.body.innerText));
    const { bytes } = await tester.downloaded('.session.zip');
    await library.close();
    const files = Object.entries(unzipSync(bytes));
    const text = files.map(([name, file]) => strFromU8(name.endsWith('.gz') ? gunzipSync(file) : file)).join('\n');
    expect(text).not.toMatch(/fetch-500|rrweb\/network@1/);
    expect(text).toContain('fetch-ok');
    const tape = await tester.tape();
    expect(JSON.stringify(tape.chunks), 'the tape itself is unchanged').toContain('fetch-500');
  });

  test('opens from disk as a replay page, with the same picture as the player and without a request', async () => {
    const { path } = await exported('Replay page (.html)', '.html');
    const { sessions } = await tester.tape();
    const pictures: PNG[] = [];
    for (const url of ['', `file://${path}`]) {
      const page = url
        ? await tester.browser.newPage()
        : await tester.extensionPage(`player/index.html?session=${sessions[0]?.id}`);
      await page.setViewport({ width: 1280, height: 800 });
      tester.site.requests.length = 0;
      if (url) await page.goto(url);
      await page.waitForSelector('[role=slider]');
      // The extension's player has more buttons around its stage, which leaves it less room: both show it as large as it is.
      const stage = 'position: fixed; inset: 0 auto auto 0; transform: none; z-index: 99; background: white';
      await page.addStyleTag({ content: `.recorded { ${stage.replaceAll(';', ' !important;')} !important }` });
      await page.focus('[role=slider]');
      await page.keyboard.press('Home');
      await until('the first picture', () =>
        page.evaluate(() =>
          [...document.querySelectorAll('iframe')].some(frame =>
            frame.contentDocument?.body?.innerText.includes('XMLHttpRequest'),
          ),
        ),
      );
      await untilShown(page);
      const clip = { x: 0, y: 0, width: 1000, height: 600 };
      pictures.push(PNG.sync.read(Buffer.from(await page.screenshot({ clip }))));
      if (url) expect(tester.site.requests).toEqual([]);
      const said = await page.evaluate(() => document.body.innerText);
      expect(said, 'the session still runs: the copy ends, and nothing broke off').not.toContain('broke off');
      await page.close();
    }
    const [player, file] = pictures as [PNG, PNG];
    expect(new Set(pixelsOf(player)).size, 'a page is shown').toBeGreaterThan(50);
    const different = pixelmatch(player.data, file.data, undefined, player.width, player.height, { threshold: 0.1 });
    expect(different / (player.width * player.height)).toBeLessThan(0.002);
  });

  test('leaves the player as a bug bundle with pictures, and its report goes to the clipboard', async () => {
    const { sessions } = await tester.tape();
    const player = await tester.extensionPage(`player/index.html?session=${sessions[0]?.id}`);
    await player.setViewport({ width: 1280, height: 800 });
    await player.waitForSelector('[role=slider]');
    await player.locator('aria/Export').click();
    await player.locator('aria/Copy report').click();
    await player.waitForFunction(() => document.body.innerText.includes('The report is on the clipboard'));
    await saveAs(player, 'Bug bundle (.zip)');
    const { bytes } = await tester.downloaded('.bug.zip');
    await player.close();
    const files = unzipSync(bytes);
    const report = strFromU8(files['report.md'] ?? new Uint8Array());
    expect(report).toContain('## Failed requests');
    expect(report).toMatch(/\d+\. Click “500”/);
    const picture = PNG.sync.read(Buffer.from(files['pictures/1.png'] ?? []));
    const colours = new Set(pixelsOf(picture));
    expect(picture.width).toBeGreaterThan(600);
    expect(colours.size, 'a page is drawn, no blank').toBeGreaterThan(50);
  });
});

/** What a session file holds, its chunks and assets by their bytes, without the ids that an import gives anew. */
function storedIn(file: Uint8Array) {
  const entries = unzipSync(file);
  const { session, chunks, assets, marks, notes } = JSON.parse(strFromU8(entries['session.json'] ?? new Uint8Array()));
  const hashOf = (path: string) => sha256(entries[path] ?? new Uint8Array());
  const { id: _, ...about } = session;
  return {
    about,
    chunks: ordered(
      chunks.map(({ streamId: _, path, ...chunk }: { streamId: string; path: string }) => ({
        content: hashOf(path),
        ...chunk,
      })),
    ),
    assets: ordered(assets.map(({ path, type }: { path: string; type: string }) => [hashOf(path), type])),
    marks: ordered(marks.map(({ streamId: _, at, label, ...mark }: Mark) => ({ at, label, ...mark }))),
    notes,
  };
}

/** By their first fields: ids, which a database sorts by, are others there. */
const ordered = (rows: object[]): object[] => rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const pixelsOf = ({ data }: PNG): number[] =>
  Array.from({ length: data.length / 4 }, (_, n) => data.readUInt32BE(n * 4));
