import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayer, shows } from './support/reading';
import { tellStory } from './support/story';
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
  beforeAll(async () => {
    tester = await startTester(kind);
    const { sessionId } = await tellStory(tester);
    player = await openPlayer(tester, sessionId);
    await player.setViewport({ width: 1280, height: 800 });
    await listenToClipboard(player);
  });
  afterAll(() => tester?.end());

  test('reads the console: levels, a filter, objects, stacks, and the moment of each line', async () => {
    await player.locator('#tab-console').click();
    await until('all lines', async () => (await rows(player)).length > 10);
    const { drawn, whole } = await player.evaluate(() => {
      const options = document.querySelectorAll('[role=option]');
      return { drawn: options.length, whole: Number(options[0]?.getAttribute('aria-setsize')) };
    });
    expect(whole, 'a thousand lines were logged, of which 200 a second are kept').toBeGreaterThan(150);
    expect(drawn, 'only what is in view is drawn').toBeLessThan(60);

    for (const level of ['Warnings', 'Info', 'Debug']) await player.locator(`.chip::-p-text(${level})`).click();
    await until('errors alone', async () => (await rows(player)).every(row => row.startsWith('Errors')));
    await clickRow(player, 'Thrown by a click');
    await says(player, '.stack li', 'trouble.js');
    await shows(player, 'Trouble');
    expect(await player.$eval('[role=option][aria-current]', row => row.textContent)).toContain('Thrown by a click');

    await player.locator('.chip::-p-text(Info)').click();
    await player.type('.filter-field', 'objects');
    await until('one line', async () => (await rows(player)).length === 1);
    await clickRow(player, 'Objects');
    await player.locator('.value-node summary').click();
    await says(player, '.value-leaf', 'paid: false');
    await player.locator('.detail-pane ::-p-text(Copy)').click();
    expect(await copied(player)).toContain('Objects {"cart"');
    for (const level of ['Warnings', 'Debug']) await player.locator(`.chip::-p-text(${level})`).click();
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
    expect(slow.text).toMatch(/slow\?ms=600200Fetch.*[67]\d\d ms/);
    expect(slow.bar, 'the slow one has a long bar').toBeGreaterThan(20);

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
    await until(
      'what was typed alone',
      async () => (await rows(player)).filter(row => /Filled in/.test(row)).length === 1,
    );
    expect(await rows(player), 'under its page').toHaveLength(2);
    await player.locator('.chip.kind::-p-text(Typing)').click();

    await player.type('.filter-field', 'count');
    await until(
      'clicks on Count',
      async () => (await rows(player)).filter(row => /Clicked “Count”/.test(row)).length === 2,
    );
    await clickRow(player, 'Clicked “Count”');
    await shows(player, 'Counter');
    expect(await player.$eval('[aria-current]', row => row.textContent)).toContain('Count');
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
});
