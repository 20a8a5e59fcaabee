import { withBrowser } from './launch.mjs';

/**
 * Opens the browser on the demo shop with the extension as it is shipped, and stays until it is closed or `signal` aborts.
 * @param {object} options
 * @param {import('../browser/find.mjs').FoundBrowser} options.browser
 * @param {Awaited<ReturnType<typeof import('../site/server.mjs').startSite>>} options.site
 * @param {AbortSignal} options.signal
 */
export async function letTry({ browser, site, signal }) {
  const extensionDir = browser.kind === 'chromium' ? 'dist/chrome' : 'dist/firefox';
  const shop = site.url('www.shop.test');
  // Here a user answers, not a test.
  const prefs = { 'extensions.webextOptionalPermissionPrompts': true };
  // Chromium would warn across the top of the page of the flags that let *.test work.
  const args = ['--test-type'];
  await withBrowser({ browser, extensionDir, headless: false, signal, prefs, args }, async launched => {
    const closed = untilClosed(launched.browser, signal);
    // A browser that cannot show the button there keeps it behind the puzzle piece, as the text says.
    await launched.pin().catch(() => {});
    const [page] = await launched.browser.pages();
    await page.goto(shop);
    await page.bringToFront();
    console.log(`${browser.name} is open on the demo shop, ${shop}, with Tapedeck from ${extensionDir} loaded.
Press Tapedeck's button in the toolbar (or behind the puzzle piece), switch on "Record this site", allow it, and use the shop; then press the button again and "Replay".
The profile is a temporary one: export what you want to keep. Close the browser or press Ctrl-C to end.`);
    await closed;
  });
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {AbortSignal} signal
 */
const untilClosed = (browser, signal) =>
  /** @type {Promise<void>} */ (
    new Promise(resolve => {
      browser.on('disconnected', () => resolve());
      signal.addEventListener('abort', () => resolve());
      // On a Mac the application outlives its last window.
      browser.on('targetdestroyed', () => {
        if (!browser.targets().some(target => target.type() === 'page')) resolve();
      });
    })
  );
