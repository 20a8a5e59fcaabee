import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WISHES } from '../../src/session/wishes';
import { settle } from './support/matrix';
import { clicksOnTape } from './support/reading';
import { dumpDatabase, textsIn } from './support/search';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** An element that a selector names: `.a`, `[b]`, `[c="d"]`, `[e^="f"]`, with or without a `:not(…)`. */
function attributeOf(selector: string): string {
  const simple = selector.replace(/:not\(.*\)$/, '');
  if (simple.startsWith('.')) return `class="${simple.slice(1)}"`;
  const [, name, value = ''] = /^\[([\w-]+)(?:\^?="([^"]*)")?\]$/.exec(simple) ?? [];
  return `${name}="${value}"`;
}

const wishes = Object.entries(WISHES).flatMap(([wish, tools]) =>
  Object.values(tools)
    .flat()
    .map((selector, n) => ({ wish, selector, id: `${wish}-${n}-end` })),
);

/** One of each, with words in all places that a recorder reads. */
const wishesHtml = wishes
  .map(
    ({ selector, id }) => `<p>seen beside ${id}</p><div ${attributeOf(selector)} data-of="${id}">
<p title="titled ${id}">text ${id}</p><input ${attributeOf(selector)} value="valued ${id}"><button>labelled ${id}</button></div>`,
  )
  .join('');

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  let observer: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    observer = await tester.extensionPage('options/index.html');
    const page = await tester.visit('/counter');
    await tester.record(page);
    await page.close();
  });
  afterAll(() => tester?.end());

  const onTape = async () => [...textsIn(Buffer.from(await dumpDatabase(observer)))].join('\n');
  const click = (page: Page, testid: string) => page.click(`[data-testid=${testid}]`);

  /** Turns a switch of the settings page. */
  const turn = async (name: string, option: string, on: boolean) => {
    await observer.bringToFront();
    await observer.locator(`aria/${name}[role="switch"]`).click();
    await until(`${name} to be stored`, async () => (await dumpDatabase(observer)).includes(`"${option}":${on}`));
  };

  test('what is typed is offered to be recorded once the user has typed, for this site alone', async () => {
    const page = await tester.visit('/counter');
    await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
    await page.type('[data-testid=text]', 'before-the-choice');
    await tester.tapeWith('the step', ({ sessions }) => (sessions[0]?.counts.inputs ?? 0) > 0);
    const popup = await tester.openPopup(page);
    await popup.locator('aria/Also record what I type').click();
    await until('the choice to be stored', async () => /"site":"shop\.test"/.test(await dumpDatabase(observer)));
    await popup.close();
    await page.bringToFront();
    await page.type('[data-testid=text]', ' after-the-choice');
    await until('what is typed to be on tape', async () => (await onTape()).includes('after-the-choice'));
    await page.close();
  });

  test('all recording is paused from the popup and goes on from there; the keyboard has a key for it', async () => {
    const page = await tester.visit('/counter');
    await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
    await click(page, 'count');
    const clicks = clicksOnTape(await tester.tapeWith('a click', tape => clicksOnTape(tape) > 0));
    const press = async (name: string) => {
      const popup = await tester.openPopup(page);
      await popup.locator(`aria/${name}`).click();
      await until('the popup to follow', () =>
        popup.evaluate(was => !document.querySelector(`[aria-label="${was}"]`), name),
      );
      await popup.close();
      await page.bringToFront();
    };
    await press('Pause all recording');
    await until('the toolbar to say paused', async () => (await tester.badge(page)) === 'II');
    await page.reload();
    await click(page, 'count');
    expect(await tester.badge(page)).toBe('II');
    await press('Resume all recording');
    await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
    await click(page, 'count');
    const tape = await tester.tapeWith('a click more', tape => clicksOnTape(tape) > clicks);
    expect(clicksOnTape(tape)).toBe(clicks + 1);
    const keys = await observer.evaluate(async () => {
      const { chrome } = globalThis as unknown as {
        chrome: { commands: { getAll(): Promise<{ name: string; shortcut: string }[]> } };
      };
      return (await chrome.commands.getAll()).filter(({ name }) => name === 'toggle-pause');
    });
    expect(keys[0]?.shortcut, 'taken by nothing else').toMatch(/9/);
    for (const says of ['II', 'REC']) {
      await tester.pressShortcut(page, 'toggle-pause');
      await until(`the toolbar to say ${says}`, async () => (await tester.badge(page)) === says);
    }
    await page.close();
  });

  test('what a page asks to be left out, masked or ignored is so, in the page’s words and in steps', async () => {
    const page = await tester.visit('/components');
    await page.evaluate(html => {
      document.body.insertAdjacentHTML('beforeend', html);
    }, wishesHtml);
    // Read anew, as with every snapshot.
    await turn('Console', 'console', false);
    await page.bringToFront();
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('[data-of]')) {
        const words = part.querySelector('p');
        if (words?.firstChild) words.firstChild.nodeValue += ' changed';
        words?.setAttribute('title', `retitled ${part.getAttribute('data-of')}`);
        part.append(`appended ${part.getAttribute('data-of')}`);
        part.querySelector('input')?.setAttribute('value', `revalued ${part.getAttribute('data-of')}`);
      }
    });
    for (const wish of ['block', 'mask']) {
      await page.evaluate(name => {
        document.querySelector(`[data-of="${name}-0-end"] button`)?.setAttribute('id', `${name}-button`);
      }, wish);
      await page.click(`#${wish}-button`);
    }
    await page.type('[data-of="ignore-0-end"] input', 'typed');
    const text = await until('the end of it to be on tape', async () => {
      const text = await onTape();
      const last = wishes.at(-1)?.id;
      return text.includes(`seen beside ${last}`) && text.includes('"label":"#mask-button"') && text;
    });
    const leaks = wishes.flatMap(({ wish, selector, id }) => {
      const words = ['titled', 'text', 'labelled', 'retitled', 'appended', 'valued', 'revalued'];
      const kept = wish === 'ignore' ? ['valued', 'revalued'] : words;
      return kept.filter(word => text.includes(`${word} ${id}`)).map(word => `${selector}: ${word}`);
    });
    expect(leaks).toEqual([]);
    await turn('Console', 'console', true);
    await page.close();
  });

  test('a strict recording holds no word and no image of a page, but what was done', async () => {
    await turn('Strict: no text, no images', 'strict', true);
    await turn('Network bodies', 'bodies', true);
    const page = await tester.visit('/');
    await click(page, 'product-teapot');
    await page.waitForSelector('[data-testid=add-to-cart]');
    await click(page, 'add-to-cart');
    await page.waitForFunction(() => document.querySelector('[data-testid=add-status]')?.textContent !== '');
    await page.evaluate(async () => {
      console.warn('Spoken in confidence', { more: 'Spoken in confidence' });
      setTimeout(() => console.error('Failed in confidence'));
      await fetch('/api/echo', { method: 'POST', body: 'asked-in-confidence' });
    });
    await tester.tapeWith('the request', tape =>
      JSON.stringify(tape.chunks.map(one => one.events)).includes('/api/echo'),
    );
    const all = await tester.tapeWith(
      'the click',
      ({ marks }) => marks.filter(({ selectors }) => selectors?.some(one => one.includes('add-to-cart'))).length > 0,
    );
    const streams = all.pageViews.filter(({ title }) => title === '').map(({ id }) => id);
    const strict = all.streams.filter(({ pageViewId }) => streams.includes(pageViewId)).map(({ id }) => id);
    expect(strict.length).toBeGreaterThan(1);
    const text = JSON.stringify([
      all.chunks.filter(({ streamId }) => strict.includes(streamId)),
      all.marks.filter(({ streamId }) => strict.includes(streamId)),
    ]);
    expect(text).toContain('rr_width');
    expect(text).toContain('••••••');
    for (const word of ['Things for slow mornings', 'Add to cart', 'Quantity', 'Speckled', 'Nothing here is for sale'])
      expect(text.match(new RegExp(`.{0,300}${word}.{0,100}`))?.[0], word).toBeUndefined();
    const events = all.chunks.filter(({ streamId }) => strict.includes(streamId)).flatMap(({ events }) => events);
    const spoken = JSON.stringify([events, all.marks]);
    for (const word of ['Spoken in confidence', 'Failed in confidence', 'asked-in-confidence'])
      expect(spoken.includes(word), word).toBe(false);
    const told = events.filter(({ type }) => type === 6).map(({ data }) => JSON.stringify(data));
    expect(told.filter(one => one.includes('"level":"warn"') && one.includes('••••••'))).toHaveLength(1);
    expect(told.filter(one => one.includes('/api/echo') && one.includes('"method":"POST"'))).toHaveLength(1);
    // A picture is a box of its size.
    const boxes = events.filter(({ type }) => type === 2).map(({ data }) => JSON.stringify(data));
    expect(
      boxes.some(one => /"tagName":"img","attributes":\{[^}]*"rr_width":"\d+px","rr_height":"\d+px"/.test(one)),
    ).toBe(true);
    const images = all.assetRefs.filter(({ streamId, hash }) => {
      const asset = all.assets.find(one => one.hash === hash);
      return strict.includes(streamId) && asset?.type.startsWith('image/');
    });
    expect(images).toEqual([]);
    await turn('Network bodies', 'bodies', false);
    await turn('Strict: no text, no images', 'strict', false);
    await page.close();
  });

  test('what is never to be recorded leaves nothing', async () => {
    const never = async (host: string) => {
      const options = await tester.extensionPage('options/index.html');
      const field = await options.waitForSelector('aria/Site to leave out');
      await field?.type(host);
      await field?.press('Enter');
      await until('the site to be stored', async () =>
        new RegExp(`neverRecord[^[]*\\["${host}"]`).test(await dumpDatabase(observer)),
      );
      await options.close();
    };
    await never('www.shop.test');
    const before = (await tester.tape()).pageViews.length;
    const left = await tester.visit('/counter');
    await click(left, 'count');
    expect(await tester.badge(left)).toBe('');
    await left.close();
    // What came before it is on tape by the time that this is.
    const options = await tester.extensionPage('options/index.html');
    await options.waitForSelector('[aria-label="Remove www.shop.test"]');
    // The first takes it from the recorded sites.
    await options.$$eval('[aria-label="Remove www.shop.test"]', found => (found.at(-1) as HTMLElement).click());
    await until('the list to be empty', async () => /neverRecord[^[]*\[]/.test(await dumpDatabase(observer)));
    await options.close();
    const page = await tester.visit('/counter?after');
    await click(page, 'count');
    const { pageViews } = await tester.tapeWith('the page after', tape => tape.pageViews.length > before);
    expect(pageViews).toHaveLength(before + 1);
    expect(pageViews.some(({ url }) => url.endsWith('?after'))).toBe(true);
    await page.close();
  });

  test('a site that is never to be recorded stays so where the browser’s question is answered with no', async () => {
    const { hostname } = new URL(tester.site.url('login.test', '/'));
    const page = await tester.visit('/', 'login.test');
    const options = await tester.extensionPage('options/index.html');
    const field = await options.waitForSelector('aria/Site to leave out');
    await field?.type(hostname);
    await field?.press('Enter');
    await options.waitForSelector(`[aria-label="Remove ${hostname}"]`);
    const isListed = () =>
      options.$$eval(
        '[aria-label="Never record"] li span',
        (sites, name) => sites.some(site => site.textContent === name),
        hostname,
      );
    await page.bringToFront();
    const popup = await tester.openPopup(page);
    // The prompt is the browser's own, where no driver says no.
    await popup.evaluate(() => {
      const { browser, chrome } = globalThis as unknown as Record<string, { permissions: { request: unknown } }>;
      const answer = new Promise(no => addEventListener('answered', () => no(false)));
      for (const api of [browser, chrome]) if (api) api.permissions.request = () => answer;
    });
    await popup.locator('aria/Record this site').click();
    await until('it to be off the list', async () => !(await isListed()));
    await popup.evaluate(() => void dispatchEvent(new Event('answered')));
    await until('it to be on the list again', isListed);
    for (const one of [popup, options, page]) await one.close();
  });

  test('a page that is recorded finds no name and no attribute of ours', async () => {
    const traces = async (page: Page) => {
      await page.bringToFront(); // a page behind has no frames to wait for
      const password = await page.evaluateHandle(() => {
        const field = Object.assign(document.createElement('input'), { type: 'password' });
        document.body.append(field);
        return field;
      });
      await settle(page);
      await password.evaluate(field => {
        field.type = 'text';
      });
      await settle(page);
      return page.evaluate(() => {
        const elements = [...document.querySelectorAll('*')];
        return {
          names: Object.getOwnPropertyNames(window).sort(),
          onDocument: Object.getOwnPropertyNames(document).sort(),
          attributes: [...new Set(elements.flatMap(element => element.getAttributeNames()))].sort(),
          elements: elements.length,
          frames: window.length,
        };
      });
    };
    const recorded = await tester.visit('/components');
    await until('the toolbar to say REC', async () => (await tester.badge(recorded)) === 'REC');
    await recorded.click('[data-testid=adopted]');
    const other = await tester.visit('/components', 'other.test');
    await other.click('[data-testid=adopted]');
    expect(await tester.badge(other)).toBe('');
    const [withUs, without] = [await traces(recorded), await traces(other)];
    // rrweb's, which docs/capture.md names.
    const onDocument = withUs.onDocument.filter(name => name !== 'adoptedStyleSheets');
    expect({ ...withUs, onDocument }).toEqual(without);
  });
});
