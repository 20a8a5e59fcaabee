import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** Says what a relay of version 0 would, from where a relay speaks. */
const speakAsOld = (extensionPage: Page): Promise<string> =>
  extensionPage.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: {
        tabs: { query(of: object): Promise<{ id: number; url?: string }[]> };
        scripting: {
          executeScript(what: object): Promise<{ result: unknown }[]>;
        };
      };
    };
    const tab = (await chrome.tabs.query({})).find(({ url }) => url?.endsWith('/long'));
    const [answer] = await chrome.scripting.executeScript({
      target: { tabId: tab?.id },
      func: async () => {
        const { chrome } = globalThis as unknown as {
          chrome: { runtime: { sendMessage(m: object): Promise<unknown> } };
        };
        const document = { id: '1', url: location.href, title: 'old', startedAt: Date.now() };
        const stream = { id: 'old', openedAt: Date.now(), openReason: 'load', visible: true };
        const chunk = {
          seq: 0,
          from: Date.now(),
          to: Date.now(),
          count: 1,
          opensWithSnapshot: true,
          firstActivityAt: Date.now(),
        };
        const old = { version: 0, document, stream, chunk, marks: [], assets: [], body: '{"an":"old shape"}' };
        return [
          await chrome.runtime.sendMessage({ type: 'hello', data: { version: 0, document, at: Date.now() } }),
          await chrome.runtime.sendMessage({ type: 'chunk', data: old }),
        ];
      },
    });
    return JSON.stringify(answer?.result);
  });

describe.each(KINDS)('A relay of an older Tapedeck in %s', kind => {
  let tester: Tester;
  afterEach(() => tester?.end());

  test('is refused, nothing of it is stored, toolbar and popup say to reload, and a reload helps', async () => {
    tester = await startTester(kind);
    await tester.record(await tester.visit('/counter'));
    const own = await tester.extensionPage('options/index.html');
    // A page without a relay of ours, as one is that an older version was put into.
    await own.evaluate(() =>
      (
        globalThis as unknown as { chrome: { scripting: { unregisterContentScripts(): Promise<void> } } }
      ).chrome.scripting
        .unregisterContentScripts()
        .then(() => {}),
    );
    const page = await tester.visit('/long');
    const before = await tester.tape();
    expect(JSON.parse(await speakAsOld(own))).toEqual([{ state: 'outdated' }, { verdict: 'outdated' }]);
    await until('the toolbar to say so', async () => (await tester.badge(page)) === '↻');
    expect(await tester.tape()).toEqual(before);
    const popup = await tester.openPopup(page);
    await popup.waitForFunction(() => /Reload the page: recording begins then/.test(document.body.innerText));
    await popup.close();
    await tester.intend('settingsChanged', undefined); // registers the scripts again
    await page.reload();
    await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
  });
});
