import { gunzipSync, strFromU8, unzipSync } from 'fflate';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveAs } from './support/export';
import { KINDS, startTester, type Tester, until } from './support/tester';

const SECRET = /zora|quillfeather/i;

/** All that a session file holds, as text. */
function textOf(bytes: Uint8Array): string {
  const files = Object.entries(unzipSync(bytes));
  return files
    .map(([name, file]) => `${name}\n${strFromU8(name.endsWith('.gz') ? gunzipSync(file) : file, true)}`)
    .join('\n');
}
const decoder = new TextDecoder();
const utf8 = (latin1: string) => decoder.decode(Uint8Array.from(latin1, sign => sign.charCodeAt(0)));

describe.each(KINDS)('In a session of somebody, recorded in %s,', kind => {
  let tester: Tester;
  let id = '';
  /** The card’s pictures. */
  let pictures: string[] = [];

  beforeAll(async () => {
    tester = await startTester(kind, { hosts: ['*://www.shop.test/*'] });
    const page = await tester.visit('/counter');
    await tester.record(page);
    await page.click('#count');
    await page.evaluate(async () => {
      const style = document.createElement('style');
      style.textContent = '#card { background: url(/static/icon.svg) } #card img { width: 40px; height: 40px }';
      document.head.append(style);
      const card = document.createElement('button');
      card.id = 'card';
      card.innerHTML = '<b>Zora</b> <i>Quillfeather</i><br>member 77-4711<img alt="Zora" src="/static/icon.svg?2">';
      const greeting = document.createElement('p');
      greeting.innerHTML = 'Welcome back, <span>Zora</span>&nbsp;<span>Quillfeather</span>!';
      document.querySelector('h1')?.after(card, greeting);
      document.title = 'Zora Quillfeather';
      console.log('user', { name: 'Zora Quillfeather', member: 'member 77-4711' });
      await fetch('/api/products?name=Zora+Quillfeather&also=Zora%20Quillfeather');
      history.pushState(null, '', '/counter?for=Zora%20Quillfeather');
      setTimeout(() => {
        throw new Error('No basket for Zora Quillfeather');
      });
    });
    await page.click('#card');
    await page.click('#count');
    const tape = await tester.tapeWith(
      'the card and the error',
      ({ marks, assets, chunks }) =>
        marks.some(({ kind }) => kind === 'error') &&
        marks.some(({ label, kind }) => kind === 'click' && SECRET.test(label)) &&
        assets.some(({ type }) => type.includes('svg')) &&
        JSON.stringify(chunks).includes('also='),
    );
    id = tape.sessions[0]?.id ?? '';
    pictures = tape.assets.filter(({ type }) => type.includes('svg')).map(({ hash }) => hash);
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
    await player.keyboard.press('End');
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
    const { name, bytes } = await tester.downloaded('.session.zip');
    await player.close();
    expect(name).not.toMatch(SECRET);
    const text = utf8(textOf(bytes));
    expect(text.match(/.{60}(zora|quillfeather|77-4711).{60}/gis) ?? []).toEqual([]);
    expect(text, 'the rest is there').toContain('Welcome back');
    expect(
      pictures.filter(hash => text.includes(`assets/${hash}`)),
      'its pictures are gone',
    ).toEqual([]);
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
    const { bytes } = await tester.downloaded('.rrweb.json');
    await player.close();
    expect(bytes.toString()).toContain('Welcome back');
    expect(bytes.toString()).not.toMatch(/quillfeather/i);
  });
});
