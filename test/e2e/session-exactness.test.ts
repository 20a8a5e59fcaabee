import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSite } from '../site/server.mjs';
import { stepsOf } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

const MINUTE_MS = 60_000;
const HOSTS = ['*://www.shop.test/*', '*://*/*'];

/** rrweb's numbers: https://github.com/rrweb-io/rrweb, packages/types. */
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;

describe.each(KINDS)('Sessions in %s', kind => {
  let tester: Tester;
  let page: Page;
  beforeAll(async () => {
    tester = await startTester(kind, { hosts: HOSTS });
    page = await tester.visit('/counter');
    await tester.record(page, 'everything');
  });
  afterAll(() => tester?.end());

  /** Every test begins with an empty tape and nobody active. */
  const fresh = async () => {
    for (const one of await tester.browser.pages()) if (one !== page && /shop\.test/.test(one.url())) await one.close();
    const { sessions } = await tester.tape();
    await tester.intend('deleteSessions', { sessionIds: sessions.map(({ id }) => id), at: tester.now() });
    await tester.moveClock(300 * MINUTE_MS, page);
    await page.bringToFront();
  };
  const living = async () => (await tester.tape()).sessions.filter(({ deletedAt }) => deletedAt === undefined);
  const sessionsBecome = (count: number, what: string) =>
    tester.tapeWith(
      what,
      ({ sessions }) => sessions.filter(({ deletedAt }) => deletedAt === undefined).length === count,
    );

  /** An origin's first document hears of the test's clock a moment late; its second has it from the start. */
  const settled = async (tab: Page): Promise<Page> => {
    await tester.moveClock(1_000, page, tab);
    await tab.reload();
    return tab;
  };

  test('29 minutes of rest keep a session, 31 end it; the next one opens with a snapshot before the click that woke it', async () => {
    await fresh();
    await page.click('[data-testid=count]');
    await sessionsBecome(1, 'the first session');
    await tester.moveClock(29 * MINUTE_MS, page);
    await page.click('[data-testid=count]');
    await tester.tapeWith('the second click', ({ sessions }) => sessions.some(({ counts }) => counts.clicks === 2));
    expect(await living()).toHaveLength(1);
    await tester.moveClock(31 * MINUTE_MS, page);
    await page.click('[data-testid=count]');
    // The movement to the button begins it, and may be on tape before the click.
    const tape = await tester.tapeWith('a second session after 31 minutes, with its click', now => {
      const [, second] = now.sessions.filter(({ deletedAt }) => deletedAt === undefined);
      return second !== undefined && stepsOf(now, second.id).includes('click Count');
    });
    expect(tape.sessions.filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(2);
    const second = tape.sessions.filter(({ deletedAt }) => deletedAt === undefined)[1];
    expect(second?.landing.url).toContain('/counter');
    const stream = tape.streams.find(({ sessionId }) => sessionId === second?.id);
    const { chunks } = await tester.tapeWith('the click on the new tape', ({ chunks }) =>
      chunks.some(
        ({ streamId, events }) =>
          streamId === stream?.id && events.some(({ type, data }) => type === INCREMENTAL && data.source === 2),
      ),
    );
    const events = chunks.filter(({ streamId }) => streamId === stream?.id).flatMap(chunk => chunk.events);
    const snapshot = events.findIndex(({ type }) => type === FULL_SNAPSHOT);
    const wakes = events.findIndex(({ type, data }) => type === INCREMENTAL && data.source === 2);
    expect(snapshot).toBeGreaterThanOrEqual(0);
    expect(snapshot).toBeLessThan(wakes);
  });

  test('a page that only loads stores nothing; within a running session it is a page of it', async () => {
    await fresh();
    const silent = await tester.visit('/trouble');
    await tester.moveClock(2 * MINUTE_MS, silent);
    expect(await living()).toEqual([]);
    await silent.close();
    await page.bringToFront();
    await page.click('[data-testid=count]');
    await sessionsBecome(1, 'a session');
    const crashing = await tester.visit('/trouble');
    // Of a tab that a robot closes at once, Firefox may lose the last moment (docs/reliability.md): there it navigates.
    if (kind === 'firefox') await crashing.goto('about:blank');
    await crashing.close();
    const tape = await tester.tapeWith('the page that nobody touched, and what went wrong while it loaded', now =>
      now.sessions.some(
        ({ id, deletedAt }) =>
          deletedAt === undefined && stepsOf(now, id).includes('error Uncaught Error: Thrown while loading'),
      ),
    );
    const [session] = tape.sessions.filter(({ deletedAt }) => deletedAt === undefined);
    expect(session?.counts.pages).toBe(2);
  });

  test('a page that mutates, polls, scrolls and focuses by itself keeps nothing alive and begins nothing', async () => {
    await fresh();
    const busy = await tester.visit('/busy?fidget=1&rate=20');
    await until('the page to be at it', () =>
      busy.evaluate(() => Number(document.querySelector('#counter')?.textContent) > 20),
    );
    expect(await living()).toEqual([]);
    await busy.click('#numbered');
    await sessionsBecome(1, 'a session by a click');
    await tester.moveClock(40 * MINUTE_MS, busy);
    // What runs in the page hears of the test's clock with the next that is asked of it: coming into view does it, and is no activity.
    await page.bringToFront();
    await busy.bringToFront();
    const count = () => busy.evaluate(() => Number(document.querySelector('#counter')?.textContent));
    const then = await count();
    await until('a hundred more mutations', async () => (await count()) > then + 100);
    const [session] = await living();
    const tape = await tester.tapeWith('the stream to be closed for rest', ({ streams }) =>
      streams.some(({ sessionId, closeReason }) => sessionId === session?.id && closeReason === 'idle'),
    );
    expect(tape.sessions.filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(1);
    const last = Math.max(
      ...tape.streams.filter(({ sessionId }) => sessionId === session?.id).map(({ lastAt }) => lastAt),
    );
    expect(last, 'nothing is on tape after the end').toBeLessThan((session?.lastActivityAt ?? 0) + 30 * MINUTE_MS + 1);
    await busy.close();
  });

  test.each([
    ['typing alone', async (one: Page) => one.keyboard.press('a')],
    ['the wheel alone', async (one: Page) => one.mouse.wheel({ deltaY: 200 })],
    ['a scroll by keyboard alone', async (one: Page) => one.keyboard.press('PageDown')],
    ['a tap alone', async (one: Page) => one.touchscreen.tap(200, 300)],
  ])('%s begins a session', async (_, act) => {
    await fresh();
    const long = await tester.visit('/long');
    await act(long);
    await sessionsBecome(1, 'a session');
    await long.close();
  });

  test('events, scrolls and focus made by scripts begin none', async () => {
    await fresh();
    const long = await tester.visit('/counter');
    await long.evaluate(() => {
      const button = document.querySelector<HTMLElement>('[data-testid=count]');
      button?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      button?.click();
      window.scrollTo(0, 400);
      document.querySelector<HTMLElement>('[data-testid=text]')?.focus();
      document.execCommand('insertText', false, 'by a script');
    });
    await tester.moveClock(MINUTE_MS, long);
    expect(await living()).toEqual([]);
    await long.mouse.click(5, 5);
    await sessionsBecome(1, 'a session by a real click');
    await long.close();
  });

  test.each([
    ['the same origin', '/frames/', 'inner-input'],
    ['another site', '/widget', 'voucher'],
  ])('input only inside an embedded frame of %s begins a session of the page', async (_, path, field) => {
    await fresh();
    const frames = await tester.visit('/frames');
    const inner = await until('the frame', async () => frames.frames().find(frame => frame.url().includes(path)));
    // An origin's first document hears of the test's clock a moment late.
    await tester.moveClock(0, inner as unknown as Page);
    const input = await inner.waitForSelector(`[data-testid=${field}]`);
    await input?.focus();
    await frames.keyboard.type('abc');
    const { sessions } = await sessionsBecome(1, 'a session');
    expect(sessions.find(({ deletedAt }) => deletedAt === undefined)?.site).toBe('shop.test');
    await frames.close();
  });

  test('five tabs in two windows share one session; all woken together after 31 minutes begin exactly one more', async () => {
    await fresh();
    await page.click('[data-testid=count]');
    await sessionsBecome(1, 'a session');
    const tabs: Page[] = [];
    const all = kind === 'chromium' ? 20 : 5; // the rule is the same, and Firefox takes a minute for twenty
    for (let n = 1; n < all; n++) {
      const tab = n === 2 ? await tester.browser.newPage({ type: 'window' }) : await tester.browser.newPage();
      await tab.goto(tester.site.url('www.shop.test', '/counter'));
      if (n < 5) await tab.click('[data-testid=count]');
      tabs.push(tab);
      if (n === 4)
        await tester.tapeWith('five pages, five clicks', ({ sessions }) =>
          sessions.some(({ counts }) => counts.pages === 5 && counts.clicks === 5),
        );
    }
    expect(await living()).toHaveLength(1);
    await tester.moveClock(31 * MINUTE_MS, page, ...tabs);
    for (const tab of [page, ...tabs]) {
      await tab.bringToFront();
      await tab.click('[data-testid=count]');
    }
    const tape = await tester.tapeWith('all pages in the next session', ({ sessions }) => {
      const [, second] = sessions.filter(({ deletedAt }) => deletedAt === undefined);
      return second?.counts.pages === all && second.counts.clicks === all;
    });
    expect(tape.sessions.filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(2);
    for (const tab of tabs) await tab.close();
  });

  test('a changed idle timeout holds for sessions that begin after it', async () => {
    await fresh();
    await page.click('[data-testid=count]');
    await sessionsBecome(1, 'a session');
    const options = await tester.extensionPage('options/index.html');
    const change = async (minutes: string) => {
      await options.waitForSelector('input[type=number]');
      await options.evaluate(minutes => {
        const label = [...document.querySelectorAll('label')].find(one => one.textContent === 'A session ends after');
        const field = label?.control as HTMLInputElement;
        field.value = minutes;
        field.dispatchEvent(new Event('change'));
      }, minutes);
      await until('it to be stored', () =>
        tester.tape().then(({ settings }) => settings.some(({ value }) => value === Number(minutes))),
      );
      await page.bringToFront();
    };
    await change('10');
    await tester.moveClock(29 * MINUTE_MS, page);
    await page.click('[data-testid=count]');
    await tester.tapeWith('the running one to keep its 30', ({ sessions }) =>
      sessions.some(({ deletedAt, counts }) => deletedAt === undefined && counts.clicks === 2),
    );
    expect(await living()).toHaveLength(1);
    await tester.moveClock(31 * MINUTE_MS, page);
    await page.click('[data-testid=count]');
    await sessionsBecome(2, 'the next one');
    await tester.moveClock(11 * MINUTE_MS, page);
    await page.click('[data-testid=count]');
    const { sessions } = await sessionsBecome(3, 'one more after 11');
    const timeouts = sessions.filter(({ deletedAt }) => deletedAt === undefined).map(({ timeoutMs }) => timeoutMs);
    expect(timeouts).toEqual([30 * MINUTE_MS, 10 * MINUTE_MS, 10 * MINUTE_MS]);
    await change('30');
    await options.close();
  });

  test('the hosts of one domain share a session; two ports of localhost do not', async () => {
    await fresh();
    await page.click('[data-testid=count]');
    const app = await settled(await tester.visit('/', 'app.shop.test'));
    await app.click('[data-testid=tab-returns]');
    await tester.tapeWith('two pages in one session', ({ sessions }) =>
      sessions.some(({ deletedAt, counts }) => deletedAt === undefined && counts.pages === 2),
    );
    expect(await living()).toHaveLength(1);
    const other = await startSite();
    for (const { port } of [tester.site, other]) {
      const local = await settled(await tester.visit(`http://localhost:${port}/counter`));
      await local.click('[data-testid=count]');
      await tester.tapeWith(`localhost:${port}`, ({ sessions }) =>
        sessions.some(({ site }) => site === `localhost:${port}`),
      );
      await local.close();
    }
    expect(await living()).toHaveLength(3);
    await app.close();
    await other.close();
  });

  test('a session ended by hand is over in every tab; the next activity begins the next', async () => {
    await fresh();
    const other = await tester.visit('/counter');
    await other.click('[data-testid=count]');
    await page.bringToFront();
    await page.click('[data-testid=count]');
    const { sessions } = await tester.tapeWith('both tabs in a session', ({ sessions }) =>
      sessions.some(({ deletedAt, counts }) => deletedAt === undefined && counts.clicks === 2),
    );
    const running = sessions.find(({ deletedAt }) => deletedAt === undefined);
    await tester.intend('endSession', { sessionId: running?.id, at: tester.now() });
    await page.click('[data-testid=count]');
    await other.bringToFront();
    await other.click('[data-testid=count]');
    const tape = await tester.tapeWith('both tabs in the next session', ({ sessions }) => {
      const [, second] = sessions.filter(({ deletedAt }) => deletedAt === undefined);
      return second?.counts.clicks === 2 && second.counts.pages === 2;
    });
    expect(tape.sessions.filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(2);
    await other.close();
  });
});
