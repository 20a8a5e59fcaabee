import { rm } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { PNG } from 'pngjs';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveAs } from './support/export';
import { KINDS, startTester, type Tester, until } from './support/tester';
import { textIn } from './support/whole-file';

const SECRET = /zora|quillfeather|77-4711/i;
/** Of the picture on the card, and of nothing else there is. */
const FACE = 0xff00aaff;

const ENDINGS = [
  'html',
  'bug.zip',
  'session.zip',
  'spec.ts',
  'recorder.json',
  'har',
  'rrweb.json',
  'rrweb-session.json',
];

/** Where it stands in what was exported, with what is around it. */
const found = (bytes: Uint8Array): string[] =>
  textIn(bytes).match(new RegExp(`.{0,60}(${SECRET.source}).{0,60}`, 'gis')) ?? [];

/** The pictures of a bug bundle that show the face. */
const facesIn = (bundle: Uint8Array): string[] =>
  Object.entries(unzipSync(bundle)).flatMap(([name, file]) => {
    if (!name.endsWith('.png')) return [];
    const { data } = PNG.sync.read(Buffer.from(file));
    return Array.from({ length: data.length / 4 }, (_, n) => data.readUInt32BE(n * 4)).includes(FACE) ? [name] : [];
  });

/** Chooses what followed a moment as the part that leaves. */
async function choosePartFrom(player: Page, at: number): Promise<void> {
  await player.locator('.export-options fieldset label:nth-of-type(3) input').click();
  await player.waitForSelector('.export-times input');
  await player.$eval(
    '.export-times input',
    (from, at) => {
      (from as HTMLInputElement).value = new Date(at).toTimeString().slice(0, 8);
      from.dispatchEvent(new Event('change', { bubbles: true }));
    },
    at,
  );
}

/** Pastes into an editor, as a tracker has one, and gives what it was handed. */
async function pasteInto(page: Page): Promise<{ plain: string; html: string }> {
  await page.bringToFront();
  await page.setContent('<div contenteditable style="height: 300px"></div>');
  const handed = page.evaluate(
    () =>
      new Promise<{ plain: string; html: string }>(resolve =>
        addEventListener('paste', ({ clipboardData: data }) =>
          resolve({ plain: data?.getData('text/plain') ?? '', html: data?.getData('text/html') ?? '' }),
        ),
      ),
  );
  await page.click('div');
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  return handed;
}

describe.each(KINDS)('In a session of somebody, recorded in %s,', kind => {
  let tester: Tester;
  let id = '';
  /** The card’s pictures. */
  let pictures: string[] = [];
  /** When the card had been taken away. */
  let afterwards = 0;

  beforeAll(async () => {
    tester = await startTester(kind, { hosts: ['*://www.shop.test/*'] });
    const page = await tester.visit('/counter');
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = '#card { background: url(/static/icon.svg) } #card img { width: 40px; height: 40px }';
      document.head.append(style);
      const card = document.createElement('button');
      card.id = 'card';
      card.innerHTML = '<b>Zora</b> <i>Quillfeather</i><br>member 77-4711<img alt="Zora" src="/static/face.svg">';
      document.querySelector('h1')?.after(card);
      document.title = 'Zora Quillfeather';
      history.pushState(null, '', '/counter?for=Zora%20Quillfeather');
    });
    // The tape begins with a snapshot that shows the card.
    await tester.record(page);
    await page.click('#count');
    await page.evaluate(async () => {
      const greeting = document.createElement('p');
      greeting.id = 'greeting';
      greeting.innerHTML = 'Welcome back, <span>Zora</span>&nbsp;<span>Quillfeather</span>!';
      document.querySelector('#card')?.after(greeting);
      console.log('user', { name: 'Zora Quillfeather', member: 'member 77-4711' });
      await fetch('/api/products?name=Zora+Quillfeather&also=Zora%20Quillfeather');
      setTimeout(() => {
        throw new Error('No basket for Zora Quillfeather');
      });
    });
    await page.click('#card');
    const tape = await tester.tapeWith(
      'the card and the error',
      ({ marks, assets, chunks }) =>
        marks.some(({ kind }) => kind === 'error') &&
        marks.some(({ label, kind }) => kind === 'click' && SECRET.test(label)) &&
        assets.filter(({ type }) => type.includes('svg')).length > 1 &&
        JSON.stringify(chunks).includes('also='),
    );
    id = tape.sessions[0]?.id ?? '';
    pictures = tape.assets.filter(({ type }) => type.includes('svg')).map(({ hash }) => hash);
    await page.evaluate(() => {
      for (const gone of ['#card', '#greeting']) document.querySelector(gone)?.remove();
      document.title = 'Counter';
      history.pushState(null, '', '/counter');
    });
    // The dialog asks for times in whole seconds; what happens within one is one picture.
    const goneBy = Math.ceil((Date.now() + 1_000) / 1_000) * 1_000;
    await until('the second after the card', async () => Date.now() > goneBy);
    afterwards = goneBy;
    await page.click('#count');
    await page.goto('about:blank');
    await tester.tapeWith('its end', ({ streams }) => streams.every(({ closeReason }) => closeReason));
  });
  afterAll(() => tester?.end());

  const openExport = async (more = ''): Promise<Page> => {
    const player = await tester.extensionPage(`player/index.html?session=${id}${more}`);
    await player.setViewport({ width: 1280, height: 900 });
    await player.waitForSelector('[role=slider]');
    return player;
  };
  /** Chooses a kind of file in the open dialog and saves it. (Names are looked for elsewhere: in Firefox each takes seconds.) */
  const made = async (player: Page, ending: string) => {
    await player.$eval(`.export input[value="${ending}"]`, radio => (radio as HTMLElement).click());
    await player.waitForSelector('.export-file .primary:enabled');
    await player.$eval('.export-file .primary', save => (save as HTMLElement).click());
    const file = await tester.downloaded(`.${ending}`);
    await rm(file.path);
    return file;
  };
  const stageShows = (player: Page, selector: string) =>
    until(`${selector} on the stage`, () =>
      player.evaluate(
        selector =>
          [...document.querySelectorAll('iframe')].some(frame => frame.contentDocument?.querySelector(selector)),
        selector,
      ),
    );

  test('an element picked on the stage is gone from the exported copy, and from the copy only', async () => {
    const before = JSON.stringify((await tester.tape()).chunks);
    expect(before).toMatch(SECRET);
    const player = await openExport();
    await player.focus('[role=slider]');
    await player.keyboard.press('Home');
    await stageShows(player, '#card');
    await player.locator('aria/Export').click();
    await player.locator('.export-options summary').click();
    await player.locator('aria/Pick on the page').click();
    const place = await player.waitForFunction(() => {
      for (const frame of document.querySelectorAll('iframe')) {
        const inner = frame.contentDocument?.querySelector('#card b')?.getBoundingClientRect();
        const outer = frame.getBoundingClientRect();
        const scale = outer.width / frame.offsetWidth;
        if (inner)
          return {
            x: outer.x + (inner.x + inner.width / 2) * scale,
            y: outer.y + (inner.y + inner.height / 2) * scale,
          };
      }
    });
    const { x, y } = (await place.jsonValue()) as { x: number; y: number };
    await player.mouse.move(x, y);
    await player.waitForSelector('.picker-frame.under');
    // From the name to the card around it.
    await player.keyboard.press('ArrowUp');
    await player.mouse.click(x, y);
    await player.waitForFunction(() => document.body.innerText.includes('1 element picked'));
    if (process.env.TAPEDECK_PICTURES)
      await player.screenshot({ path: `${process.env.TAPEDECK_PICTURES}/pick-${kind}.png` });
    await player.keyboard.press('Escape');
    await player.locator('aria/Session file (.session.zip)[role="radio"]').click();
    await player.waitForFunction(() => /\d+ places will be redacted/.test(document.body.innerText));
    if (process.env.TAPEDECK_PICTURES)
      await player.screenshot({ path: `${process.env.TAPEDECK_PICTURES}/picked-${kind}.png` });
    await saveAs(player, 'Session file (.session.zip)');
    const { name, bytes, path } = await tester.downloaded('.session.zip');
    await rm(path);
    const bundle = await made(player, 'bug.zip');
    await player.close();
    for (const file of [bytes, bundle.bytes]) expect(found(file)).toEqual([]);
    expect([name, bundle.name].join(' ')).not.toMatch(SECRET);
    const text = textIn(bytes);
    expect(text, 'the rest is there').toContain('Welcome back');
    expect(
      pictures.filter(hash => text.includes(`assets/${hash}`)),
      'its pictures are gone',
    ).toEqual([]);
    expect(Object.keys(unzipSync(bundle.bytes))).toContain('pictures/1.png');
    expect(facesIn(bundle.bytes), 'and nobody drew them').toEqual([]);
    expect(JSON.stringify((await tester.tape()).chunks), 'the tape is unchanged').toBe(before);
  });

  test('a text is found where it lies in several elements, in the two minutes that an address asks for', async () => {
    const player = await openExport('&export=newest');
    await player.waitForFunction(() =>
      [...document.querySelectorAll<HTMLInputElement>('dialog[open] input:checked')].some(({ parentElement }) =>
        parentElement?.textContent?.includes('two minutes before'),
      ),
    );
    await player.locator('.export-options summary').click();
    await player.locator('aria/Text[role="textbox"]').fill('Zora Quillfeather');
    await player.waitForFunction(() => /Texts that hold a part of it: [1-9]/.test(document.body.innerText));
    await saveAs(player, 'rrweb events (.json)');
    const { bytes, path } = await tester.downloaded('.rrweb.json');
    await rm(path);
    await player.close();
    expect(bytes.toString()).toContain('Welcome back');
    expect(bytes.toString()).not.toMatch(/quillfeather/i);
  });

  test('the report on the clipboard is of the part that was chosen, without what was to be gone', async () => {
    const player = await openExport();
    await player.locator('aria/Export').click();
    await player.locator('.export-options summary').click();
    // Opened once: a tab that is closed lets the browser choose which comes to the front.
    const editor = await tester.browser.newPage();
    let before = '';
    const pasted = async () => {
      await player.bringToFront();
      await until('the player in front', () => player.evaluate(() => document.hasFocus()));
      // By the keyboard: on a loaded machine Firefox may draw no frame for a tab that came to the front, and a click waits for two.
      await (await player.$('aria/Copy report'))?.press('Enter');
      await until('the report on the clipboard', () =>
        player.evaluate(() => document.body.innerText.includes('The report is on the clipboard')),
      );
      // What is said may be of the report before.
      const report = await until('another report', async () => {
        const one = await pasteInto(editor);
        return one.plain !== before && one;
      });
      before = report.plain;
      return report;
    };
    const whole = await pasted();
    expect(whole.plain).toContain('Click the button “Zora Quillfeather');
    expect(whole.plain).toContain('## Errors');
    await player.bringToFront();
    await player.locator('aria/Text[role="textbox"]').fill(`/${SECRET.source}/`);
    const redacted = await pasted();
    expect(`${redacted.plain}\n${redacted.html}`).not.toMatch(SECRET);
    expect(redacted.plain).toMatch(/Click the button “█+/);
    expect(redacted.html).toMatch(/<li>Click the button “█+.*<h2>Errors<\/h2>/);
    await player.bringToFront();
    await choosePartFrom(player, afterwards);
    const part = await pasted();
    expect(part.plain).toMatch(/1\. Open .*\n2\. Click the button “Count”\n\n/);
    expect(part.plain).not.toContain('## Errors');
    await editor.close();
    await player.close();
  });

  test('a part opens where it begins, with the page as it was by then', async () => {
    const player = await openExport();
    await player.locator('aria/Export').click();
    await choosePartFrom(player, afterwards);
    await saveAs(player, 'Replay page (.html)');
    const { path } = await tester.downloaded('.html');
    await player.close();
    const page = await tester.browser.newPage();
    await page.goto(`file://${path}`);
    await until('the page without the card', () =>
      page.evaluate(() =>
        [...document.querySelectorAll('iframe')].some(
          ({ contentDocument: shown }) => shown?.querySelector('#count') && !shown.querySelector('#card'),
        ),
      ),
    );
    await page.close();
    await rm(path);
  });

  test('a text is gone from files of every kind, though the page showed it just before they begin', async () => {
    const player = await openExport();
    await player.locator('aria/Export').click();
    // All of it, as it is: what is looked for can be found.
    const whole = await made(player, 'bug.zip');
    expect(found(whole.bytes).length).toBeGreaterThan(20);
    expect(facesIn(whole.bytes)).toContain('pictures/1.png');
    await choosePartFrom(player, afterwards);
    await player.locator('.export-options summary').click();
    const part = await made(player, 'session.zip');
    expect(found(part.bytes).length, 'the snapshot before the part shows it').toBeGreaterThan(0);
    await player.locator('aria/Text[role="textbox"]').fill(`/${SECRET.source}/`);
    await player.waitForFunction(() => /\d+ places will be redacted/.test(document.body.innerText));
    const left: Record<string, string[]> = {};
    for (const ending of ENDINGS) {
      const { name, bytes } = await made(player, ending);
      expect(name).not.toMatch(SECRET);
      left[ending] = found(bytes);
      if (ending === 'bug.zip') expect(facesIn(bytes)).toEqual([]);
    }
    await player.close();
    expect(left).toEqual(Object.fromEntries(ENDINGS.map(ending => [ending, []])));
  });
});
