import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unzip } from '../unit/transfer-sample';
import { problems } from './support/axe';
import { APART_MS, storeMany } from './support/many';
import { KINDS, startTester, type Tester, until } from './support/tester';

const MANY = 1_000;

/** The titles on show, from above. */
const titles = (library: Page): Promise<string[]> =>
  library.evaluate(() => [...document.querySelectorAll('.sessions h3')].map(title => title.textContent ?? ''));
const count = (library: Page): Promise<string> =>
  library.$eval('.selection-bar p', line => line.textContent?.replace(',', '') ?? '');
const counts = (library: Page, words: string): Promise<unknown> =>
  until(words, async () => (await count(library)) === words);
const choose = (library: Page, name: string, value: string): Promise<unknown> =>
  library.select(`select[aria-label="${name}"]`, value);

/** When a day of the tester's began: the browser's time zone is that of the tests. */
function midnightBefore(daysAgo: number): number {
  const day = new Date();
  day.setDate(day.getDate() - daysAgo);
  return day.setHours(0, 0, 0, 0);
}

async function search(library: Page, words: string): Promise<void> {
  await library.focus('.search-field');
  await library.keyboard.press('Escape');
  await library.keyboard.type(words);
}

describe.each(KINDS)('In the library, a tester with %s', kind => {
  let tester: Tester;
  let library: Page;
  const newestAt = Date.now() - 4 * APART_MS;
  beforeAll(async () => {
    tester = await startTester(kind);
    library = await tester.extensionPage('popup/index.html?view=library');
    await library.setViewport({ width: 1280, height: 900 });
  });
  afterAll(() => tester?.end());

  test('is taught how to record while there is nothing', async () => {
    await until('the advice', () => library.evaluate(() => document.body.innerText.includes('No sessions yet')));
    expect(await library.$('.library-bar'), 'there is nothing to search').toBeNull();
    expect(await problems(library)).toEqual([]);
    const options = await tester.extensionPage('options/index.html');
    await until('the settings', () => options.evaluate(() => document.querySelectorAll('section').length > 2));
    expect(await problems(options), 'the settings are readable too').toEqual([]);
    await options.close();
    await storeMany(library, MANY, newestAt);
    await library.close();
    library = await tester.extensionPage('popup/index.html?view=library');
    await library.setViewport({ width: 1280, height: 900 });
    await library.bringToFront();
    await until('the list', async () => (await titles(library)).length > 0);
  });

  test('goes through a thousand sessions of which only those in view are drawn', async () => {
    await counts(library, '1000 sessions');
    const rows = () =>
      library.$$eval('.sessions > li', list => ({
        drawn: list.length,
        first: Number(list[0]?.getAttribute('aria-posinset')),
        last: Number(list.at(-1)?.getAttribute('aria-posinset')),
        of: list[0]?.getAttribute('aria-setsize'),
      }));
    expect(await rows()).toMatchObject({ first: 1, of: '1000' });
    expect((await rows()).drawn).toBeLessThan(40);
    for (const share of [0.3, 0.6, 1]) {
      await library.$eval('main', (main, share) => main.scrollTo(0, main.scrollHeight * share), share);
      await until(`the rows at ${share}`, () =>
        library.evaluate(() => {
          const box = document.querySelector('main')?.getBoundingClientRect();
          const seen = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return seen?.closest('.sessions > li') !== null;
        }),
      );
      expect((await rows()).drawn).toBeLessThan(40);
    }
    await until('the last row', async () => (await rows()).last === MANY);
    await library.$eval('main', main => main.scrollTo(0, 0));
    await until('the first row', async () => (await rows()).first === 1);
  });

  test.each([
    ['a title', 'tc-13 ', 'TC-13 Account', ''],
    ['a site and a page', 'shop3.test checkout', 'Checkout · Demo shop', ''],
    ['an address of a page', '?order=1042', 'Products · Demo shop', 'Page:'],
    ['a note', 'total wrong 42', 'Products · Demo shop', 'Note:'],
    ['an error', 'basket 1555', 'Cart · Demo shop', 'Error:'],
  ])('finds a session by %s', async (_, words, title, line) => {
    await search(library, words);
    await until('what was searched', async () => {
      const [found] = await library.$$eval('.session', list => list.map(one => one.textContent ?? ''));
      return found?.includes(title) && found.includes(line) && (await count(library)).endsWith(' of 1000 sessions');
    });
    await library.keyboard.press('Escape');
    await counts(library, '1000 sessions');
  });

  test('narrows the list to errors, stars, a site and a date, sees when nothing is left, and comes back', async () => {
    await library.locator('aria/With errors').click();
    await counts(library, '200 of 1000 sessions');
    expect(await library.$$eval('.session', list => list.filter(one => !one.querySelector('.errors')).length)).toBe(0);
    await choose(library, 'Site', 'shop0.test');
    await counts(library, '29 of 1000 sessions');
    await library.locator('aria/Starred').click();
    await until('nothing', () => library.evaluate(() => document.body.innerText.includes('No session is like that')));
    expect(await problems(library)).toEqual([]);
    await library.locator('aria/Show all sessions').click();
    await counts(library, '1000 sessions');
    await until('the focus', () => library.evaluate(() => document.activeElement?.className === 'search-field'));

    await library.locator('aria/Starred').click();
    await counts(library, '20 of 1000 sessions');
    await library.locator('aria/Starred').click();
    await choose(library, 'Date', 'today');
    // Nothing is of today in the first hour of a day.
    const since = (daysAgo: number) => Math.floor((newestAt - midnightBefore(daysAgo)) / APART_MS) + 1;
    if (since(0) > 0) await counts(library, `${since(0)} of 1000 sessions`);
    else
      await until('nothing', () => library.evaluate(() => document.body.innerText.includes('No session is like that')));
    await choose(library, 'Date', 'week');
    await counts(library, `${since(6)} of 1000 sessions`);
    await choose(library, 'Date', 'any');
    await counts(library, '1000 sessions');
  });

  test('puts the longest, the largest, or those with most errors first', async () => {
    const facts = () => library.$$eval('.sessions .facts', list => list.slice(0, 3).map(one => one.textContent ?? ''));
    for (const [order, fact] of [
      ['longest', /20m/],
      ['errors', /4 errors/],
      ['clicks', /22 clicks/],
      ['largest', /kB/],
    ] as const) {
      await choose(library, 'Order', order);
      await until(`${order} first`, async () => (await facts()).every(one => fact.test(one)));
      expect(await library.$('.day'), 'days are no headings then').toBeNull();
    }
    await choose(library, 'Order', 'oldest');
    await until('the oldest', async () => (await titles(library))[0] === 'Sign in · Demo shop');
    await choose(library, 'Order', 'newest');
    await until('the newest', async () => (await titles(library))[0] === 'Cart · Demo shop');
  });

  test('works the list by keys alone', async () => {
    await library.focus('body');
    await library.keyboard.press('/');
    await library.keyboard.type('tc-');
    await counts(library, '100 of 1000 sessions');
    await library.focus('.sessions .star');
    const at = () => library.evaluate(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset'));
    for (let n = 0; n < 20; n++) await library.keyboard.press('ArrowDown');
    await until('the twenty-first', async () => (await at()) === '21');
    await library.keyboard.press('ArrowUp');
    await until('the twentieth', async () => (await at()) === '20');
    await library.keyboard.press('Enter');
    const title = await library.evaluate(
      () => document.activeElement?.closest('li')?.querySelector('h3')?.textContent ?? '',
    );
    await tester.tapeWith('a star', ({ sessions }) => sessions.some(one => one.title === title && one.starred));
    expect(await at(), 'the focus stays').toBe('20');
  });

  test('selects a run of sessions, exports them as one ZIP, deletes them and takes that back', async () => {
    const boxes = () => library.$$('.sessions .select');
    await library.$eval('main', main => main.scrollTo(0, 0));
    await until('the first row', () => library.$('[aria-posinset="1"]'));
    await (await boxes())[1]?.click();
    await library.keyboard.down('Shift');
    await (await boxes())[4]?.click();
    await library.keyboard.up('Shift');
    await counts(library, '4 sessions selected');
    expect(await problems(library)).toEqual([]);
    await library.locator('aria/Export selected (4)').click();
    const { bytes } = await tester.downloaded('.zip');
    expect(Object.keys(unzip(new Uint8Array(bytes))), 'a file for each').toHaveLength(4);

    await library.locator('aria/Select all').click();
    await counts(library, '100 sessions selected');
    await library.locator('aria/Delete selected (100)').click();
    await until('none', () => library.evaluate(() => document.body.innerText.includes('Nothing found for “tc-”')));
    await library.locator('aria/Undo').click();
    await counts(library, '100 of 1000 sessions');
  });

  test('renames a session, opens it, and goes on to the one before', async () => {
    await search(library, 'TC-993');
    await counts(library, '1 of 1000 sessions');
    await library.locator('aria/Rename').click();
    await library.keyboard.type('TC-993 seen twice');
    await library.keyboard.press('Enter');
    await until('its name', async () => (await titles(library))[0] === 'TC-993 seen twice');
    const player = await tester.extensionPage('player/index.html?session=many-993');
    await player.waitForSelector('.neighbours');
    await player.locator('aria/Older session').click();
    await until('the one before', () =>
      player
        .evaluate(
          () =>
            location.search.includes('many-994') && document.querySelector('h1')?.textContent === 'Sign in · Demo shop',
        )
        .catch(() => false),
    );
    // Firefox's driver looks for no name in a page of ours that a link led to.
    await until('the way forward', () =>
      player.evaluate(() => {
        const links = [...document.querySelectorAll<HTMLElement>('.neighbours a')];
        const newer = links.find(link => link.textContent === 'Newer session');
        newer?.click();
        return newer !== undefined;
      }),
    );
    await until('the one after', () =>
      player
        .evaluate(
          () =>
            location.search.includes('many-993') && document.querySelector('h1')?.textContent?.includes('seen twice'),
        )
        .catch(() => false),
    );
    await player.close();
  });

  test('has in the popup the newest sessions at once, the others when they are scrolled to, and the number of all', async () => {
    const shop = await tester.visit('/');
    const popup = await tester.openPopup(shop);
    const seen = () =>
      popup.evaluate(() => ({
        of: document.querySelector('.sessions > li')?.getAttribute('aria-setsize'),
        last: Number([...document.querySelectorAll('.sessions > li')].at(-1)?.getAttribute('aria-posinset')),
        total: document.querySelector('.footer p')?.textContent ?? '',
        badges: document.querySelectorAll('.badge').length,
      }));
    await until('the number', async () => (await seen()).total.startsWith('1,000 sessions'));
    expect(await seen()).toMatchObject({ of: '-1', badges: 0 });
    const toEnd = () => popup.evaluate(() => document.querySelector('main')?.scrollTo(0, 1e6));
    await until('the oldest', async () => {
      await toEnd();
      return (await seen()).last === MANY;
    });
    expect(await seen()).toMatchObject({ of: '1000' });
    await popup.close();
  });
});
