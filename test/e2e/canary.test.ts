import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fields, harmless, secrets, typed } from '../site/canaries.mjs';
import { isWhole } from './support/reading';
import { dumpDatabase, formsOf, textsIn } from './support/search';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** The names of those that stand in any of the texts. */
const found = (wanted: Record<string, string>, texts: string[]): string[] =>
  Object.entries(wanted)
    .filter(([, secret]) => formsOf(secret).some(form => texts.some(text => text.includes(form))))
    .map(([name]) => name);

/** Types into the fields, shows a password, presses every button, and waits until the page has done its part. */
async function sing(page: Page): Promise<void> {
  await page.waitForSelector('[data-testid=own]');
  const frame = await (await page.waitForSelector('[data-testid=own]'))?.contentFrame();
  if (!frame) throw new Error('no frame');
  const { shadow, frame: inFrame, ...plain } = fields;
  const { shadowNote, frameNote, colour, extra: _, ...texts } = typed;
  for (const [field, value] of Object.entries({ ...texts, ...plain })) {
    await page.type(`[data-testid=${field}]`, value);
    if (field !== 'toggled') continue;
    await page.click('[data-testid=toggle]');
    await page.type('[data-testid=toggled]', 'x');
    await page.click('[data-testid=toggle]');
  }
  await page.click('[data-testid=extra]');
  await page.select('[data-testid=colour]', colour);
  await page.type('#shadow >>> [data-testid=shadow]', shadow);
  await page.type('#shadow >>> [data-testid=shadowNote]', shadowNote);
  await frame.type('[data-testid=frame]', inFrame);
  await frame.type('[data-testid=frameNote]', frameNote);
  await page.click('[data-testid=text]');
  await page.click('.by-test-id');
  await page.click('[data-testid=submit]');
  await page.click('[data-testid=sing]');
  await page.waitForFunction(() => document.querySelector('#done')?.textContent !== '');
}

/** The words that stand in none of the texts. */
const absent = (words: readonly string[], texts: readonly string[]): string[] =>
  words.filter(word => !texts.some(text => text.includes(word)));

const isOver = (tape: WholeTape): boolean =>
  tape.streams.length > 0 && tape.streams.every(({ closeReason }) => closeReason) && isWhole(tape);

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  let observer: Page;
  beforeAll(async () => {
    tester = await startTester(kind, { hosts: ['*://www.shop.test/*', '*://cdn.test/*'] });
    observer = await tester.extensionPage('options/index.html');
    // Whatever is spilled, for however short a time.
    await observer.evaluate(() => {
      const scope = globalThis as unknown as {
        spilled: string[];
        chrome: { storage: { onChanged: { addListener(heard: (changes: object) => void): void } } };
      };
      scope.spilled = [];
      scope.chrome.storage.onChanged.addListener(changes => scope.spilled.push(JSON.stringify(changes)));
    });
  });
  afterAll(() => tester?.end());

  const spilled = () => observer.evaluate(() => (globalThis as unknown as { spilled: string[] }).spilled);

  /** Leaves the page while the worker sleeps, so that the end of the tape lies in `storage.local` until it has woken. */
  const leave = async (page: Page) => {
    await tester.stopWorker();
    await page.goto('about:blank');
    await tester.tapeWith('the end of the tape', isOver);
    // Firefox loses now and then what a page stores as it goes; it has delivered it, then.
    if (kind === 'chromium')
      await until('something to be spilled', async () => (await spilled()).some(text => text.includes('spill:')));
  };

  const everyText = async () => [
    ...textsIn(Buffer.from(await dumpDatabase(observer))),
    ...(await spilled()).flatMap(text => [...textsIn(Buffer.from(text))]),
  ];

  const exported = async (): Promise<string[]> => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    await library.locator('aria/Export').click();
    const panel = '.export-formats input'; // each kind of file
    await library.waitForSelector(panel);
    const count = await library.$$eval(panel, buttons => buttons.length);
    const names: string[] = [];
    for (let n = 0; n < count; n++) {
      await library.$$eval(panel, (buttons, at) => (buttons[at] as HTMLElement).click(), n);
      await library.locator('aria/Save file').click();
      names.push(
        await until('the export', () =>
          library.evaluate(before => {
            const said = document.querySelector('.export-state p')?.textContent ?? '';
            const [name] = /\S+\.(html|zip|ts|json|har)\b/.exec(said) ?? [];
            return name && !before.includes(name) ? name : '';
          }, names),
        ),
      );
    }
    await library.locator('aria/Export all').click();
    names.push('backup');
    const files = [];
    for (const name of names) files.push((await tester.downloaded(name)).bytes);
    await library.close();
    expect(files.length).toBeGreaterThan(5);
    return files.flatMap(bytes => [...textsIn(bytes)]);
  };

  test('no secret and nothing typed is on tape, in the spill or in a file, and all the rest is', async () => {
    const page = await tester.visit(`/canary?tune=the-second-verse&token=${secrets.keyInQuery}`);
    await tester.record(page);
    await page.reload();
    await sing(page);
    await leave(page);
    const texts = await everyText();
    expect.soft(absent(harmless, texts), 'what must be there').toEqual([]);
    expect.soft(found(secrets, texts), 'on tape').toEqual([]);
    expect.soft(found(typed, texts), 'typed').toEqual([]);
    const files = await exported();
    expect.soft(absent(harmless, files), 'what must be in files').toEqual([]);
    expect.soft(found(secrets, files), 'in files').toEqual([]);
    expect.soft(found(typed, files), 'typed, in files').toEqual([]);
    const { assetRefs, assets } = await tester.tape();
    const stored = assetRefs.filter(({ hash }) => assets.some(asset => asset.hash === hash));
    expect.soft(stored.length, 'pictures whose addresses hold a key').toBeGreaterThanOrEqual(3);
  });

  test('with everything switched on, what is typed is on tape, and the secrets still are not', async () => {
    await observer.bringToFront();
    for (const name of ['What you type', 'Network bodies', 'Canvas drawings'])
      await observer.locator(`aria/${name}[role="switch"]`).click();
    await until('the settings to be stored', async () => /"canvas":true/.test(await dumpDatabase(observer)));
    const page = await tester.visit('/canary?tune=the-second-verse');
    await sing(page);
    await leave(page);
    const texts = await everyText();
    expect.soft(absent(Object.values(typed), texts), 'what must be there').toEqual([]);
    expect.soft(found(secrets, texts), 'on tape').toEqual([]);
  });
});
