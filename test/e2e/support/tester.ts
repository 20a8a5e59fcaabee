import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { launchChromium } from '../../browser/chromium.mjs';
import { launchFirefox } from '../../browser/firefox.mjs';
import { startSite } from '../../site/server.mjs';
import * as patience from '../../start/patience.mjs';
import { readTape, type WholeTape } from './tape';

export type Kind = 'chromium' | 'firefox';
export const KINDS: Kind[] = ['chromium', 'firefox'];

/** Waits until `look` gives something: as long as a loaded machine may need, for who waits in vain has failed anyway. */
export const until = <T>(
  what: string,
  look: () => Promise<T | undefined | false | null>,
  withinMs = 45_000,
): Promise<T> => patience.until(what, look, withinMs);

/** The part of the extension API that tells what the toolbar shows. */
interface ToolbarApi {
  tabs: { query(of: object): Promise<{ id: number; url?: string }[]> };
  action: Record<'getBadgeText' | 'getTitle', (of: { tabId: number }) => Promise<string>>;
}

/** A tester with a browser, the built extension and the demo shop. */
export async function startTester(
  kind: Kind,
  {
    hosts = ['*://www.shop.test/*'],
    userDataDir = undefined as string | undefined,
    allowPrivate = false,
    extensionDir = kind === 'chromium' ? 'dist/test-chrome' : 'dist/test-firefox',
  } = {},
) {
  const site = await startSite();
  const downloads = await mkdtemp(join(tmpdir(), 'tapedeck-downloads-'));
  const launch = kind === 'chromium' ? launchChromium : launchFirefox;
  const launched = await launch({
    extensionDir,
    userDataDir,
    allowPrivate,
    ...(kind === 'firefox' && {
      prefs: {
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        'browser.download.useDownloadDir': true,
        'browser.download.alwaysOpenPanel': false,
      },
    }),
  } as Parameters<typeof launchChromium>[0]);
  if (kind === 'chromium') {
    const cdp = await launched.browser.target().createCDPSession();
    await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  }
  for (const host of hosts) await launched.grant(host);
  /** A page of the extension that only looks on; there from the start, for a new tab takes the front. */
  let observer = await launched.extensionPage('options/index.html');
  let offsetMs = 0;

  const observe = async (): Promise<Page> => {
    if (observer.isClosed()) observer = await launched.extensionPage('options/index.html');
    return observer;
  };

  const onToolbar = async (page: Page, what: 'getBadgeText' | 'getTitle'): Promise<string> =>
    (await observe()).evaluate(
      async (url: string, what: 'getBadgeText' | 'getTitle') => {
        const { chrome } = globalThis as unknown as { chrome: ToolbarApi };
        const tabs = await chrome.tabs.query({});
        const tab = tabs.find(one => one.url === url);
        return tab ? await chrome.action[what]({ tabId: tab.id }) : '';
      },
      page.url(),
      what,
    );
  const badgeOf = (page: Page) => onToolbar(page, 'getBadgeText');

  return {
    ...launched,
    kind,
    site,
    /** A new tab at a page of the shop. */
    async visit(path: string, host = 'www.shop.test'): Promise<Page> {
      const page = await launched.browser.newPage();
      await page.goto(path.startsWith('http') ? path : site.url(host, path));
      return page;
    },
    /** Reloads the extension as its author does; its pages go with it. */
    async reload(): Promise<void> {
      await observer.close();
      await launched.reload();
      observer = await launched.extensionPage('options/index.html');
    },
    /** What the toolbar button shows for a page. */
    badge: (page: Page): Promise<string> => badgeOf(page),
    /** What the toolbar button says for a page when a cursor rests on it. */
    toolbarTitle: (page: Page): Promise<string> => onToolbar(page, 'getTitle'),
    /** Presses the popup's switch on a page, or asks for every site, and waits until the toolbar says that it is recorded. */
    async record(page: Page, scope: 'host' | 'everything' = 'host'): Promise<void> {
      await page.bringToFront();
      const popup = await launched.openPopup(page);
      await popup.locator('aria/Record this site').click();
      await until('the switch to be on', async () => {
        if (await popup.isClosed()) return true;
        return popup.evaluate(() => document.querySelector('[aria-pressed="true"]') !== null);
      });
      if (scope === 'everything') {
        await popup.locator('details.scope summary').click();
        await popup.locator('aria/Every site').click();
        await popup.waitForFunction(() => document.body.innerText.includes('Every site is recorded'));
      }
      await popup.close();
      await page.bringToFront();
      await until('the toolbar to say REC', async () => (await badgeOf(page)) === 'REC');
    },
    /** Reads what is stored. */
    tape: async (): Promise<WholeTape> => readTape(await observe()),
    /** Reads what is stored until it is as wanted; fails with what was waited for. */
    async tapeWith(
      what: string,
      wanted: (tape: WholeTape) => boolean,
      withinMs?: number,
      events?: number,
    ): Promise<WholeTape> {
      const page = await observe();
      let last: WholeTape | undefined;
      try {
        return await until(
          what,
          async () => {
            last = await readTape(page, events);
            return wanted(last) && last;
          },
          withinMs,
        );
      } catch (error) {
        const shown = last && {
          ...last,
          chunks: last.chunks.map(({ events, ...chunk }) => ({ ...chunk, events: events.length })),
        };
        throw new Error(`${(error as Error).message}\n${JSON.stringify(shown, null, 1).slice(0, 6_000)}`);
      }
    },
    /** Moves the clock of the extension in all its places, and waits until the given pages have heard. */
    async moveClock(byMs: number, ...pages: Page[]): Promise<void> {
      offsetMs += byMs;
      const page = await observe();
      await patience.setClock(page, offsetMs, page, ...pages);
    },
    /** Sends an intent as our own pages do. */
    async intend(type: string, data: unknown): Promise<unknown> {
      const page = await observe();
      const json = await page.evaluate(async (message: string) => {
        const scope = globalThis as unknown as {
          chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
        };
        return JSON.stringify((await scope.chrome.runtime.sendMessage(JSON.parse(message))) ?? null);
      }, JSON.stringify({ type, data }));
      return JSON.parse(json);
    },
    /** The time of the extension's clock. */
    now: () => Date.now() + offsetMs,
    /** The names of all downloads, whole or not. */
    files: (): Promise<string[]> => readdir(downloads),
    /** Waits for a download whose name has all `parts` in it to be complete, and gives its name and content. */
    async downloaded(...parts: string[]): Promise<{ name: string; path: string; bytes: Buffer }> {
      const name = await until(`a download *${parts.join('*')}*`, async () => {
        const names = await readdir(downloads);
        if (names.some(one => /\.(crdownload|part)$/.test(one))) return;
        const found = names.find(one => parts.every(part => one.includes(part)));
        // Firefox keeps the name with an empty file, which it replaces.
        const size = found && (await stat(join(downloads, found)).catch(() => undefined))?.size;
        return size ? found : undefined;
      });
      const path = join(downloads, name);
      return { name, path, bytes: await readFile(path) };
    },
    async end(): Promise<void> {
      await launched.close();
      await site.close();
      await rm(downloads, { recursive: true, force: true });
    },
  };
}

export type Tester = Awaited<ReturnType<typeof startTester>>;
