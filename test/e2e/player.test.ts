import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problems } from './support/axe';
import { saveAs } from './support/export';
import { openPlayer, shows } from './support/reading';
import { tellStory } from './support/story';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** The rows of the list on show, as they are read out. */
const rows = (player: Page): Promise<string[]> =>
  player.evaluate(() => [...document.querySelectorAll('[role=option]')].map(row => row.textContent ?? ''));

/** Waits until some row of the list has these words, and clicks it. */
async function clickRow(player: Page, words: string): Promise<void> {
  await until(`a row “${words}”`, async () => (await rows(player)).some(row => row.includes(words)));
  await player.evaluate(wanted => {
    const found = [...document.querySelectorAll<HTMLElement>('[role=option]')].find(row =>
      row.textContent?.includes(wanted),
    );
    found?.click();
  }, words);
}

/** Clears the list's search field. */
const clearFilter = (player: Page): Promise<void> =>
  player.$eval('.filter-field', field => {
    (field as HTMLInputElement).value = '';
    field.dispatchEvent(new Event('input'));
  });

const says = (player: Page, selector: string, words: string): Promise<unknown> =>
  until(`“${words}” in ${selector}`, () =>
    player.evaluate(
      (where, wanted) => [...document.querySelectorAll(where)].some(one => one.textContent?.includes(wanted)),
      selector,
      words,
    ),
  );

/** What is copied, without the system's clipboard, which a headless browser keeps to itself. */
const listenToClipboard = (player: Page): Promise<void> =>
  player.evaluate(() => {
    navigator.clipboard.writeText = async text => {
      document.body.dataset.copied = text;
    };
  });
const copied = (player: Page): Promise<string> =>
  until('a text to be copied', () => player.evaluate(() => document.body.dataset.copied));

describe.each(KINDS)('In the player, a tester with %s', kind => {
  let tester: Tester;
  let player: Page;
  let page: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    const { sessionId, first } = await tellStory(tester);
    page = first;
    player = await openPlayer(tester, sessionId);
    await player.setViewport({ width: 1280, height: 800 });
    await listenToClipboard(player);
  });
  afterAll(() => tester?.end());

  test('reads the console: levels, a filter, objects, stacks, and the moment of each line', async () => {
    await player.locator('#tab-console').click();
    const size = () =>
      player.evaluate(() => Number(document.querySelector('[role=option]')?.getAttribute('aria-setsize')));
    // A thousand were logged, of which 200 a second are kept.
    await until('all lines', async () => (await size()) > 150);
    expect((await rows(player)).length, 'only what is in view is drawn').toBeLessThan(60);

    await player.locator('.chip::-p-text(Errors)').click();
    await until('errors alone', async () => (await rows(player)).every(row => row.startsWith('Errors')));
    await clickRow(player, 'Thrown by a click');
    await says(player, '.stack li', 'trouble.js');
    await shows(player, 'Trouble');
    await says(player, '[role=option][aria-current]', 'Thrown by a click');

    await player.locator('.chip::-p-text(Errors)').click();
    await player.type('.filter-field', 'objects');
    await until('one line', async () => (await rows(player)).length === 1);
    await clickRow(player, 'Objects');
    await player.locator('.value-node summary').click();
    await says(player, '.value-leaf', 'paid: false');
    await player.locator('.detail-pane ::-p-text(Copy)').click();
    expect(await copied(player)).toContain('Objects {"cart"');
    await clearFilter(player);
  });

  test('reads the network: a waterfall, filters, details, and a request as cURL', async () => {
    await player.locator('#tab-network').click();
    await until('five requests', async () => (await rows(player)).filter(row => /Fetch/.test(row)).length >= 5);
    const slow = await player.evaluate(() => {
      const row = [...document.querySelectorAll('[role=option]')].find(one => one.textContent?.includes('slow?ms=600'));
      const bar = row?.querySelector('.waterfall > span')?.getBoundingClientRect().width ?? 0;
      return { text: row?.textContent, bar };
    });
    expect(slow.text).toMatch(/slow\?ms=600200Fetch.*([6-9]\d\d ms|[1-9][\d.]* sec)/);
    expect(slow.bar, 'the slow one has a long bar').toBeGreaterThan(8);

    await player.locator('.chip::-p-text(Failed)').click();
    await until('failed requests alone', async () => (await rows(player)).every(row => /^(404404|500500)/.test(row)));
    await clickRow(player, '500');
    await says(player, '.detail-pane', '/api/status/500');
    await shows(player, 'Requests');
    await player.locator('.chip::-p-text(Failed)').click();

    await player.type('.filter-field', 'post');
    await clickRow(player, 'echo');
    await player.locator('.detail-pane ::-p-text(Copy as cURL)').click();
    await until('cURL', async () => (await copied(player)).startsWith('curl '));
    expect(await copied(player)).toMatch(/\/api\/echo\?from=requests'.*-X 'POST'/s);
  });

  test('narrows the steps to kinds and words, and takes them along as text', async () => {
    await player.locator('#tab-steps').click();
    await player.locator('.chip.kind::-p-text(Typing)').click();
    await until('what was typed alone, under its page', async () => (await rows(player)).length === 2);
    expect((await rows(player))[1]).toMatch(/Filled in/);
    await player.locator('.chip.kind::-p-text(Typing)').click();

    await player.type('.filter-field', 'count');
    await until(
      'clicks on Count',
      async () => (await rows(player)).filter(row => /Clicked “Count”/.test(row)).length === 2,
    );
    await clickRow(player, 'Clicked “Count”');
    await shows(player, 'Counter');
    await says(player, '[role=option][aria-current]', 'Clicked “Count”');
    await clearFilter(player);

    await player.locator('aria/Copy steps as text').click();
    await until('the transcript', async () => (await copied(player)).includes('- Filled in “Email”'));
    expect(await copied(player)).toMatch(
      /\d:\d\d {2}Counter · .*\n +http:.*\/counter\n\d:\d\d {2}- .*Clicked “Count”/s,
    );
    await player.locator('aria/Save steps as text').click();
    const { bytes } = await tester.downloaded('steps');
    expect(bytes.toString('utf8')).toBe(await copied(player));
  });

  test('writes a note by key, changes it, deletes it and takes that back; titles the session and gives it a star', async () => {
    const notes = async () => (await tester.tape()).notes.map(({ kind, text }) => `${kind}: ${text}`);
    await player.locator('#tab-steps').click();
    await player.focus('[role=slider]');
    await player.keyboard.press('n');
    await player.locator('.note-form ::-p-text(Question)').click();
    await player.type('.note-form textarea', 'Why twice?');
    await player.keyboard.press('Enter');
    await clickRow(player, 'Question: Why twice?');
    expect(await notes()).toEqual(['question: Why twice?']);

    await player.type('.note-form textarea', ' Or thrice?');
    await player.locator('.note-form ::-p-text(Save)').click();
    await clickRow(player, 'Why twice? Or thrice?');
    await player.locator('.note-form ::-p-text(Delete)').click();
    await until('no note', async () => (await notes()).length === 0);
    await player.locator('.said ::-p-text(Undo)').click();
    await until('the note again', async () => (await notes())[0] === 'question: Why twice? Or thrice?');
    await says(player, '[role=option]', 'Question: Why twice? Or thrice?');

    await player.locator('aria/Keep this session').click();
    await player.locator('aria/Rename session').click();
    await player.type('.title-field', 'TC-4 order');
    await player.keyboard.press('Enter');
    await says(player, 'h1', 'TC-4 order');
    await tester.tapeWith(
      'title and star',
      ({ sessions: [one] }) => one?.title === 'TC-4 order' && one.starred === true,
    );
  });

  test('goes from error to error, changes the speed by key, sees all keys, and opens a link at its moment', async () => {
    const second = () => player.$eval('[role=slider]', slider => Number(slider.getAttribute('aria-valuenow')));
    const key = async (...keys: Parameters<Page['keyboard']['press']>[0][]) => {
      await player.focus('[role=slider]');
      for (const one of keys) await player.keyboard.press(one);
    };
    await player.locator('#tab-steps').click();
    await key('Home', 'e');
    const current = () =>
      player.evaluate(() => {
        const row = document.querySelector('.step[aria-current]');
        return row && { id: row.id, text: row.textContent ?? '' };
      });
    const first = await until('the first error', async () => {
      const row = await current();
      return row?.text.includes('Error:') && row.id;
    });
    await key('e', 'E');
    await until('the first again', async () => (await current())?.id === first);

    await key('>', '>');
    expect(await player.$eval('.speed select', select => (select as HTMLSelectElement).value)).toBe('4');
    await key('<', '<');
    // A driver cannot choose from the browser's own list: the press that opens it, and the choice.
    await player.$eval('.speed select', select => {
      (select as HTMLElement).focus();
      select.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    });
    await player.select('.speed select', '2');
    await player.keyboard.press('<');
    await until('the key after a choice', () =>
      player.$eval('.speed select', select => (select as HTMLSelectElement).value === '1'),
    );
    await key('?');
    await says(player, 'dialog[open] dd', 'Next error');
    await player.locator('dialog[open] ::-p-text(Close)').click();

    await key('End');
    const end = await second();
    await player.locator('aria/Copy link to this moment').click();
    await until('a link', async () => (await copied(player)).includes('at='));
    const link = new URL(await copied(player));
    const there = await tester.extensionPage(`player/index.html${link.search}`);
    await until('the moment of the link', () =>
      there.evaluate(
        wanted => document.querySelector('[role=slider]')?.getAttribute('aria-valuenow') === String(wanted),
        end,
      ),
    );
    await there.close();
    await player.bringToFront();
  });

  test('sees time, page and step on the timeline, drags along it, and folds what is idle', async () => {
    await player.focus('[role=slider]');
    await player.keyboard.press('Home');
    const bar = await (await player.waitForSelector('[role=slider]'))?.boundingBox();
    if (!bar) throw new Error('no timeline');
    const at = (share: number) => [bar.x + bar.width * share, bar.y + bar.height - 8] as const;
    const tick = await player.evaluate(() => {
      const [tab] = [...document.querySelectorAll('.page-segment')].filter(one =>
        one.textContent?.includes('Requests'),
      );
      return tab?.getBoundingClientRect().left ?? 0;
    });
    await player.mouse.move(tick + 3, bar.y + bar.height - 8);
    await says(player, '.hover', 'Requests');
    await player.mouse.down();
    await shows(player, 'Requests');
    await player.mouse.move(...at(0.999), { steps: 5 });
    await player.mouse.up();
    await shows(player, 'Checkout');

    const idle = () =>
      player.$eval('.track .idle', one => one.getBoundingClientRect().width / (one.parentElement?.clientWidth ?? 1));
    expect(await idle(), 'a minute in which nobody did anything takes little room').toBeLessThan(0.05);
    await player.locator('.legend ::-p-text(Fold idle time)').click();
    await until('the minute in proportion', async () => (await idle()) > 0.5);
    await player.locator('.legend ::-p-text(Fold idle time)').click();
    await says(player, '.legend-kind', 'Failed requests');
  });

  test('waits less for where the pointer is: it is read before it is asked for, and once', async () => {
    await player.focus('[role=slider]');
    await player.keyboard.press('End');
    await shows(player, 'Your order');
    await player.mouse.move(600, 300);
    await player.evaluate(() => {
      const read: string[] = [];
      const { getAll } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.getAll = function (...asked: Parameters<IDBObjectStore['getAll']>) {
        const request = getAll.apply(this, asked);
        // Newer browsers are asked with options.
        const [first] = asked as [IDBKeyRange | { query: IDBKeyRange }];
        if (this.name === 'chunks') {
          const { lower } = 'query' in first ? first.query : first;
          request.addEventListener('success', () => read.push(String(lower)));
        }
        return request;
      };
      Object.assign(window, { read });
    });
    const read = (): Promise<string[]> => player.evaluate(() => (window as unknown as { read: string[] }).read);
    const [x, y] = await player.evaluate(() => {
      const [page] = [...document.querySelectorAll('.page-segment')].filter(one =>
        one.textContent?.includes('Requests'),
      );
      const bar = document.querySelector('[role=slider]')?.getBoundingClientRect();
      return [(page?.getBoundingClientRect().left ?? 0) + 3, (bar?.bottom ?? 0) - 8] as const;
    });
    await player.mouse.move(x, y);
    const [ahead] = await until('the page under the pointer to be read', async () => {
      const all = await read();
      return all.length > 0 && all;
    });
    await shows(player, 'Your order');
    await player.mouse.click(x, y);
    await shows(player, 'The slow ones take');
    expect((await read()).filter(range => range === ahead)).toEqual([ahead]);
  });

  test('sees the page to scale or at its size, on the whole screen, with all controls in one row and nothing that moves by itself', async () => {
    const key = async (name: 'z' | 'f') => {
      await player.focus('[role=slider]');
      await player.keyboard.press(name);
    };
    const sizes = () =>
      player.evaluate(() => {
        const box = (where: string) => document.querySelector(where)?.getBoundingClientRect() ?? new DOMRect();
        const { width } = box('.recorded');
        const own = document.querySelector<HTMLElement>('.recorded')?.offsetWidth ?? 0;
        const fits = box('.browser').bottom <= box('.deck').top && box('.browser').right <= box('.side').left;
        return { scale: width / own, fits, controls: box('.controls').height };
      });
    const { fits, controls } = await sizes();
    expect({ fits, controls: controls < 50 }).toEqual({ fits: true, controls: true });
    await key('z');
    await until('actual size', async () => (await sizes()).scale === 1);
    await key('z');
    await until('to scale', async () => (await sizes()).fits);

    const isFull = () => player.evaluate(() => document.fullscreenElement !== null);
    await key('f');
    await until('the whole screen', isFull);
    await key('f');
    await until('the window', async () => !(await isFull()));

    // Firefox's driver cannot say that the user wants less motion.
    if (kind === 'chromium') {
      const moves = () => player.$eval('.switch', one => getComputedStyle(one, '::before').transitionDuration !== '0s');
      expect(await moves()).toBe(true);
      await player.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
      expect(await moves()).toBe(false);
      await player.emulateMediaFeatures([]);
    }
  });

  test('keeps one tab on show, and follows the user again', async () => {
    const shown = () => player.$eval('.strip-tab.shown', tab => tab.textContent);
    await player.focus('[role=slider]');
    await player.keyboard.press('End');
    expect(await shown()).toContain('Checkout');
    await player.locator('.strip-tab::-p-text(Counter)').click();
    await shows(player, 'Counts clicks');
    await until('the other tab', async () => (await shown())?.includes('Counter'));
    await player.waitForSelector('.browser.phone .screen');
    await player.locator('aria/Follow the user').click();
    await until('the tab of the user', async () => (await shown())?.includes('Checkout'));
    await shows(player, 'Your order');
  });

  test('searches everything that was recorded', async () => {
    await player.focus('[role=slider]');
    await player.keyboard.press('/');
    await player.type('#search-field', 'thrice');
    await says(player, '.search-panel section', 'Question: Why twice? Or thrice?');
    const seek = async (words: string, group: string, row: string) => {
      await player.$eval('#search-field', field => {
        (field as HTMLInputElement).value = '';
      });
      await player.type('#search-field', words);
      await says(player, `[aria-labelledby=found-${group}] .found`, row);
      await player.locator(`[aria-labelledby=found-${group}] .found`).click();
    };
    await seek('status 500', 'network', '/api/status/500 500');
    await shows(player, 'XMLHttpRequest');
    await seek('objects cart', 'console', 'Objects');
    await shows(player, 'A thousand lines');
    await seek('/counter', 'pages', '/counter');
    await shows(player, 'Counts clicks');
  });

  test('finds every panel readable: axe has nothing to say, in light and dark', async () => {
    const panels: [string, () => Promise<unknown>][] = [
      ['steps', () => clickRow(player, 'Clicked')],
      ['console', () => clickRow(player, 'Thrown by')],
      ['network', () => clickRow(player, 'echo')],
      [
        'search',
        async () => {
          await player.$eval('#search-field', field => {
            (field as HTMLInputElement).value = '';
          });
          await player.type('#search-field', 'counter');
          await says(player, '.found', 'counter');
        },
      ],
      ['details', () => says(player, '.fact', 'What was typed is masked')],
    ];
    for (const [name, show] of panels) {
      await player.locator(`#tab-${name}`).click();
      await show();
      expect(await problems(player), name).toEqual([]);
    }
    await player.focus('[role=slider]');
    await player.keyboard.press('n');
    await player.waitForSelector('.note-form');
    expect(await problems(player), 'the form of a note').toEqual([]);
    await player.keyboard.press('Escape');
    await player.focus('[role=slider]');
    await player.keyboard.press('?');
    expect(await problems(player), 'the keys').toEqual([]);
    await player.locator('dialog[open] ::-p-text(Close)').click();
    await player.locator('.header ::-p-text(Export)').click();
    await player.waitForSelector('.export-dialog .export-options');
    expect(await problems(player), 'the export').toEqual([]);
    await player.locator('.export-dialog > .button').click();
  });

  test('marks a bug on the running session in one gesture', async () => {
    const popup = await tester.openPopup(page);
    const before = tester.now();
    await popup.locator('aria/Bug!').click();
    const { notes } = await tester.tapeWith('a bug', tape => tape.notes.some(({ kind }) => kind === 'bug'));
    expect(notes.find(({ kind }) => kind === 'bug')?.at).toBeGreaterThanOrEqual(before);
    await popup.waitForSelector('.title-form input');
    await popup.type('.title-form input', 'The total is wrong');
    await popup.locator('aria/Save note').click();
    await tester.tapeWith('its words', tape => tape.notes.some(({ text }) => text === 'The total is wrong'));
    await popup.locator('aria/Bug!').click();
    await popup.locator('aria/Export the last two minutes').click();
    // It opens in the list below: whoever asked for it is led there.
    await popup.waitForFunction(() => {
      const [one, main] = [document.activeElement, document.querySelector('main')].map(part => ({
        part,
        box: part?.getBoundingClientRect() ?? new DOMRect(),
      }));
      return one?.part?.closest('.export') && main && one.box.top >= main.box.top && one.box.bottom <= main.box.bottom;
    });
    // What drives Firefox's popup takes functions only, no script such as axe.
    if (kind === 'chromium') expect(await problems(popup), 'the popup').toEqual([]);
    await popup.waitForFunction(() =>
      [...document.querySelectorAll<HTMLInputElement>('.export-options input:checked')].some(({ parentElement }) =>
        parentElement?.textContent?.includes('two minutes before the newest note'),
      ),
    );
    await popup.close();
    await player.bringToFront();
    await player.locator('#tab-steps').click();
    await player.locator('.chip.kind::-p-text(Notes)').click();
    await clickRow(player, 'Bug: The total is wrong');
  });

  test('leaves nothing of a note that is cancelled, and says which words are gone', async () => {
    const before = (await tester.tape()).notes.length;
    const popup = await tester.openPopup(page);
    for (const [words, isSaid] of [
      ['', false],
      ['It flickers', true],
    ] as const) {
      await popup.locator('aria/Note…').click();
      await tester.tapeWith('a note', ({ notes }) => notes.length === before + 1);
      await popup.type('.title-form input', words);
      await popup.locator('aria/Cancel').click();
      await tester.tapeWith('no note', ({ notes }) => notes.length === before);
      expect(await popup.evaluate(() => document.body.innerText.includes('Not kept: “It flickers”'))).toBe(isSaid);
    }
    // A bug is marked with the press: only its words are given up.
    await popup.locator('aria/Bug!').click();
    await popup.locator('aria/Cancel').click();
    await popup.waitForFunction(() => document.querySelector('.bug') !== null);
    await popup.close();
    await tester.tapeWith('the bug', ({ notes }) => notes.length === before + 1);
  });

  test('marks bugs and notes by key while testing, and is asked for the words of the last by the popup, until they are given', async () => {
    const asked = async (name: string) => {
      const popup = await tester.openPopup(page);
      await popup.locator(name).wait();
      return popup;
    };
    const bugs = ({ notes }: WholeTape) => notes.filter(({ kind }) => kind === 'bug').length;
    const before = bugs(await tester.tape());
    await tester.pressShortcut(page, 'note');
    await tester.tapeWith('a note', ({ notes }) => notes.some(({ kind, text }) => kind === 'note' && text === ''));
    await tester.pressShortcut(page, 'bug');
    await tester.tapeWith('a bug more', tape => bugs(tape) === before + 1);

    // One that is closed has not answered.
    await (await asked('aria/What went wrong?')).close();
    const popup = await asked('aria/Export the last two minutes');
    await popup.type('.title-form input', 'The key was quicker');
    await popup.locator('aria/Save note').click();
    const { notes } = await tester.tapeWith('its words', tape =>
      tape.notes.some(({ kind, text }) => kind === 'bug' && text === 'The key was quicker'),
    );
    expect(notes.filter(({ kind }) => kind === 'bug')).toHaveLength(before + 1);
    await popup.close();
    await (await asked('aria/Bug!')).close();

    await tester.pressShortcut(page, 'bug');
    await tester.tapeWith('another bug', tape => bugs(tape) === before + 2);
    const exports = await asked('aria/Export the last two minutes');
    await exports.locator('aria/Export the last two minutes').click();
    await exports.waitForSelector('.export-options');
    await exports.close();
    await (await asked('aria/Bug!')).close();

    // Who opens the popup long after a bug wants something else.
    await tester.pressShortcut(page, 'bug');
    await tester.tapeWith('a last bug', tape => bugs(tape) === before + 3);
    await tester.moveClock(11 * 60_000, page);
    await (await asked('aria/Bug!')).close();
  });

  test('finds a bug’s click and its failing request in five clicks', async () => {
    await page.bringToFront();
    await page.goto(tester.site.url('www.shop.test', '/trouble'));
    await page.click('[data-testid=broken-image]');
    await tester.tapeWith('the bug', ({ marks }) => marks.some(({ label }) => label.includes('missing.png')));
    const popup = await tester.openPopup(page);
    let clicks = 0;
    const click = async (where: Pick<Page, 'locator'>, selector: string) => {
      clicks++;
      await where.locator(selector).click();
    };
    await click(popup, 'aria/Replay');
    // Each page is asked: Firefox's driver is not told of an address of an extension.
    const opened = await until('the player to open', async () => {
      for (const one of await tester.browser.pages())
        if (one !== player && (await one.evaluate(() => location.pathname).catch(() => '')).startsWith('/player/'))
          return one;
    });
    await click(opened, '#tab-network');
    await click(opened, '.chip::-p-text(Failed)');
    await click(opened, '[role=option]::-p-text(missing.png)');
    await says(opened, '.detail-pane', '/static/missing.png');
    await shows(opened, 'Load a missing image');
    await click(opened, '#tab-steps');
    await until('the click beside the moment', () =>
      opened.evaluate(() => {
        const list = [...document.querySelectorAll('[role=option]')];
        const here = list.findIndex(row => row.getAttribute('aria-current'));
        return list
          .slice(Math.max(0, here - 2), here + 1)
          .some(row => row.textContent?.includes('Clicked “Load a missing image”'));
      }),
    );
    expect(clicks).toBeLessThanOrEqual(5);
    await opened.close();
    if (!(await popup.isClosed())) await popup.close();
    await player.bringToFront();
  });

  test('finds console, network and notes in the exported replay page too, where nothing can be changed', async () => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    await library.locator('aria/Export').click();
    await saveAs(library, 'Replay page (.html)');
    const { path } = await tester.downloaded('.html');
    await library.close();
    const exported = await tester.browser.newPage();
    await exported.goto(`file://${path}`);
    await exported.waitForSelector('[role=slider]');
    await exported.locator('#tab-console').click();
    await clickRow(exported, 'Thrown by a click');
    await says(exported, '.stack li', 'trouble.js');
    await exported.locator('#tab-network').click();
    await until('requests', async () => (await rows(exported)).length > 5);
    await exported.locator('#tab-steps').click();
    await exported.locator('.chip.kind::-p-text(Notes)').click();
    await clickRow(exported, 'Why twice? Or thrice?');
    expect(await exported.$$('.note-form, [aria-keyshortcuts=n], .title-actions, .neighbours')).toHaveLength(0);
    await exported.close();
  });
});
