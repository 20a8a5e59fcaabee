import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveAs } from './support/export';
import { isWhole, replayedText } from './support/reading';
import { eventsOf, stepsOf } from './support/tape';
import { KINDS, type Kind, startTester, type Tester, until } from './support/tester';

const MINUTE_MS = 60_000;
const SHOP = ['*://www.shop.test/*'];
const EVERYTHING = [...SHOP, '*://*/*'];

/** Goes to a place on the timeline by its slider's keys. */
async function seek(player: Page, key: 'Home' | 'End'): Promise<void> {
  await player.focus('[role=slider][aria-label="Timeline"], [role=slider]');
  await player.keyboard.press(key);
}

describe.each(KINDS)('A tester with %s', kind => {
  describe.each([
    ['only the shop granted', SHOP, 'host'],
    ['everything granted', EVERYTHING, 'everything'],
  ] as const)('and %s', (_, hosts, scope) => {
    let tester: Tester;
    beforeAll(async () => {
      tester = await startTester(kind, { hosts: [...hosts] });
    });
    afterAll(() => tester?.end());

    test('records the open tab from the moment the switch is on, then further pages, a form and a second tab', async () => {
      const first = await tester.visit('/');
      await first.mouse.move(80, 300);
      await first.mouse.move(120, 340, { steps: 4 });
      expect((await tester.tape()).sessions, 'nothing is recorded before the switch').toEqual([]);

      await tester.record(first, scope);
      await first.mouse.move(200, 300);
      await first.mouse.move(240, 340, { steps: 4 });
      await tester.tapeWith('the open tab to be on tape', ({ pageViews }) =>
        pageViews.some(({ url }) => url.endsWith('/')),
      );

      await first.goto(tester.site.url('www.shop.test', '/product/mug'));
      await first.click('[data-testid=add-to-cart]');
      await first.goto(tester.site.url('www.shop.test', '/checkout'));
      await first.type('#email', 'ada@example.com');
      await first.type('#password', 'correct horse');
      const second = await tester.visit('/counter');
      await second.click('[data-testid=count]');

      const tape = await tester.tapeWith('both tabs in one session, and all that was done', whole => {
        const tabs = new Set(whole.pageViews.map(({ tabId }) => tabId));
        const inputs = whole.marks.filter(({ kind }) => kind === 'input').length;
        return (
          whole.sessions.length === 1 &&
          tabs.size === 2 &&
          whole.pageViews.length >= 4 &&
          inputs === 2 &&
          ['Add to cart', 'Count'].every(clicked => whole.marks.some(({ label }) => label === clicked)) &&
          isWhole(whole)
        );
      });
      const [session] = tape.sessions;
      expect(session).toMatchObject({ site: 'shop.test', identity: 'normal', counts: { pages: 4, inputs: 2 } });
      expect(stepsOf(tape, session?.id ?? '')).toEqual(
        expect.arrayContaining(['click Add to cart', 'input Email', 'input Choose a password', 'click Count']),
      );
      const text = JSON.stringify(eventsOf(tape, session?.id ?? ''));
      expect(text, 'the page is on tape').toContain('Speckled mug');
      expect(text, 'what is typed is masked').not.toContain('ada@');
      expect(text).not.toContain('correct horse');
      for (const { id } of tape.streams) {
        const chunks = tape.chunks.filter(({ streamId }) => streamId === id);
        expect(chunks.map(({ seq }) => seq)).toEqual(chunks.map((_, n) => n));
        expect(
          chunks[0]?.events.slice(0, 2).map(({ type }) => type),
          'Meta, then a full snapshot',
        ).toEqual([4, 2]);
      }
    });

    test('sees the session in the popup while it runs, and a second one after 31 minutes', async () => {
      const [page] = (await tester.browser.pages()).filter(one => one.url().includes('/counter'));
      if (!page) throw new Error('the second tab is gone');
      await page.bringToFront();
      const rows = async () => {
        const popup = await tester.openPopup(page);
        await popup.waitForSelector('[aria-label="Sessions"] li');
        const texts = await popup.evaluate(() =>
          [...document.querySelectorAll('[aria-label="Sessions"] li')].map(row => (row as HTMLElement).innerText),
        );
        await popup.close();
        await page.bringToFront();
        return texts;
      };
      const [live] = await rows();
      expect(live).toContain('Today');
      expect(live).toContain('shop.test');
      expect(live).toContain('4 pages');
      expect(live).toMatch(/live/i);

      await tester.moveClock(31 * MINUTE_MS, page);
      await page.click('[data-testid=count]');
      const tape = await tester.tapeWith('a second session', ({ sessions }) => sessions.length === 2);
      expect(tape.sessions[1]?.landing.url, 'the page left open is its landing page').toContain('/counter');
      const both = await rows();
      expect(both).toHaveLength(2);
      expect(both[0]).toMatch(/live/i);
      expect(both[1], 'the one that has ended').not.toMatch(/live/i);
    });

    test('replays the session on one timeline across pages and tabs', async () => {
      const { sessions } = await tester.tape();
      const player = await tester.extensionPage(`player/index.html?session=${sessions[0]?.id}`);
      await player.setViewport({ width: 1280, height: 800 });
      await until('the first picture', async () => (await replayedText(player)).includes('Speckled mug'));
      await seek(player, 'End');
      await until('the second tab at the end', async () => (await replayedText(player)).includes('Count'));
      await seek(player, 'Home');
      await until('the first page again', async () => (await replayedText(player)).includes('Speckled mug'));
      await player.locator('aria/Play').click();
      await player.waitForSelector('aria/Pause');
      await player.select('select', '8');
      await player.waitForSelector('aria/Play'); // the end has been reached
      const steps = await player.evaluate(() => document.querySelector('[role=tabpanel]')?.textContent);
      expect(steps).toContain('Add to cart');
      await player.close();
    });

    test('ends a session, starts one with a title, deletes with undo, and stops recording', async () => {
      const [page] = (await tester.browser.pages()).filter(one => one.url().includes('/counter'));
      if (!page) throw new Error('the second tab is gone');
      await page.bringToFront();
      let popup = await tester.openPopup(page);
      await popup.locator('aria/End session').click();
      await tester.tapeWith('the session to be ended', ({ sessions }) => sessions[1]?.endedAt !== undefined);
      await popup.waitForFunction(() => document.body.innerText.includes('Session ended.'));
      await popup.locator('aria/New session…').click();
      await popup.waitForSelector('input[type=text], input:not([type])');
      await popup.type('input[type=text], input:not([type])', 'TC-17 pay by card');
      await popup.locator('aria/Start session').click();
      await popup.waitForFunction(() => document.body.innerText.includes('TC-17 pay by card'));
      await popup.close();
      await page.bringToFront();
      await page.click('[data-testid=count]');
      const titled = await tester.tapeWith(
        'a titled session',
        ({ sessions: [, , third] }) => third?.title === 'TC-17 pay by card' && third.counts.clicks > 0,
      );

      popup = await tester.openPopup(page);
      await popup.waitForSelector('[aria-label="Sessions"] li');
      await popup.locator('aria/Delete').click();
      await tester.tapeWith('a deletion', ({ sessions }) => sessions[2]?.deletedAt !== undefined);
      await popup.locator('aria/Undo').click();
      await tester.tapeWith('the deletion taken back', ({ sessions }) => sessions[2]?.deletedAt === undefined);
      await popup.waitForFunction(() => /3 sessions, .* of 5(\.\d+)? ?GB/.test(document.body.innerText));

      await popup.locator('aria/Record this site').click();
      await popup.waitForSelector('[aria-pressed="false"]');
      await popup.close();
      // The popup knows a moment before the page does.
      await until('the toolbar to say nothing any more', async () => (await tester.badge(page)) === '');
      await page.bringToFront();
      const before = titled.sessions[2]?.counts.clicks;
      await page.click('[data-testid=count]');
      await page.reload();
      await page.click('[data-testid=count]');
      const after = await tester.tape();
      expect(await tester.badge(page), 'the toolbar says nothing any more').toBe('');
      expect(after.sessions).toHaveLength(3);
      expect(after.sessions[2]?.counts.clicks).toBe(before);
    });
  });
});

describe.each([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as [Kind, Kind][])('A session recorded in %s', (from, to) => {
  let recorder: Tester;
  let reader: Tester;
  let id = '';
  beforeAll(async () => {
    [recorder, reader] = await Promise.all([startTester(from), startTester(to)]);
    const page = await recorder.visit('/components');
    await recorder.record(page);
    await page.mouse.move(200, 300);
    await page.mouse.move(240, 340, { steps: 4 });
    await page.goto(recorder.site.url('www.shop.test', '/counter'));
    for (let n = 0; n < 3; n++) await page.click('[data-testid=count]');
    await page.goto('about:blank');
    const tape = await recorder.tapeWith(
      'three clicks and the end of the tape',
      whole =>
        whole.sessions[0]?.counts.clicks === 3 &&
        whole.pageViews.length === 2 &&
        whole.streams.every(({ closeReason }) => closeReason) &&
        isWhole(whole),
    );
    id = tape.sessions[0]?.id ?? '';
  });
  afterAll(() => Promise.all([recorder?.end(), reader?.end()]));

  /** Exports through the library's own buttons. */
  const exported = async (format: string, ending: string) => {
    const library = await recorder.extensionPage('popup/index.html?view=library');
    await library.locator('aria/Export').click();
    await saveAs(library, format);
    const file = await recorder.downloaded(ending);
    await library.close();
    return file;
  };

  test(`exports a replay page that plays in ${to} from disk, without the extension and without network`, async () => {
    const { path, bytes } = await exported('Replay page (.html)', '.html');
    expect(bytes.toString('utf8', 0, 2_000)).toContain("default-src 'none'");
    // Where there is no extension: the page is opened from disk, and the network is off.
    const page = await reader.browser.newPage();
    await page.setOfflineMode(true);
    await expect(page.goto(recorder.site.url('www.shop.test')), 'it is off').rejects.toThrow();
    recorder.site.requests.length = 0;
    await page.goto(`file://${path}`);
    await until('the first picture', async () => (await replayedText(page)).includes('Components'));
    await seek(page, 'End');
    await until('the last picture', async () => /Count/.test(await replayedText(page)));
    expect(recorder.site.requests, 'the recorded site hears nothing of its replay').toEqual([]);
    await page.close();
  });

  test(`exports a session file that ${to} imports, and it is the same session`, async () => {
    const { path } = await exported('Session file (.session.zip)', '.session.zip');
    const library = await reader.extensionPage('popup/index.html?view=library');
    const input = await library.waitForSelector('input[type=file]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    const there = await reader.tapeWith('the imported session', ({ sessions }) =>
      sessions.some(({ deletedAt }) => deletedAt === undefined),
    );
    const here = await recorder.tape();
    expect(there.sessions[0]).toMatchObject({ site: 'shop.test', counts: here.sessions[0]?.counts });
    expect(there.sessions[0]?.importedAt).toBeDefined();
    expect(eventsOf(there, there.sessions[0]?.id ?? '')).toEqual(eventsOf(here, id));

    const player = await reader.extensionPage(`player/index.html?session=${there.sessions[0]?.id}`);
    await until('the first picture', async () => (await replayedText(player)).includes('Components'));
    await player.close();

    const bytes = await readFile(path);
    const bad: [string, Uint8Array, RegExp][] = [
      ['cut.session.zip', bytes.subarray(0, bytes.length - 400), /incomplete|cut|truncated|whole/i],
      ['picture.session.zip', Buffer.from('\x89PNG\r\n\x1a\nnot a session'), /not a/i],
    ];
    for (const [name, content, sentence] of bad) {
      const file = join(tmpdir(), `${process.pid}-${name}`);
      await writeFile(file, content);
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
      await until(`a sentence about ${name}`, async () =>
        sentence.test(await library.evaluate(() => document.body.innerText)),
      );
    }
    expect((await reader.tape()).sessions, 'nothing of the bad files is stored').toHaveLength(1);
    await library.close();
  });

  test(`backs everything up in one file that ${to} reads again`, async () => {
    const library = await recorder.extensionPage('popup/index.html?view=library');
    await library.locator('aria/Export all').click();
    const { path } = await recorder.downloaded('backup');
    await library.close();
    const there = await reader.extensionPage('popup/index.html?view=library');
    const input = await there.waitForSelector('input[type=file]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    const text = () => there.evaluate(() => document.body.innerText);
    await until('it to say that the session is here', async () => /already here/.test(await text()));
    expect((await reader.tape()).sessions, 'it was imported before, and is not taken twice').toHaveLength(1);
    await there.locator('aria/Delete').click();
    await reader.tapeWith('it to be gone', ({ sessions }) => sessions[0]?.deletedAt !== undefined);
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    await reader.tapeWith('the session from the backup', ({ sessions }) =>
      sessions.some(({ deletedAt }) => deletedAt === undefined),
    );
    await there.close();
  });
});
