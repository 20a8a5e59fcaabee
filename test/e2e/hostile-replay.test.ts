import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportReplayPage } from '../../src/transfer/replay-page';
import { exportSessionFile } from '../../src/transfer/session-file';
import { hostileElements, toHtml } from './hostile/page';
import { startSink } from './hostile/sink';
import { everything, hostileSession } from './hostile/tape';
import { shows } from './support/reading';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** Plays the hostile tape from its beginning to its end, and looks at every moment of it once more by hand. */
async function playAll(player: Page): Promise<void> {
  await player.waitForSelector('[role=slider]');
  await shows(player, 'A hostile page');
  await player.locator('aria/Play').click();
  await shows(player, 'The end of the hostile tape');
  await player.focus('[role=slider]');
  for (const key of ['Home', 'End'] as const) await player.keyboard.press(key);
  await shows(player, 'The end of the hostile tape');
}

/** Our own page is as we made it: no script ran, and the controls work. */
async function expectUntouched(player: Page): Promise<void> {
  const seen = await player.evaluate(() => ({
    ran: (globalThis as { __ran?: number }).__ran ?? 0,
    title: document.title,
    slider: document.querySelectorAll('[role=slider]').length,
    // What the tape says in words is words.
    images: [...document.images].map(({ src }) => src).filter(src => !/^(blob|data):/.test(src)),
    scripts: [...document.querySelectorAll('iframe')].map(frame => frame.getAttribute('sandbox')),
    focused: document.activeElement?.getAttribute('role'),
    covered: [...document.querySelectorAll('button, select, [role=slider]')].flatMap(one => {
      const { x, y, width, height } = one.getBoundingClientRect();
      const there = document.elementFromPoint(x + width / 2, y + height / 2);
      return one.checkVisibility() && there && !one.contains(there) && !there.contains(one) ? [one.outerHTML] : [];
    }),
  }));
  expect(seen.ran).toBe(0);
  expect(seen.title).not.toBe('taken over');
  expect(seen.slider).toBe(1);
  expect(seen.focused, 'what the page focuses is not').toBe('slider');
  expect(seen.covered, 'no control lies under something else').toEqual([]);
  expect(seen.images).toEqual([]);
  expect(seen.scripts.every(sandbox => sandbox === 'allow-same-origin')).toBe(true);
  await player.locator('aria/Details').click();
  await player.waitForSelector('[role=tabpanel]');
}

describe.each(KINDS)('A hostile recording in %s', kind => {
  let tester: Tester;
  let sink: Awaited<ReturnType<typeof startSink>>;
  let folder = '';
  beforeAll(async () => {
    sink = await startSink();
    folder = await mkdtemp(join(tmpdir(), 'tapedeck-hostile-'));
    tester = await startTester(kind);
  });
  afterAll(async () => {
    await tester?.end();
    sink?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('is hostile: the same elements in a live page reach the sink', async () => {
    const rows = hostileElements(sink.url);
    expect(rows.length).toBeGreaterThanOrEqual(25);
    const html = `<!doctype html><html><body>${rows.map(toHtml).join('\n')}</body></html>`;
    const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const page = await tester.browser.newPage();
    await page.goto(`http://www.shop.test:${(server.address() as AddressInfo).port}/`, {
      waitUntil: 'domcontentloaded',
    });
    const wanted = [
      'stylesheet',
      'css-exfiltration',
      'font',
      'img',
      'srcset',
      'poster',
      'iframe',
      'srcdoc',
      'ran-onerror',
      'ran-script',
    ];
    await until(
      'the sink to be asked',
      async () => wanted.every(name => sink.paths.includes(`/${name}`)) && new Set(sink.paths).size > 25,
    );
    expect(sink.connections).toBeGreaterThan(0);
    await page.goto('about:blank');
    await page.close();
    server.closeAllConnections();
    server.close();
  });

  /** Imports files, each of one session, and gives the sessions. */
  const taken = async (files: string[]) => {
    const before = (await tester.tape()).sessions.length;
    const library = await tester.extensionPage('popup/index.html?view=library');
    const input = await library.waitForSelector('input[type=file]');
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...files);
    const isWhole = ({ sessions }: WholeTape) =>
      sessions.filter(({ deletedAt }) => deletedAt === undefined).length === before + files.length;
    const { sessions } = await tester.tapeWith('the imported sessions', isWhole);
    await library.close();
    return sessions;
  };

  test('asks for nothing and runs nothing, from a session file and as a replay page', async () => {
    const source = hostileSession(sink.url);
    const [file, page] = [join(folder, 'hostile.session.zip'), join(folder, 'hostile.html')];
    await writeFile(file, Buffer.from(await (await exportSessionFile(source)).arrayBuffer()));
    const built = kind === 'chromium' ? 'dist/test-chrome' : 'dist/test-firefox';
    const template = await readFile(`${built}/player/replay-page.template`, 'utf8');
    await writeFile(page, Buffer.from(await (await exportReplayPage(source, template)).arrayBuffer()));
    Object.assign(sink, { connections: 0, paths: [] });

    const sessions = await taken([file]);
    const player = await tester.extensionPage(`player/index.html?session=${sessions[0]?.id}`);
    await playAll(player);
    await expectUntouched(player);
    await player.close();

    const replayPage = await tester.browser.newPage();
    await replayPage.goto(`file://${page}`);
    await playAll(replayPage);
    await expectUntouched(replayPage);
    await replayPage.close();

    expect(sink.paths).toEqual([]);
    expect(sink.connections).toBe(0);
  });

  // One may hide what another would do, and the page may fail before it comes to the next.
  test('does so in recordings of two hostile elements, too', async () => {
    const all = everything(sink.url);
    const pairs = all.flatMap((_, n) => (n % 2 === 0 ? [all.slice(n, n + 2)] : []));
    expect(pairs.length).toBeGreaterThanOrEqual(25);
    const files = await Promise.all(
      pairs.map(async (pair, n) => {
        const file = join(folder, `${n}.session.zip`);
        const source = hostileSession(sink.url, pair, `hostile ${n}`);
        await writeFile(file, Buffer.from(await (await exportSessionFile(source)).arrayBuffer()));
        return file;
      }),
    );
    Object.assign(sink, { connections: 0, paths: [] });
    for (const { id, importedFrom = '', lastActivityAt } of await taken(files)) {
      if (!/^hostile \d/.test(importedFrom)) continue;
      const player = await tester.extensionPage(`player/index.html?session=${id}&at=${lastActivityAt}`);
      await shows(player, 'The end of the hostile tape');
      await player.focus('[role=slider]');
      await expectUntouched(player);
      expect({ played: importedFrom, paths: sink.paths, connections: sink.connections }).toEqual({
        played: importedFrom,
        paths: [],
        connections: 0,
      });
      await player.close();
    }
  }, 400_000);
});
