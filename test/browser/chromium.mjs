import { readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowser } from './find.mjs';
import { closeBrowser, killBrowser } from './kill.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof launchChromium>>} ChromiumHarness */

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-features=DisableLoadExtensionCommandLineSwitch',
  '--hide-crash-restore-bubble',
  '--window-size=1280,900',
  '--host-resolver-rules=MAP *.test 127.0.0.1',
];

/**
 * Starts Chromium (or Chrome, or Edge) with the extension loaded. Without a userDataDir the profile is temporary.
 * @param {object} options
 * @param {string} options.extensionDir
 * @param {boolean} [options.headless]
 * @param {string} [options.userDataDir]
 * @param {string[]} [options.args]
 * @param {string} [options.executablePath]
 * @param {boolean} [options.allowPrivate] whether the extension may run in private windows
 * @param {import('puppeteer-core').LaunchOptions} [options.launchOptions] what puppeteer is to be told besides
 */
export async function launchChromium(options) {
  const { extensionDir, headless = true, userDataDir, args = [], executablePath, allowPrivate = false } = options;
  const { launchOptions } = options;
  const path = executablePath ?? findBrowser('chromium')?.path;
  if (!path) throw new Error('No Chrome, Chromium or Edge was found: set TAPEDECK_BROWSER to the path of one.');
  const folder = realpathSync(extensionDir);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({
    executablePath: path,
    pipe: true,
    enableExtensions: true,
    headless,
    userDataDir,
    defaultViewport: null,
    args: [...FLAGS, `--load-extension=${folder}`, ...asRoot, ...args],
    ...launchOptions,
  });
  // A relaunch keeps the hosts granted to an extension loaded by the flag. Chrome and Edge ignore the flag.
  const loaded = [...(await browser.extensions()).values()].find(extension => extension.path === folder);
  const extensionId = loaded?.id ?? (await browser.installExtension(folder));
  const origin = `chrome-extension://${extensionId}`;

  /**
   * Does something on chrome://extensions, in a tab that takes no focus (a popup would close).
   * @template T
   * @param {(page: Page) => Promise<T>} work
   */
  async function asAdmin(work) {
    const page = await browser.newPage({ background: true });
    try {
      await page.goto('chrome://extensions');
      return await work(page);
    } finally {
      await page.close();
    }
  }

  /**
   * @param {string} method of chrome.developerPrivate, which only chrome://extensions has
   * @param {unknown[]} args
   */
  const administer = (method, ...args) =>
    asAdmin(page =>
      // @ts-expect-error no types for it
      page.evaluate((method, args) => chrome.developerPrivate[method](...args), method, args),
    );

  // Without it a reloaded unpacked extension stays disabled.
  await administer('updateProfileConfiguration', { inDeveloperMode: true });
  if (allowPrivate) await administer('updateExtensionConfiguration', { extensionId, incognitoAccess: true });

  return {
    kind: /** @type {const} */ ('chromium'),
    browser,
    extensionId,
    origin,

    /**
     * Opens the popup on a page as a click on the toolbar button does: the page gets activeTab.
     * @param {Page} page
     */
    async openPopup(page) {
      await page.bringToFront();
      const extension = (await browser.extensions()).get(extensionId);
      if (!extension) throw new Error('The extension is gone.');
      const before = new Set(browser.targets());
      const opened = browser.waitForTarget(
        target => !before.has(target) && target.url().startsWith(`${origin}/popup/`),
      );
      await page.triggerExtensionAction(extension);
      return (await opened).asPage();
    },

    /**
     * One of the manifest's commands on a page. No driver presses the browser's own keys: the worker hears what it would hear.
     * @param {Page} page
     * @param {string} command
     */
    async pressShortcut(page, command) {
      await page.bringToFront();
      const found = await browser.waitForTarget(
        target => target.type() === 'service_worker' && target.url().startsWith(origin),
      );
      // @ts-expect-error no types for it
      await (await found.worker())?.evaluate(command => chrome.commands.onCommand.dispatch(command), command);
    },

    /**
     * Lets the extension's next permissions.request for the pattern succeed without a prompt.
     * @param {string} pattern
     */
    grant: pattern => administer('addHostPermission', extensionId, pattern),

    /** Takes a host away, as the user can in the browser's own page. @param {string} pattern */
    revoke: pattern => administer('removeHostPermission', extensionId, pattern),

    /** Sets the extension's access to "on click", as the user can in the toolbar's menu. */
    onClickOnly: () => administer('updateExtensionConfiguration', { extensionId, hostAccess: 'ON_CLICK' }),

    /** Shows the extension's button beside the address bar instead of in the menu behind the puzzle piece. */
    pin: () => administer('updateExtensionConfiguration', { extensionId, pinnedToToolbar: true }),

    /** Opens one of the extension's pages in a tab. @param {string} path */
    async extensionPage(path) {
      const page = await browser.newPage();
      await page.goto(`${origin}/${path}`);
      return page;
    },

    /** Opens a private window (launch with allowPrivate) and returns its page. */
    async privatePage() {
      // A page of the extension that runs no code of it.
      const opener = await browser.newPage({ background: true });
      await opener.goto(`${origin}/manifest.json`);
      const before = new Set(browser.targets());
      const opened = browser.waitForTarget(target => !before.has(target) && target.type() === 'page');
      // @ts-expect-error no types for it
      await opener.evaluate(() => chrome.windows.create({ incognito: true, url: 'about:blank' }).then(() => {}));
      await opener.close();
      return /** @type {Page} */ (await (await opened).page());
    },

    /** Reloads the extension as an update does: open pages keep its orphaned scripts. */
    reload: () => administer('reload', extensionId),

    /** Stops the service worker and waits until it has stopped. Its memory is gone; the next event wakes it. */
    stopWorker: () =>
      asAdmin(async page => {
        const session = await page.createCDPSession();
        /** @type {Map<string, string>} */
        const running = new Map();
        const stopped = new Promise(resolve => {
          session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
            for (const { versionId, scriptURL, runningStatus } of versions)
              if (scriptURL.startsWith(origin)) running.set(versionId, runningStatus);
            if (running.size > 0 && [...running.values()].every(status => status === 'stopped')) resolve(undefined);
          });
        });
        await session.send('ServiceWorker.enable');
        await session.send('ServiceWorker.stopAllWorkers');
        await stopped;
      }),

    close: () => closeBrowser(browser),

    /** Ends the browser as a crash would. Launch again with the same userDataDir to see what survived. */
    async kill() {
      await killBrowser(browser);
      if (!userDataDir) return;
      for (const file of readdirSync(userDataDir))
        if (file.startsWith('Singleton')) rmSync(join(userDataDir, file), { force: true });
    },
  };
}
