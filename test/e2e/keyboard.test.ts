import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clicks, logs, madeSession } from './support/made-session';
import { storeRows } from './support/many';
import { openPlayer } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** What a control must be for one who has keys alone. */
interface Stop {
  name: string;
  hasRing: boolean;
  tag: string;
  /** Where it stands, as if no list scrolled. */
  box: { left: number; top: number; bottom: number };
}

/** A page, or the popup. */
type Walked = Pick<Page, 'evaluate'> & { keyboard: { press(key: 'Tab'): Promise<void> } };

/** Runs in a page: the control that has the focus, which is marked; undefined for none. */
function focused(): Stop | undefined {
  const one = document.activeElement as HTMLElement | null;
  if (!one || one === document.body) return;
  one.dataset.walked = '';
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const labels = 'labels' in one ? [...((one as HTMLInputElement).labels ?? [])] : [];
  const name =
    one.ariaLabel || labels.map(label => label.textContent).join(' ') || one.textContent || (one as HTMLElement).title;
  const { left, top, bottom } = one.getBoundingClientRect();
  const list = document.querySelector('main');
  const isBelow = list && list.compareDocumentPosition(one) === Node.DOCUMENT_POSITION_FOLLOWING;
  const scrolledPx = list?.contains(one) ? list.scrollTop : isBelow ? list.scrollHeight - list.clientHeight : 0;
  return {
    name: name.trim(),
    hasRing: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
    tag: one.getAttribute('role') ?? one.localName,
    box: { left, top: top + scrolledPx, bottom: bottom + scrolledPx },
  };
}

/** Runs in a page: the controls that the Tab key should come to and has not yet. */
const unseen = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, summary, [tabindex="0"]')]
    .filter(one => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled'))
    // Of radio buttons only one is a stop.
    .filter(one => one.dataset.walked === undefined && (one as HTMLInputElement).type !== 'radio')
    .map(one => one.outerHTML.slice(0, 120));

const MANY_STOPS = 200;

/** Goes through a page with the Tab key from its first control to its last, and gives all stops. */
async function walk(page: Walked): Promise<Stop[]> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('[data-walked]')) delete one.dataset.walked;
    const first = document.querySelector<HTMLElement>('button, a[href], input');
    if (first) first.dataset.walked = '';
    first?.focus();
  });
  const stops: Stop[] = [];
  // No further: behind the last control is the browser's own window, from which Firefox shows no focus in the page.
  while (stops.length < MANY_STOPS && (await page.evaluate(unseen)).length > 0) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focused);
    if (!stop) break;
    stops.push(stop);
  }
  expect(await page.evaluate(unseen), 'controls without a way to them').toEqual([]);
  expect(
    stops.filter(({ name, tag }) => !name && tag !== 'hr'),
    'stops without a name',
  ).toEqual([]);
  expect(
    stops.filter(({ hasRing }) => !hasRing),
    'stops that cannot be seen',
  ).toEqual([]);
  return stops;
}

describe.each(KINDS)('Without a mouse, a tester with %s', kind => {
  let tester: Tester;
  let library: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    library = await tester.extensionPage('popup/index.html?view=library');
    await library.setViewport({ width: 1280, height: 800 });
    await until('the library', () => library.evaluate(() => document.body.innerText.includes('No sessions yet')));
    const startedAt = Date.now() - 3_600_000;
    const tape = (id: string, after: number) =>
      madeSession({
        id,
        startedAt: startedAt + after,
        screen: [1280, 720],
        active: [[0, 20_000]],
        events: [clicks(2_000, 40, 40), logs(3_000, 'A line'), logs(20_000, 'The end')],
        steps: [
          { after: 2_000, kind: 'click', label: 'Buy' },
          { after: 4_000, kind: 'error', label: 'TypeError: basket is undefined', detail: 'at buy (shop.js:1:2)' },
        ],
        notes: [{ after: 5_000, kind: 'idea', text: 'A larger button' }],
      });
    await storeRows(library, [tape('first', 0), tape('second', 600_000)]);
    await library.close();
  });
  afterAll(() => tester?.end());

  const open = async (path: string, ready: string) => {
    const page = await tester.extensionPage(path);
    await page.setViewport({ width: 1280, height: 800 });
    await page.bringToFront();
    await until(ready, () => page.evaluate(where => document.querySelector(where) !== null, ready));
    return page;
  };
  /** Whether the focus is on what a selector means. */
  const isOn = (page: Page, selector: string) =>
    until(`the focus on ${selector}`, () =>
      page.evaluate(where => document.activeElement?.matches(where) === true, selector),
    );

  test('comes to every control of the library and the settings, and sees where they are', async () => {
    const library = await open('popup/index.html?view=library', '.sessions .star');
    const names = (await walk(library)).map(({ name }) => name);
    for (const name of ['Search titles, sites, addresses, notes, errors', 'Made page', 'Replay', 'Delete everything'])
      expect(names).toContain(name);
    await library.close();
    const options = await open('options/index.html', 'section');
    expect((await walk(options)).length).toBeGreaterThan(15);
    await options.close();
  });

  test('comes to every control of the player, with each of its panels', async () => {
    const player = await openPlayer(tester, 'first');
    await player.setViewport({ width: 1280, height: 800 });
    await player.bringToFront();
    for (const panel of ['steps', 'console', 'network', 'search', 'details']) {
      await player.evaluate(panel => document.querySelector<HTMLElement>(`#tab-${panel}`)?.click(), panel);
      const names = (await walk(player)).map(({ name }) => name);
      expect(names, panel).toContain('Timeline');
    }
    await player.close();
  });

  test('plays a session from the library, reads a step, writes a note and leaves each as they came', async () => {
    const library = await open('popup/index.html?view=library', '.sessions .star');
    // The title leads to the player as “Replay” does.
    await library.focus('.heading h3 a');
    await library.keyboard.press('Enter');
    const player = await until('the player', async () => {
      for (const one of await tester.browser.pages())
        if ((await one.evaluate(() => location.pathname).catch(() => '')).startsWith('/player/')) return one;
    });
    await until('its list', () => player.evaluate(() => document.querySelector('.step') !== null).catch(() => false));
    await player.bringToFront();

    // The tabs are one stop; the arrow keys go from one to the next.
    await player.focus('#tab-steps');
    await player.keyboard.press('ArrowRight');
    await isOn(player, '#tab-console[aria-selected=true]');
    await player.keyboard.press('Home');
    await isOn(player, '#tab-steps[aria-selected=true]');
    // All other keys are the player's there, as anywhere: who has just clicked on a tab has not left the film.
    await player.keyboard.press('n');
    await isOn(player, '.note-form textarea');
    await player.keyboard.press('Escape');
    await isOn(player, '#tab-steps');

    // A row's details open by the arrow keys; Escape closes them and goes back to the list.
    await player.focus('[role=listbox]');
    const isOpen = (words: string) =>
      until(`details of “${words}”`, () =>
        player.evaluate(words => document.querySelector('.detail-pane')?.textContent?.includes(words), words),
      );
    // From the page, to which the story has come.
    for (const _ of ['the click', 'the error']) await player.keyboard.press('ArrowDown');
    await isOpen('shop.js');
    await player.focus('.detail-body');
    await player.keyboard.press('Escape');
    await isOn(player, '[role=listbox]');
    await until('no details', async () => (await player.$('.detail-pane')) === null);

    // A note is changed, and the list has the focus again.
    await player.keyboard.press('ArrowDown');
    await until('the note', () => player.$('.note-form'));
    await isOn(player, '[role=listbox]');
    await player.focus('.note-form textarea');
    await player.keyboard.type(', please');
    await player.keyboard.press('Enter');
    await tester.tapeWith('the note', ({ notes }) => notes.some(({ text }) => text === 'A larger button, please'));
    await isOn(player, '[role=listbox]');

    // A new one is written from where one was; the space bar plays then.
    await player.focus('[role=slider]');
    await player.keyboard.press('n');
    await isOn(player, '.note-form textarea');
    await player.keyboard.press('Escape');
    await isOn(player, '[role=slider]');
    await player.keyboard.press(' ');
    await player.waitForSelector('aria/Pause');
    await player.keyboard.press(' ');

    // A title that is given up is none.
    await player.focus('[aria-label="Rename session"]');
    await player.keyboard.press('Enter');
    await isOn(player, '.title-field');
    await player.keyboard.type('Nothing');
    await player.keyboard.press('Escape');
    await isOn(player, '[aria-label="Rename session"]');
    await player.keyboard.press('Enter');
    await isOn(player, '.title-field');
    await player.keyboard.type('Something');
    await player.keyboard.press('Enter');
    await isOn(player, '[aria-label="Rename session"]');
    await tester.tapeWith('a title', ({ sessions }) => sessions.some(({ title }) => title === 'Something'));
    expect((await tester.tape()).sessions.some(({ title }) => title === 'Nothing')).toBe(false);

    // Dialogs give the focus back to what opened them.
    for (const [opener, dialog] of [
      ['[aria-label="Keyboard shortcuts"]', '.help[open]'],
      ['.header > button', '.export-dialog[open]'],
    ] as const) {
      await player.focus(opener);
      await player.keyboard.press('Enter');
      await until(dialog, () => player.$(dialog));
      expect(await player.evaluate(where => document.activeElement?.closest(where) !== null, dialog)).toBe(true);
      await player.keyboard.press('Escape');
      await isOn(player, opener);
    }

    // What was found is walked through from the field.
    await player.focus('[role=slider]');
    await player.keyboard.press('/');
    await isOn(player, '#search-field');
    await player.keyboard.type('line');
    await until('a line', () => player.evaluate(() => document.querySelector('.found mark')?.textContent === 'line'));
    await player.keyboard.press('ArrowDown');
    await isOn(player, '.found');
    await player.keyboard.press('Enter');
    await until('its moment', () =>
      player.$eval('[role=slider]', slider => slider.getAttribute('aria-valuenow') === '3'),
    );
    await player.keyboard.press('ArrowUp');
    await isOn(player, '#search-field');
    await player.close();
    await library.close();
  });

  test('stays where a button was that goes as it is pressed', async () => {
    const library = await open('popup/index.html?view=library', '.sessions .delete');
    await library.focus('.sessions .delete');
    await library.keyboard.press('Enter');
    await isOn(library, '.sessions .delete');
    await library.waitForSelector('.status .text-button');
    await library.focus('.status .text-button');
    await library.keyboard.press('Enter');
    await isOn(library, '.sessions h3 a');
    await library.waitForFunction(() => document.querySelectorAll('.sessions .delete').length === 2);
    await library.close();

    const options = await open('options/index.html', '.sites, .none');
    const remove = (site: string) => `[aria-label="Remove ${site}"]`;
    for (const site of ['a.test', 'b.test']) {
      const field = await options.waitForSelector('aria/Site to leave out');
      await field?.type(site);
      await field?.press('Enter');
      await options.waitForSelector(remove(site));
    }
    await options.focus(remove('a.test'));
    await options.keyboard.press('Enter');
    await isOn(options, remove('b.test'));
    await until('one site less', async () => (await options.$(remove('a.test'))) === null);
    await options.keyboard.press('Enter');
    await until('an empty list', async () => (await options.$(remove('b.test'))) === null);
    await isOn(options, 'form.add input');
    await options.close();
  });

  // The last, for its session would be the first in the library's list.
  test('comes to every control of the popup in the order in which they stand, and sees where they are', async () => {
    const page = await tester.visit('/');
    await tester.record(page);
    await page.click('main');
    await tester.tapeWith('a session of now', ({ sessions }) => sessions.length === 3);
    const popup = await tester.openPopup(page);
    await popup.locator('aria/End session').wait();
    const stops = await walk(popup);
    const names = stops.map(({ name }) => name);
    for (const name of ['Record this site', 'Bug!', 'Note…', 'New session…', 'Replay', 'Export', 'Delete', 'Import'])
      expect(names).toContain(name);
    const backwards = stops.filter(({ box }, n) => {
      const before = stops[n - 1]?.box;
      return before && box.top < before.bottom && (box.bottom <= before.top || box.left < before.left);
    });
    expect(backwards, 'stops above or to the left of the one before').toEqual([]);
    await popup.close();
    await page.close();
  });
});
