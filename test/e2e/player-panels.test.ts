import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NetworkRequest } from '../../src/session/plugin-events';
import type { Environment } from '../../src/session/types';
import { problems } from './support/axe';
import { asks, draws, logs, madeSession } from './support/made-session';
import { storeRows } from './support/many';
import { openPlayer } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

const SECOND_MS = 1_000;
const LINES = 120;

const ORDER: NetworkRequest = {
  name: 'http://www.shop.test/api/orders?from=cart',
  initiatorType: 'fetch',
  method: 'POST',
  status: 500,
  startTime: 5_000,
  endTime: 5_400,
  duration: 400,
  mimeType: 'application/json',
  requestHeaders: { 'x-shop': 'from the page' },
  responseHeaders: { 'x-trace': 'of the server' },
  requestBody: '{"product":"teapot"}',
  responseBody: '{"error":"out of clay"}',
  responseBodySize: 23,
  timing: { requestStart: 5_100, responseStart: 5_300, responseEnd: 5_400 },
};

const HELD: Environment = {
  browser: 'Chrome 156',
  os: 'Android 15',
  viewport: [800, 390],
  pixelRatio: 3,
  touch: true,
  language: 'en',
  timeZone: 'UTC',
  colourScheme: 'light',
  extension: '0.1.0',
};

/** One step of each kind that has a colour, a line in the console each second, and a canvas, of which nothing is recorded. */
const eventful = (startedAt: number) =>
  madeSession({
    id: 'eventful',
    startedAt,
    screen: [1280, 720],
    active: [[0, LINES * SECOND_MS]],
    events: [
      draws(800),
      asks(900, startedAt, ORDER),
      ...Array.from({ length: LINES }, (_, n) => logs((n + 1) * SECOND_MS, `line ${n + 1}`)),
    ],
    steps: [
      { after: 2_000, kind: 'click', label: 'Menu' },
      ...[3_000, 3_100, 3_200].map(after => ({
        after,
        kind: 'click' as const,
        label: 'Buy',
        place: [40, 40] as [number, number],
      })),
      { after: 6_000, kind: 'click', label: 'Help' },
      { after: 6_000, kind: 'dead', label: 'Help' },
      { after: 7_000, kind: 'input', label: 'Email' },
      { after: 8_000, kind: 'request', label: 'POST http://www.shop.test/api/orders?from=cart', detail: '500' },
      { after: 9_000, kind: 'request', label: 'GET http://cdn.test/teapot.png', detail: 'failed' },
      { after: 30_000, kind: 'error', label: 'TypeError: basket is undefined' },
      { after: 50_000, kind: 'gap', label: 'overflow' },
    ],
    notes: [{ after: 40_000, kind: 'bug', text: 'The total is wrong' }],
    environment: { ...HELD, os: 'Windows', touch: false, privacy: ['console', 'network'] },
  });

/** Told of a screen that can be touched, on this system. */
const touched = (id: string, startedAt: number, os: string) =>
  madeSession({
    id,
    startedAt,
    screen: [800, 390],
    active: [[0, SECOND_MS]],
    events: [logs(SECOND_MS, 'The end')],
    steps: [],
    environment: { ...HELD, os },
  });

describe.each(KINDS)('In the player, a reader with %s', kind => {
  let tester: Tester;
  let player: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    const store = await tester.extensionPage('popup/index.html?view=library');
    await until('the library', () => store.evaluate(() => document.body.innerText.includes('No sessions yet')));
    const startedAt = Date.now() - 3_600_000;
    await storeRows(store, [
      eventful(startedAt),
      touched('phone', startedAt + 600_000, 'Android 15'),
      touched('laptop', startedAt + 700_000, 'Windows'),
    ]);
    await store.close();
    player = await openPlayer(tester, 'eventful');
    await player.setViewport({ width: 1280, height: 800 });
    await player.bringToFront();
  });
  afterAll(() => tester?.end());

  const rows = () => player.$$eval('[role=option]', list => list.map(row => row.textContent ?? ''));
  const steps = () =>
    player.$$eval('.step', list => list.map(row => row.querySelector('.line-text')?.textContent ?? ''));
  const press = (name: string) => player.locator(`.chip::-p-text(${name})`).click();
  const second = () => player.$eval('[role=slider]', slider => Number(slider.getAttribute('aria-valuenow')));
  const key = async (...keys: Parameters<Page['keyboard']['press']>[0][]) => {
    await player.focus('[role=slider]');
    for (const one of keys) await player.keyboard.press(one);
  };

  test('sees the page in a browser with its title and address, a phone in a phone also when it lies, a laptop that can be touched in none', async () => {
    const frame = () =>
      player.evaluate(() =>
        ['.browser-tab', '.browser-url'].map(where => document.querySelector(where)?.textContent ?? ''),
      );
    expect(await frame()).toEqual(['Made page', 'http://www.shop.test/made']);
    for (const [id, isPhone] of [
      ['phone', true],
      ['laptop', false],
    ] as const) {
      const other = await openPlayer(tester, id);
      await until('the page in its size', () =>
        other.evaluate(() => document.querySelector<HTMLElement>('.recorded')?.offsetWidth === 800),
      );
      expect((await other.$('.browser.phone')) !== null, id).toBe(isPhone);
      await other.close();
    }
    await player.bringToFront();
  });

  test('tells the kinds of steps apart by their colours, on the timeline, in its legend and in the list, and sees when much happened', async () => {
    const ticks = await player.$$eval('.tick', list =>
      list.filter(tick => tick.getAttribute('d')).map(tick => getComputedStyle(tick).stroke),
    );
    expect(new Set(ticks).size, 'click, trouble, input, request, error, gap, note').toBe(7);
    expect(await player.$$eval('.legend-kind', list => list.map(one => one.textContent))).toEqual([
      'Clicks',
      'Troubled clicks',
      'Typing',
      'Errors',
      'Failed requests',
      'Notes',
      'Gaps',
    ]);
    const hills = await player.$eval('.density path', path =>
      (path.getAttribute('d')?.match(/L[\d.]+ ([\d.]+)/g) ?? []).map(point => Number(point.split(' ')[1])),
    );
    expect(hills.indexOf(Math.min(...hills)) / hills.length, 'most of it in the first ten seconds').toBeLessThan(0.1);

    await press('Troubled clicks');
    await until('troubled clicks alone', async () => (await steps()).length === 2);
    expect(await steps()).toEqual(['Rage click on “Buy” ×3', 'Dead click on “Help”: nothing happened']);
    await press('Troubled clicks');
    await press('Clicks');
    await until('all clicks', async () => (await steps()).length === 3);
    await press('Clicks');
    await press('Failed requests');
    await until('failed requests alone', async () => (await steps()).length === 2);
    expect(await steps(), 'what is told first, and no more of an address than is needed').toEqual([
      'Request failed (500): POST /api/orders?from=cart',
      'Request failed: GET cdn.test/teapot.png',
    ]);
    await press('Failed requests');
  });

  test('reads of a request its headers, bodies and times', async () => {
    await player.locator('#tab-network').click();
    await until('the request', async () => (await rows()).some(row => row.includes('orders')));
    await player.locator('[role=option]::-p-text(orders)').click();
    const detail = await until('its details', () =>
      player.evaluate(() => document.querySelector<HTMLElement>('.detail-body')?.innerText),
    );
    for (const words of [
      /x-shop\s+from the page/,
      /x-trace\s+of the server/,
      /"product":"teapot"/,
      /"error":"out of clay"/,
      /Status\s+500/,
      /Waiting\s+200 ms/,
      /Receiving\s+100 ms/,
    ])
      expect(detail).toMatch(words);
    expect(await problems(player)).toEqual([]);
    expect(await second(), 'the moment it was made').toBe(5);
  });

  test('learns in the Details how much there is, what is not on tape, and when and why the session ended', async () => {
    await player.locator('#tab-details').click();
    const facts = await until('the details', async () => {
      const all = await player.$$eval('.fact', list =>
        Object.fromEntries(
          list.map(one => [one.querySelector('dt')?.textContent, one.querySelector('dd')?.textContent]),
        ),
      );
      return all['Not recorded'] && all;
    });
    expect(facts).toMatchObject({ Site: 'shop.test', Duration: '2:00', 'Failed requests': '2', Pages: '1', Tabs: '1' });
    expect(facts.End).toMatch(/, 30 minutes after the last activity$/);
    expect(facts.Gaps).toMatch(/^0:50: Part of the recording is missing/);
    expect(facts['Not recorded']).toBe('What was drawn on 1 canvas: “Canvas drawings” was off in the settings');
  });

  test('has the current row in view as the story goes on, but not while looking elsewhere', async () => {
    await player.locator('#tab-console').click();
    await until('the lines', async () => (await rows()).length > 10);
    const isCurrentSeen = () =>
      player.evaluate(() => {
        const list = document.querySelector('[role=listbox]')?.getBoundingClientRect();
        const row = document.querySelector('[role=option][aria-current]')?.getBoundingClientRect();
        return !!list && !!row && row.top >= list.top && row.bottom <= list.bottom;
      });
    await key('Home', 'l', 'l', 'l', 'l', 'l', 'l');
    await until('the sixtieth line', isCurrentSeen);

    const box = await (await player.$('[role=listbox]'))?.boundingBox();
    await player.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 50);
    await player.mouse.wheel({ deltaY: -5_000 });
    await until('the first line', async () => (await rows())[0]?.includes('line 1') === true);
    await key('l');
    await until('the moment', async () => (await second()) === 70);
    expect(await isCurrentSeen(), 'the reader looks at the first lines').toBe(false);
    // Only a story that goes on takes the list along.
    await until('the current line in view again', async () => {
      await key('j', 'l');
      return isCurrentSeen();
    });
  });

  test('goes by tenths of the timeline and to its ends by key, and hears where a key has led', async () => {
    await player.evaluate(() => (document.activeElement as HTMLElement).blur());
    const at = (wanted: number) => until(`second ${wanted}`, async () => (await second()) === wanted);
    await player.keyboard.press('5');
    await at(60);
    await player.keyboard.press('End');
    await at(120);
    await player.keyboard.press('Home');
    await at(0);
    const told = (words: string) =>
      until(`“${words}” to be said`, () =>
        player.$$eval('[role=status]', (list, words) => list.some(one => one.textContent === words), words),
      );
    await player.keyboard.press('.');
    await told('Clicked “Menu”');
    await player.keyboard.press('9');
    await player.keyboard.press('e');
    await told('No more errors');
  });

  test('goes to the older and the newer session by key, and back to all of them', async () => {
    const isAt = (part: string) =>
      until(part, () => player.evaluate(part => location.href.includes(part), part).catch(() => false));
    const whenThere = () =>
      until('the way to others', () =>
        player.evaluate(() => document.querySelectorAll('.neighbours a').length > 1).catch(() => false),
      );
    await whenThere();
    await player.keyboard.press('N');
    await isAt('session=phone');
    await whenThere();
    await player.keyboard.press('P');
    await isAt('session=eventful');
    await whenThere();
    await player.evaluate(() => document.querySelector<HTMLElement>('.neighbours a')?.click());
    await isAt('view=library');
  });
});
