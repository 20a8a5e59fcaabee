import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clicks, logs, madeSession, moves, opens, says, taps, types } from './support/made-session';
import { storeRows } from './support/many';
import { openPlayer, replayedText } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

const LINES = 100_000;
const MINUTE_MS = 60_000;

/** On a phone: a line that changes, a tap, a key, something typed, an error; then nobody for a minute. */
const onPhone = (startedAt: number) =>
  madeSession({
    id: 'on-phone',
    startedAt,
    screen: [390, 800],
    active: [
      [0, 20_000],
      [85_000, 90_000],
    ],
    events: [
      ...taps(4_000, 100, 200),
      types(8_000, 'purple teapot'),
      says(12_000, 'Twelve'),
      says(86_000, 'Back again'),
      says(90_000, 'The end'),
    ],
    steps: [
      { after: 4_000, kind: 'click', label: 'Buy' },
      { after: 7_000, kind: 'key', label: 'Escape' },
      { after: 8_000, kind: 'input', label: 'Search' },
      { after: 14_000, kind: 'error', label: 'TypeError: basket is undefined' },
      { after: 88_000, kind: 'click', label: 'Pay' },
    ],
  });

/** A mouse that was on its way before the page was there. */
const young = (startedAt: number) =>
  madeSession({
    id: 'young',
    startedAt,
    screen: [1280, 720],
    active: [[0, 20_000]],
    events: [moves(4_000, 100, 100, 5_000), says(6_000, 'Six'), says(20_000, 'The end')],
    steps: [],
  });

/** A mouse that moved last; its user was there a minute more, and nothing of that is on tape. */
const movedLast = (startedAt: number) =>
  madeSession({
    id: 'moved-last',
    startedAt,
    screen: [1280, 720],
    active: [[0, 60_000]],
    events: Array.from({ length: 200 }, (_, n) => moves(1_000 + n * 50, 100 + n * 5, 100)),
    steps: [],
  });

/** A dialog opens on its page. */
const withDialog = (startedAt: number) =>
  madeSession({
    id: 'with-dialog',
    startedAt,
    screen: [1280, 720],
    active: [[0, 60_000]],
    events: [opens(1_500), says(60_000, 'The end')],
    steps: [],
  });

/** With a mouse, and a hundred thousand lines in the console. */
const withMouse = (startedAt: number) =>
  madeSession({
    id: 'with-mouse',
    startedAt,
    screen: [1280, 720],
    active: [[0, 120_000]],
    events: [
      ...Array.from({ length: 40 }, (_, n) => moves(1_000 + n * 50, 100 + n * 10, 100 + n * 5)),
      clicks(3_200, 490, 295),
      ...Array.from({ length: LINES }, (_, n) => logs(10_000 + n, `line ${n}`)),
    ],
    steps: [{ after: 3_200, kind: 'click', label: 'Add' }],
  });

describe.each(KINDS)('While a session plays, a tester with %s', kind => {
  let tester: Tester;
  let player: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    const store = await tester.extensionPage('popup/index.html?view=library');
    await until('the library', () => store.evaluate(() => document.body.innerText.includes('No sessions yet')));
    const startedAt = Date.now() - 3 * MINUTE_MS * 60;
    await storeRows(store, [
      onPhone(startedAt),
      withMouse(startedAt + 20 * MINUTE_MS),
      young(startedAt + 40 * MINUTE_MS),
      withDialog(startedAt + 60 * MINUTE_MS),
      movedLast(startedAt + 80 * MINUTE_MS),
    ]);
    await store.close();
    player = await openPlayer(tester, 'on-phone');
    await player.setViewport({ width: 1280, height: 800 });
    await player.bringToFront();
    await until('the first picture', async () => (await replayedText(player)).includes('Ready'));
  });
  afterAll(() => tester?.end());

  const second = () => player.$eval('[role=slider]', slider => Number(slider.getAttribute('aria-valuenow')));
  const at = (wanted: number) => until(`second ${wanted}`, async () => (await second()) === wanted);
  const key = async (...keys: Parameters<Page['keyboard']['press']>[0][]) => {
    await player.focus('[role=slider]');
    for (const one of keys) await player.keyboard.press(one);
  };
  const on = (what: string, selector: string) => until(what, () => player.$(selector));

  test('goes by keys as in any video player: five and ten seconds, step by step, to an error, and not past the ends', async () => {
    await key('Home');
    // Before anything was done there the story has come to the page.
    await until('the page to be marked', () => player.$('.heading[aria-current=true]'));
    await key('ArrowRight', 'ArrowRight');
    await at(10);
    await until('a step to be marked', () => player.$('.step[aria-current=true]'));
    await key('ArrowLeft');
    await at(5);
    await key('l');
    await at(15);
    await key('j', 'j');
    await at(0);
    await key('.');
    await at(4);
    await key('.', '.', ',');
    await at(7);
    await key('e');
    await at(14);
    await key('End', 'l');
    await at(90);
    expect(await replayedText(player)).toContain('The end');
    await player.locator('aria/Back 10 seconds').click();
    await at(80);
    await player.locator('aria/Previous step').click();
    await at(14);
    await until('what stood there then', async () => (await replayedText(player)).includes('Twelve'));
  });

  test('goes on from a moment with the page that is there, whatever the mouse did last', async () => {
    const page = await openPlayer(tester, 'young');
    const body = (look: (body: HTMLElement) => boolean) =>
      page.evaluate(`(${look})(document.querySelector('.window:not([data-hidden]) iframe').contentDocument.body)`);
    await until('the first picture', async () => (await replayedText(page)).includes('Ready'));
    await page.focus('[role=slider]');
    await page.keyboard.press('ArrowRight');
    await until('second 5', () => page.$eval('[role=slider]', slider => slider.getAttribute('aria-valuenow') === '5'));
    await body(there => there.toggleAttribute('data-seen'));
    await page.locator('aria/Play').click();
    await until('the page to change', async () => (await replayedText(page)).includes('Six'));
    expect(await body(there => there.hasAttribute('data-seen'))).toBe(true);
    await page.close();
    await player.bringToFront();
  });

  test('keeps the keys where a dialog opens on the page that is played', async () => {
    const page = await openPlayer(tester, 'with-dialog');
    await page.bringToFront();
    await until('the first picture', async () => (await replayedText(page)).includes('Ready'));
    await page.focus('[role=slider]');
    await page.keyboard.press('k');
    await until('the dialog', () =>
      page.evaluate(() =>
        [...document.querySelectorAll('iframe')].some(frame => frame.contentDocument?.querySelector('dialog:modal')),
      ),
    );
    await until('the focus to be back', () => page.$('[role=slider]:focus'));
    await page.keyboard.press('k');
    await page.waitForSelector('aria/Play');
    await page.close();
    await player.bringToFront();
  });

  test('sees the way of the mouse fade, also where nothing more was recorded', async () => {
    const page = await openPlayer(tester, 'moved-last');
    await page.bringToFront();
    await until('the first picture', async () => (await replayedText(page)).includes('Ready'));
    await page.locator('aria/Play').click();
    await until('a trail', () => page.$('.replayer-mouse-tail polyline[points*=" "]'));
    await until('no trail', () => page.$('.replayer-mouse-tail polyline[points=""]'));
    expect(await page.$('aria/Pause'), 'it still plays').not.toBeNull();
    await page.close();
    await player.bringToFront();
  });

  test('sees a phone, where it was tapped, and which key was pressed', async () => {
    await on('a phone', '.browser.phone .screen');
    await key('Home', '.');
    // rrweb draws a finger that is down; a seek into the tap shows it.
    await on('the finger', '.touch-device.touch-active');
    await key('.');
    await on('the key', '.key-caption');
    expect(await player.$eval('.key-caption', caption => caption.textContent)).toBe('Escape');
    await key('l');
    await until('no key', async () => (await player.$('.key-caption')) === null);
  });

  test('is told time, page and the nearest step over the timeline, and sees ticks of all kinds', async () => {
    const bar = await (await player.$('[role=slider]'))?.boundingBox();
    if (!bar) throw new Error('no timeline');
    const places = await player.$$eval('.tick', ticks =>
      ticks.map(tick => tick.getAttribute('d') ?? '').filter(Boolean),
    );
    expect(places.length, 'clicks, a key, what was typed, an error, the page').toBeGreaterThanOrEqual(5);
    // The error is the only one between the typing and the minute without a user.
    const place = await player.evaluate(() => {
      const track = document.querySelector('.track');
      const idle = document.querySelector('.track .idle');
      return (idle?.getBoundingClientRect().left ?? 0) - (track?.getBoundingClientRect().left ?? 0);
    });
    await player.mouse.move(bar.x + (place * 14) / 22, bar.y + bar.height - 8);
    const hover = await until('words over the timeline', () =>
      player.evaluate(() => document.querySelector('.hover')?.textContent),
    );
    expect(hover).toMatch(/^0:1[34].*Made page.*Error: TypeError: basket is undefined/);
    await player.mouse.move(bar.x, bar.y - 200);
  });

  /** Each second that the slider names from now on, to the 86th. */
  const secondsUntil86 = () =>
    player.evaluate(
      () =>
        new Promise<number[]>(resolve => {
          const slider = document.querySelector('[role=slider]');
          const all: number[] = [];
          new MutationObserver((_, observer) => {
            all.push(Number(slider?.getAttribute('aria-valuenow')));
            if ((all.at(-1) ?? 0) < 86) return;
            observer.disconnect();
            resolve(all);
          }).observe(slider as Element, { attributeFilter: ['aria-valuenow'] });
        }),
    );

  test('plays at the speed asked for, leaps over the minute without a user, and does not where that is switched off', async () => {
    // It looks before it plays: sixteen seconds in one are soon over.
    const skipping = secondsUntil86();
    await key('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', '>', '>', '>', '>', ' ');
    expect(
      (await skipping).filter(one => one > 24 && one < 82),
      'the minute is not played',
    ).toEqual([]);
    await until('its end', async () => (await replayedText(player)).includes('The end'));

    await player.locator('aria/Skip idle').click();
    const playing = secondsUntil86();
    await key('Home', 'l', 'l', 'l', ' ');
    expect((await playing).filter(one => one > 35 && one < 80)).not.toEqual([]);
    expect(await player.$eval('.speed select', select => (select as HTMLSelectElement).value)).toBe('16');
    await player.locator('aria/Skip idle').click();
  });

  test('finds what was typed, where typing is on tape', async () => {
    await key('/');
    await player.keyboard.type('purple');
    await until('the words', () =>
      player.evaluate(() => document.querySelector('[aria-labelledby=found-typed] .found')?.textContent),
    );
    await player.locator('[aria-labelledby=found-typed] .found').click();
    await at(8);
  });

  test('sees the way of the mouse and its click, and goes through a hundred thousand console lines of which only those in view are drawn', async () => {
    await player.close();
    player = await openPlayer(tester, 'with-mouse');
    await player.setViewport({ width: 1280, height: 800 });
    await player.bringToFront();
    await until('the first picture', async () => (await replayedText(player)).includes('Ready'));
    /** However short it is there. */
    const seen = (selector: string) =>
      player.evaluate(
        selector =>
          new Promise<true>(resolve =>
            new MutationObserver((_, observer) => {
              if (!document.querySelector(selector)) return;
              observer.disconnect();
              resolve(true);
            }).observe(document.body, { subtree: true, childList: true, attributes: true }),
          ),
        selector,
      );
    const [trail, clicked] = [seen('.replayer-mouse-tail polyline[points*=" "]'), seen('.replayer-mouse.active')];
    await player.locator('aria/Play').click();
    expect(await trail, 'a trail').toBe(true);
    expect(await clicked, 'the click').toBe(true);
    await player.locator('aria/Pause').click();
    const mouse = () =>
      player.$eval('.window:not([data-hidden]) .replayer-mouse', one => getComputedStyle(one).visibility);
    expect(await mouse()).toBe('visible');
    expect(await player.$('.browser.phone'), 'no phone').toBeNull();
    // Back where it had not moved yet it is nowhere, and not where it came to later.
    await key('Home');
    await until('no mouse', async () => (await mouse()) === 'hidden');

    await player.locator('#tab-console').click();
    const size = () =>
      player.evaluate(() => Number(document.querySelector('[role=option]')?.getAttribute('aria-setsize')));
    await until('every line', async () => (await size()) === LINES, 60_000);
    const rows = () => player.$$eval('[role=option]', list => list.map(row => row.textContent ?? ''));
    expect((await rows()).length).toBeLessThan(60);
    await player.focus('[role=listbox]');
    await player.keyboard.press('End');
    await until('the last line', async () => (await rows()).some(row => row.includes(`line ${LINES - 1}`)));
    expect((await rows()).length).toBeLessThan(60);
    await at(109);
    await player.type('.filter-field', 'line 54321');
    await until('one line', async () => (await rows()).length === 1);
    await player.locator('[role=option]').click();
    await at(64);
  });
});
