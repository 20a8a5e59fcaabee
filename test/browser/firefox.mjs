import { resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowser } from './find.mjs';
import { runInChrome, sendBidi } from './firefox-chrome.mjs';
import {
  changeHost,
  openPopup,
  openPrivateWindow,
  pinButton,
  pressShortcut,
  reloadExtension,
  stopBackground,
} from './firefox-inside.mjs';
import { FirefoxPopup } from './firefox-popup.mjs';
import { closeBrowser, killBrowser } from './kill.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof launchFirefox>>} FirefoxHarness */

const GECKO_ID = 'tapedeck@tapedeck.dev';
const UUID = '7a9edec0-0000-4000-8000-000000000001';
const HOSTS = 'www.shop.test,app.shop.test,shop.test,cdn.test,login.test,pay.test,other.test,admin.test,swagger.test';

/**
 * Starts Firefox with the extension loaded, with the same helpers as launchChromium.
 * @param {object} options
 * @param {string} options.extensionDir
 * @param {boolean} [options.headless]
 * @param {string} [options.userDataDir]
 * @param {string[]} [options.args]
 * @param {string} [options.executablePath]
 * @param {Record<string, unknown>} [options.prefs]
 * @param {boolean} [options.allowPrivate] whether the extension may run in private windows
 * @param {import('puppeteer-core').LaunchOptions} [options.launchOptions] what puppeteer is to be told besides
 */
export async function launchFirefox(options) {
  const {
    extensionDir,
    headless = true,
    userDataDir,
    args = [],
    executablePath,
    prefs = {},
    allowPrivate = false,
    launchOptions,
  } = options;
  const path = executablePath ?? findBrowser('firefox')?.path;
  if (!path) throw new Error('No Firefox was found: set TAPEDECK_BROWSER to the path of one.');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless,
    userDataDir,
    defaultViewport: null,
    args: ['--remote-allow-system-access', '--width=1280', '--height=900', ...args],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: UUID }),
      // A temporary install is forgotten when Firefox ends; its data must outlive a kill.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      // permissions.request succeeds without a prompt.
      'extensions.webextOptionalPermissionPrompts': false,
      'network.dns.localDomains': HOSTS,
      ...prefs,
    },
    ...launchOptions,
  });
  await sendBidi(browser, 'webExtension.install', {
    extensionData: { type: 'path', path: resolve(extensionDir) },
    'moz:allowPrivateBrowsing': allowPrivate,
  });
  const origin = `moz-extension://${UUID}`;

  return {
    kind: /** @type {const} */ ('firefox'),
    browser,
    extensionId: GECKO_ID,
    origin,

    /**
     * Opens the popup on a page as a click on the toolbar button does: the page gets activeTab.
     * @param {Page} page
     */
    async openPopup(page) {
      await page.bringToFront();
      // @ts-expect-error puppeteer keeps it internal: the page's browsing context
      const id = await runInChrome(browser, openPopup, GECKO_ID, page.mainFrame()._id);
      const popup = new FirefoxPopup(browser, id);
      await popup.waitForFunction(() => location.protocol === 'moz-extension:' && document.readyState === 'complete');
      return /** @type {import('./firefox-popup.mjs').Popup} */ (/** @type {unknown} */ (popup));
    },

    /** Presses the keys of one of the manifest's commands on a page. @param {Page} page @param {string} command */
    async pressShortcut(page, command) {
      await page.bringToFront();
      // @ts-expect-error puppeteer keeps it internal: the page's browsing context
      await runInChrome(browser, pressShortcut, GECKO_ID, page.mainFrame()._id, command);
    },

    /** Gives the extension a host at once. @param {string} pattern */
    grant: pattern => runInChrome(browser, changeHost, GECKO_ID, 'add', pattern),

    /** Takes a host away, as the user can in the browser's own page. @param {string} pattern */
    revoke: pattern => runInChrome(browser, changeHost, GECKO_ID, 'remove', pattern),

    /** Shows the extension's button beside the address bar instead of in the menu behind the puzzle piece. */
    pin: () => runInChrome(browser, pinButton, GECKO_ID),

    /** Opens one of the extension's pages in a tab. @param {string} path */
    async extensionPage(path) {
      const page = await browser.newPage();
      const url = `${origin}/${path}`;
      // page.goto never resolves for moz-extension: pages.
      // @ts-expect-error puppeteer keeps it internal: the page's browsing context
      await sendBidi(browser, 'browsingContext.navigate', { context: page.mainFrame()._id, url, wait: 'none' });
      await page.waitForFunction(url => location.href === url && document.readyState === 'complete', {}, url);
      return page;
    },

    /** Opens a private window (launch with allowPrivate) and returns its page. */
    async privatePage() {
      const before = new Set(browser.targets());
      // A navigation that starts before its first page has loaded is lost.
      const opened = browser.waitForTarget(t => !before.has(t) && t.url() === 'about:privatebrowsing');
      await runInChrome(browser, openPrivateWindow);
      const page = /** @type {Page} */ (await (await opened).page());
      await page.waitForFunction(() => document.readyState === 'complete');
      return page;
    },

    /** Reloads the extension as an update does: open pages keep its orphaned scripts. */
    reload: () => runInChrome(browser, reloadExtension, GECKO_ID),

    /** Stops the event page. Its memory is gone; the next event wakes it. */
    stopWorker: () => runInChrome(browser, stopBackground, GECKO_ID),

    close: () => closeBrowser(browser),

    /** Ends the browser as a crash would. Launch again with the same userDataDir to see what survived. */
    kill: () => killBrowser(browser),
  };
}
