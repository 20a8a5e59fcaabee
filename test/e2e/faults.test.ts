import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import {
  clicksOnTape,
  expectWholeStreams,
  isWhole,
  mutationsOnTape,
  openPlayer,
  replayedText,
  shownNumber,
  shows,
  streamsAt,
} from './support/reading';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

const SHOP = '*://www.shop.test/*';

/** Mutations a second of the busy page, and how many of them may be lost: those of one second, or of two. */
const RATE = 20;
const A_SECOND = RATE;
const TWO_SECONDS = 2 * RATE;

const counted = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { __count: number }).__count);

/** Goes through the history; a page that comes back from the cache has no load to wait for. */
async function move(page: Page, by: number, path: string): Promise<void> {
  await page.evaluate(steps => history.go(steps), by);
  await until(`the page ${path}`, () =>
    page
      .evaluate(() => location.pathname)
      .then(
        seen => seen === path,
        () => false, // between two documents
      ),
  );
}

describe.each(KINDS)('Nothing is lost and nothing comes twice in %s', kind => {
  let tester: Tester;
  afterEach(() => tester?.end());

  const recorded = async (path: string) => {
    tester = await startTester(kind, { hosts: [SHOP] });
    const page = await tester.visit(path);
    await tester.record(page);
    return page;
  };

  test('when the worker is stopped again and again while a page streams', async () => {
    const page = await recorded('/busy?rate=20');
    await page.click('[data-testid=numbered]');
    const stops = kind === 'chromium' ? 100 : 10;
    for (let n = 1; n <= stops; n++) {
      if (n % 10 === 0) await page.type('[data-testid=numbered]', 'x');
      await tester.stopWorker();
    }
    const shown = await shownNumber(page);
    const tape = await tester.tapeWith('what the page shows', tape => mutationsOnTape(tape).includes(shown));
    const numbers = mutationsOnTape(tape).filter(number => number <= shown);
    expect(tape.sessions).toHaveLength(1);
    expectWholeStreams(tape);
    const first = numbers[0] ?? 0;
    // The page shows every number twice: in its counter and in its log.
    const once = [...new Set(numbers)];
    expect(once).toEqual(Array.from({ length: shown - first + 1 }, (_, n) => first + n));
  }, 400_000);

  /** A tab that a robot closes at once in Firefox may go without a word (docs/reliability.md): there its page is left first. */
  const closed = async (tab: Page) => {
    if (kind === 'firefox') await tab.goto('about:blank');
    await tab.close();
  };

  test('when tabs are closed and pages left while the worker sleeps', async () => {
    const page = await recorded('/counter');
    let clicks = 0;
    for (let n = 0; n < 5; n++) {
      await tester.stopWorker();
      await page.click('[data-testid=count]');
      clicks++;
      await page.goto(tester.site.url(n % 2 ? 'login.test' : 'www.shop.test', n % 2 ? '/' : '/long'));
      await page.goto(tester.site.url('www.shop.test', '/counter'));
    }
    for (let n = 0; n < 5; n++) {
      const tab = await tester.visit('/counter');
      await tester.stopWorker();
      await tab.bringToFront();
      await tab.click('[data-testid=count]');
      clicks++;
      await closed(tab);
    }
    const tape = await tester.tapeWith('every click', tape => clicksOnTape(tape) >= clicks && isWhole(tape));
    expect(clicksOnTape(tape)).toBe(clicks);
    expect(tape.sessions).toHaveLength(1);
    expectWholeStreams(tape);
  });

  test('when tabs go while the worker sleeps: of what a page does by itself at most a second', async () => {
    const first = await recorded('/counter');
    await first.click('[data-testid=count]');
    const ways: [how: string, leave: (tab: Page) => Promise<unknown>][] = [
      ['same-site', tab => tab.goto(tester.site.url('www.shop.test', '/long'))],
      ['cross-site', tab => tab.goto(tester.site.url('login.test', '/'))],
      ['closed', closed],
    ];
    for (const [how, leave] of ways) {
      const tab = await tester.visit(`/busy?rate=${RATE}&left=${how}`);
      await tab.type('[data-testid=numbered]', 'x');
      await until('numbers', async () => (await shownNumber(tab)) > 2 * RATE);
      await tester.stopWorker();
      await tab.bringToFront();
      const seen = await shownNumber(tab);
      await leave(tab);
      const lostOf = (tape: WholeTape) => seen - Math.max(0, ...mutationsOnTape(tape, streamsAt(tape, `left=${how}`)));
      const tape = await tester.tapeWith(
        `all but a second of what was seen: ${how}`,
        tape => lostOf(tape) <= A_SECOND && isWhole(tape),
      );
      console.info(`${kind}, ${how}: ${Math.max(0, lostOf(tape))} of ${seen} mutations lost`);
      expectWholeStreams(tape);
    }
  });

  test('when the page goes back and forward twenty times: each return opens a new stream', async () => {
    const page = await recorded('/counter');
    await page.click('[data-testid=count]');
    await page.goto(tester.site.url('www.shop.test', '/long'));
    let count = 0;
    for (let n = 0; n < 20; n++) {
      await move(page, -1, '/counter');
      await page.click('[data-testid=count]');
      count = await counted(page);
      await move(page, 1, '/long');
    }
    // On a loaded machine the worker takes its time over forty pages that were left.
    const tape = await tester.tapeWith(
      '21 clicks and the last return',
      tape => {
        const last = tape.streams.at(-1);
        return clicksOnTape(tape) >= 21 && streamsAt(tape, '/long').some(({ id }) => id === last?.id) && isWhole(tape);
      },
      60_000,
    );
    expect(clicksOnTape(tape)).toBe(21);
    expect(tape.sessions).toHaveLength(1);
    expectWholeStreams(tape);
    const counters = tape.pageViews.filter(({ url }) => url.endsWith('/counter')).map(({ id }) => id);
    const streams = tape.streams.filter(({ pageViewId }) => counters.includes(pageViewId));
    expect(streams.length).toBeGreaterThanOrEqual(21);

    const player = await openPlayer(tester, tape.sessions[0]?.id);
    await player.focus('[role=slider]');
    await player.keyboard.press('End');
    await until('the long page at the end', async () => (await replayedText(player)).includes('The long page'));
    // The list follows the stage a moment later, and draws what is in view: until then its last row is of an earlier click.
    // At the moment of a click the page may not have counted it yet.
    const lastClick = new RegExp(`Counts clicks[\\s\\S]*\\b(${count - 1}|${count})\\b`);
    await until('the page of the last click', async () => {
      const shown = lastClick.test(await replayedText(player));
      if (!shown)
        await player.evaluate(() => [...document.querySelectorAll<HTMLElement>('.line.step.click')].at(-1)?.click());
      return shown;
    });
    await player.focus('[role=slider]');
    await player.keyboard.press('Home');
    await until('the first page', async () => (await replayedText(player)).includes('Counts clicks'));
  });

  test('when the browser is killed: what was acknowledged is there, at most two seconds are lost, and the session is listed and replays', async () => {
    const userDataDir = await mkdtemp(join(tmpdir(), 'tapedeck-kill-'));
    try {
      // Grants are written late: the browser is closed in order once, so that they are there after the kill.
      tester = await startTester(kind, { hosts: [SHOP], userDataDir });
      await tester.record(await tester.visit('/counter'));
      await tester.end();
      tester = await startTester(kind, { hosts: [], userDataDir });
      const counter = await tester.visit('/counter');
      for (let n = 0; n < 3; n++) await counter.click('[data-testid=count]');
      const page = await tester.visit(`/busy?rate=${RATE}`);
      await page.click('[data-testid=numbered]');
      await until('numbers', async () => (await shownNumber(page)) > 3 * RATE);
      const before = await tester.tapeWith('three clicks', tape => clicksOnTape(tape) === 3);
      await page.bringToFront();
      const seen = await shownNumber(page);
      await tester.kill();
      await tester.end();
      tester = await startTester(kind, { hosts: [], userDataDir });
      const tape = await tester.tape();
      expect(clicksOnTape(tape)).toBe(3);
      const numbers = mutationsOnTape(tape);
      expect(numbers).toEqual(expect.arrayContaining(mutationsOnTape(before)));
      const lost = seen - Math.max(...numbers);
      console.info(`${kind}, killed: ${Math.max(0, lost)} of ${seen} mutations lost`);
      expect(lost).toBeLessThanOrEqual(TWO_SECONDS);
      expectWholeStreams(tape);
      const library = await tester.extensionPage('popup/index.html?view=library');
      await library.waitForFunction(() => document.querySelectorAll('[aria-label="Sessions"] li').length === 1);
      await shows(await openPlayer(tester, tape.sessions[0]?.id), 'Count');
    } finally {
      await tester.end();
      // What is left of the browser may write a moment longer.
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 10 });
    }
  });

  test('when the session is deleted while it is recorded: it stays deleted, and a new one begins', async () => {
    const page = await recorded('/counter');
    await page.click('[data-testid=count]');
    const { sessions } = await tester.tapeWith('a session', ({ sessions }) => sessions.length === 1);
    const [gone] = sessions;
    const player = await tester.extensionPage(`player/index.html?session=${gone?.id}`);
    await player.waitForSelector('[role=slider]');
    await tester.intend('deleteSessions', { sessionIds: [gone?.id], at: tester.now() });
    await until('the player to say so', () => player.evaluate(() => /deleted/i.test(document.body.innerText)));
    await page.bringToFront();
    await page.click('[data-testid=count]');
    // The movement to the button begins it, and may be on tape before the click.
    const tape = await tester.tapeWith('a new session with the click', ({ sessions }) =>
      sessions.some(({ id, counts }) => id !== gone?.id && counts.clicks > 0),
    );
    expect(tape.sessions).toHaveLength(2);
    expect(tape.sessions.find(({ id }) => id === gone?.id)?.deletedAt).toBeDefined();
    expect(tape.sessions.find(({ id }) => id !== gone?.id)?.counts.clicks).toBe(1);
  });

  test('when the extension is reloaded: open tabs go on in the same session, once, without an error in the page', async () => {
    const page = await recorded('/counter');
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(String(error)));
    await page.click('[data-testid=count]');
    await tester.tapeWith('a click', tape => clicksOnTape(tape) === 1);
    await tester.reload();
    await page.bringToFront();
    await until('the new scripts', async () => (await tester.badge(page)) === 'REC');
    await page.click('[data-testid=count]');
    await page.click('[data-testid=count]');
    const tape = await tester.tapeWith('three clicks', tape => clicksOnTape(tape) >= 3);
    expect(clicksOnTape(tape)).toBe(await counted(page));
    expect(tape.sessions).toHaveLength(1);
    expect(tape.sessions[0]?.counts.pages).toBe(1);
    expectWholeStreams(tape);
    expect(errors).toEqual([]);
  });

  test.each(kind === 'chromium' ? ['taken away', 'set to "on click"'] : ['taken away'])(
    'when access to the host is %s: recording stops and says so, what was recorded stays',
    async how => {
      const page = await recorded('/counter');
      await page.click('[data-testid=count]');
      await tester.tapeWith('a click', tape => clicksOnTape(tape) === 1);
      if (how === 'taken away') await tester.revoke(SHOP);
      else if ('onClickOnly' in tester) await tester.onClickOnly();
      await until('the toolbar to say that something is wrong', async () => (await tester.badge(page)) === '!');
      await page.bringToFront();
      await page.click('[data-testid=count]');
      const popup = await tester.openPopup(page);
      await popup.waitForFunction(() => /does not let Tapedeck read/.test(document.body.innerText));
      await popup.close();
      const tape = await tester.tape();
      expect(clicksOnTape(tape)).toBe(1);
      await shows(await openPlayer(tester, tape.sessions[0]?.id), 'Counts clicks');
    },
  );

  test('when two recorders stand in one document: one tape', async () => {
    const page = await recorded('/counter');
    await page.click('[data-testid=count]');
    // The switch again is what a second injection comes from: settings, access and start-up all follow the same way.
    await tester.intend('settingsChanged', undefined);
    await tester.intend('record', { url: page.url(), scope: 'host' });
    const own = await tester.extensionPage('options/index.html');
    await own.evaluate(`(async () => {
      const [{ id: tabId }] = (await chrome.tabs.query({})).filter(({ url }) => url?.endsWith('/counter'));
      const inject = (files, world) => chrome.scripting.executeScript({ target: { tabId }, files, world });
      await inject(['clock.js', 'relay.js'], 'ISOLATED');
      await inject(['recorder.js'], 'MAIN');
    })()`);
    await page.bringToFront();
    await page.click('[data-testid=count]');
    const tape = await tester.tapeWith('two clicks', tape => clicksOnTape(tape) >= 2);
    expect(clicksOnTape(tape)).toBe(2);
    expect(tape.sessions).toHaveLength(1);
    expectWholeStreams(tape);
  });
});
