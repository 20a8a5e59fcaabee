import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInChrome, sendBidi } from '../browser/firefox-chrome.mjs';
import { clicksOnTape } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

const GECKO_ID = 'another@extension.test';

describe.each(KINDS)('With every site recorded in %s, nothing is of', kind => {
  let tester: Tester;
  let shop: Page;
  let folder: string;
  let clicks = 1;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapedeck-other-'));
    await writeFile(join(folder, 'page.html'), '<!doctype html><title>Private</title><button>Not on tape</button>');
    await writeFile(
      join(folder, 'manifest.json'),
      JSON.stringify({
        manifest_version: 3,
        name: 'Another',
        version: '1',
        browser_specific_settings: { gecko: { id: GECKO_ID } },
      }),
    );
    tester = await startTester(kind, { hosts: ['<all_urls>'] });
    shop = await tester.visit('/counter');
    await tester.record(shop, 'everything');
    await shop.click('[data-testid=count]');
    await tester.tapeWith('a session', tape => clicksOnTape(tape) === clicks);
  });
  afterAll(async () => {
    await tester?.end();
    await rm(folder, { recursive: true, force: true });
  });

  /** Acts on a page as a user would, closes it, and looks what has come on tape before the next click in the shop. */
  const leavesNothing = async (page: Page, inPopup = 'This is not a website') => {
    await page.bringToFront();
    await page.mouse.move(50, 50);
    await page.mouse.click(60, 60);
    await page.keyboard.press('Escape');
    await page.mouse.wheel({ deltaY: 50 });
    if (inPopup) {
      const popup = await tester.openPopup(page);
      await until(inPopup, () => popup.evaluate(words => document.body.innerText.includes(words), inPopup));
      await popup.close();
    }
    await page.close();
    await shop.bringToFront();
    await shop.click('[data-testid=count]');
    clicks++;
    const tape = await tester.tapeWith('the shop’s click', seen => clicksOnTape(seen) === clicks);
    expect(tape.sessions.map(({ site, identity }) => `${site} ${identity}`)).toEqual(['shop.test normal']);
    expect(tape.pageViews.map(({ url }) => new URL(url).pathname)).toEqual(['/counter']);
    expect(tape.marks.filter(mark => mark.kind === 'click')).toHaveLength(clicks);
  };
  /** Opens an address that is no website: Firefox's robot waits for ever for some of them. */
  const open = async (url: string): Promise<Page> => {
    const page = await tester.browser.newPage();
    if (kind === 'chromium') await page.goto(url);
    else {
      const { _id: context } = page.mainFrame() as unknown as { _id: string };
      await sendBidi(tester.browser, 'browsingContext.navigate', { context, url, wait: 'none' });
    }
    await until(
      `the page at ${url}`,
      () =>
        page
          .evaluate(wanted => location.href.startsWith(wanted) && document.readyState === 'complete', url)
          .catch(() => false), // between two documents
    );
    return page;
  };

  test('a page of the browser', async () => {
    await leavesNothing(await open(kind === 'chromium' ? 'chrome://version' : 'about:license'));
  });

  test('a file', async () => {
    await leavesNothing(await open(pathToFileURL(join(folder, 'page.html')).href));
  });

  test('a page of another extension, and of our own', async () => {
    const other =
      kind === 'chromium'
        ? `chrome-extension://${await tester.browser.installExtension(folder)}`
        : await sendBidi(tester.browser, 'webExtension.install', {
            extensionData: { type: 'path', path: folder },
          }).then(() =>
            runInChrome(
              tester.browser,
              // @ts-expect-error Firefox's own globals have no types here
              (id: string) => `moz-extension://${WebExtensionPolicy.getByID(id).mozExtensionHostname}`,
              GECKO_ID,
            ),
          );
    await leavesNothing(await open(`${other}/page.html`));
    await leavesNothing(await tester.extensionPage('options/index.html'));
  });

  test('a private window in which the browser does not let us run, though our own setting would', async () => {
    const options = await tester.extensionPage('options/index.html');
    await options.locator('aria/Private windows').click();
    await until('it to be saved', () => options.evaluate(() => document.body.innerText.includes('Saved.')));
    await options.close();
    const page =
      kind === 'chromium' ? await (await tester.browser.createBrowserContext()).newPage() : await tester.privatePage();
    await page.goto(tester.site.url('www.shop.test', '/long'));
    // There the toolbar has no button of ours.
    await leavesNothing(page, '');
  });
});
