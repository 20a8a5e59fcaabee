import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withBrowser } from './launch.mjs';
import { during, moveClock, until } from './patience.mjs';
import { CLICKS_AFTER_THE_BREAK, comeBack, order } from './shopper.mjs';

/** @typedef {import('./launch.mjs').Launched} Launched */
/** @typedef {import('puppeteer-core').Page} Page */

const FOLDER = 'recordings';
const OURS = /\.(html|session\.zip)$|^(popup|player)\.png$/;
const BREAK_MINUTES = 31;
const CDN = '*://cdn.test/*';
/** What the player is shown at. */
const SHOWN_STEP = 'Add to cart';

/**
 * Plays a tester in a browser without a window, and leaves the files in `recordings/`.
 * @param {object} options
 * @param {import('../browser/find.mjs').FoundBrowser} options.browser
 * @param {Awaited<ReturnType<typeof import('../site/server.mjs').startSite>>} options.site
 * @param {AbortSignal} options.signal
 */
export async function recordByItself({ browser, site, signal }) {
  const files = await mkdtemp(join(tmpdir(), 'tapedeck-recordings-'));
  const extensionDir = browser.kind === 'chromium' ? 'dist/test-chrome' : 'dist/test-firefox';
  let sessions = 0;
  try {
    await withBrowser(
      { browser, extensionDir, headless: true, signal, prefs: downloadPrefs(files) },
      async launched => {
        sessions = await record(launched, site, files);
      },
    );
    await replaceRecordings(files);
  } finally {
    await rm(files, { recursive: true, force: true });
  }
  const names = (await readdir(FOLDER)).filter(name => OURS.test(name));
  const page = names.find(name => name.endsWith('.html'));
  console.log(`Recorded the demo shop in headless ${browser.name}, through Tapedeck's popup: log-in, product, cart, checkout, payment, thanks.
Then moved the clock ${BREAK_MINUTES} minutes and went on: the idle break split the tape into ${sessions} sessions.
The files are in ${resolve(FOLDER)}: ${names.join(', ')}.
Double-click ${page} to replay the first session in any browser, offline; the .session.zip is for "Import" in Tapedeck's popup.`);
}

/**
 * @param {Launched} launched
 * @param {Awaited<ReturnType<typeof import('../site/server.mjs').startSite>>} site
 * @param {string} files
 * @returns {Promise<number>} how many sessions there are in the end
 */
async function record(launched, site, files) {
  const { browser } = launched;
  if (launched.kind === 'chromium') {
    const cdp = await browser.target().createCDPSession();
    await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: files });
  }
  const [page] = await browser.pages();
  await during('opening the shop', async () => {
    await launched.grant('*://www.shop.test/*');
    await includeCdn(launched);
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(site.url('www.shop.test'));
  });
  await during('switching recording on in the popup', () => switchOn(launched, page));
  await during('shopping', () => order(page));
  await during('moving the clock', () => moveClock(launched, BREAK_MINUTES, page));
  await during('coming back to the shop', () => comeBack(page));
  const sessions = await during('looking for two sessions in the popup', () =>
    showPopup(launched, page, join(files, 'popup.png')),
  );
  const library = await during('opening the library', () => launched.extensionPage('popup/index.html?view=library'));
  await library.setViewport({ width: 1100, height: 900 });
  await during('exporting the first session', () => exportFirst(library, files));
  await during('replaying the first session', () => showPlayer(launched, library, join(files, 'player.png')));
  return sessions;
}

/** The shop's styles and pictures are on another host: a tester includes it with one click in the popup. @param {Launched} launched */
async function includeCdn(launched) {
  await launched.grant(CDN);
  if (launched.kind === 'firefox') return;
  // Chromium has only been told not to ask.
  const options = await launched.extensionPage('options/index.html');
  // @ts-expect-error no types for it
  await options.evaluate(origin => chrome.permissions.request({ origins: [origin] }), CDN);
  await options.close();
}

/** Switches recording on as a tester does. @param {Launched} launched @param {Page} page */
async function switchOn(launched, page) {
  const popup = await launched.openPopup(page);
  await popup.locator('aria/Record this site').click();
  await popup.waitForFunction(
    () =>
      document.querySelector('[aria-pressed="true"]') !== null &&
      document.querySelector('#record-state')?.textContent?.startsWith('Recording'),
  );
  await popup.close();
  await page.bringToFront();
}

/** A picture of the popup once all has arrived there: both sessions, and of the running one every click. @param {Launched} launched @param {Page} page @param {string} path */
async function showPopup(launched, page, path) {
  const popup = await launched.openPopup(page);
  const count = () => document.querySelectorAll('[aria-label="Sessions"] li').length;
  await popup.waitForFunction(
    clicks => {
      const rows = document.querySelectorAll('[aria-label="Sessions"] li');
      return (
        rows.length > 1 &&
        rows[0].textContent.includes(`${clicks} clicks`) &&
        document.querySelector('#record-state')?.checkVisibility()
      );
    },
    {},
    CLICKS_AFTER_THE_BREAK,
  );
  await popup.screenshot({ path });
  const sessions = await popup.evaluate(count);
  await popup.close();
  return sessions;
}

/** Exports the first session, the last in the list, in both forms. @param {Page} library @param {string} files */
async function exportFirst(library, files) {
  const row = '[aria-label="Sessions"] li:last-child';
  await library.locator(`${row} ::-p-aria(Export)`).click();
  for (const [format, ending] of [
    ['Replay page (.html)', '.html'],
    ['Session file (.session.zip)', '.session.zip'],
  ]) {
    await library.locator(`aria/${format}[role="radio"]`).click();
    await library.locator(`${row} ::-p-aria(Save file)`).click();
    await until(`the download of the ${ending} file`, async () => {
      const names = await readdir(files);
      return names.some(name => name.endsWith(ending)) && !names.some(name => /\.(crdownload|part)$/.test(name));
    });
  }
}

/** A picture of the player at a step of the first session. @param {Launched} launched @param {Page} library @param {string} path */
async function showPlayer({ browser }, library, path) {
  await library.locator('[aria-label="Sessions"] li:last-child ::-p-aria(Replay)').click();
  // Each page is asked: Firefox's driver is not told of an address of an extension.
  const player = await until('the player to open', async () => {
    for (const page of await browser.pages()) {
      const path = await page.evaluate(() => location.pathname).catch(() => undefined);
      if (path === '/player/index.html') return page;
    }
  });
  await player.setViewport({ width: 1280, height: 800 });
  await player.bringToFront();
  await player.locator(`.step [title*="${SHOWN_STEP}"]`).click();
  await player.waitForFunction(
    shown => {
      const step = document.querySelector('.step[aria-current="true"]');
      const frames = [...document.querySelectorAll('iframe')].filter(one => one.checkVisibility());
      return (
        step?.textContent?.includes(shown) && frames.some(one => one.contentDocument?.body?.innerText.includes(shown))
      );
    },
    {},
    SHOWN_STEP,
  );
  await player.screenshot({ path });
}

/** @param {string} files */
const downloadPrefs = files => ({
  'browser.download.folderList': 2,
  'browser.download.dir': files,
  'browser.download.useDownloadDir': true,
  'browser.download.alwaysOpenPanel': false,
});

/** Only now, when all went well, do the files of an earlier run go. @param {string} files */
async function replaceRecordings(files) {
  await mkdir(FOLDER, { recursive: true });
  for (const name of await readdir(FOLDER)) if (OURS.test(name)) await rm(join(FOLDER, name));
  // Copied, for the temporary folder may be on another disk.
  await cp(files, FOLDER, { recursive: true });
}
