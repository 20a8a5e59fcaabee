/**
 * `npm run bench:popup`: how long a popup takes in Chromium from its navigation until its list is painted, with 0, 1 and 1,000
 * sessions, and how much of the database's sessions it has read by then.
 */
import { launchChromium } from '../browser/chromium.mjs';
import { startSite } from '../site/server.mjs';

const ROUNDS = 20;
const COUNTS = [0, 1, 1_000];

/** Runs before the popup does: notes when what it is opened for can be seen. */
const WATCH = `
  const look = () => {
    if (!document.querySelector('.sessions > li, .empty')) return false;
    requestAnimationFrame(() => setTimeout(() => { globalThis.paintedMs = performance.now(); }));
    return true;
  };
  new MutationObserver((_, observer) => look() && observer.disconnect()).observe(document, { childList: true, subtree: true });
`;

/** Puts sessions into the tape, a quarter of an hour apart, as the list knows them. */
const store = (page, count) =>
  page.evaluate(async count => {
    const db = await new Promise((resolve, reject) => {
      const request = indexedDB.open('tapedeck');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = db.transaction('sessions', 'readwrite');
    for (let n = 0; n < count; n++) {
      const startedAt = Date.now() - (n + 4) * 900_000;
      transaction.objectStore('sessions').put({
        id: `many-${n}`,
        site: `shop${n % 7}.test`,
        identity: 'normal',
        startedAt,
        lastActivityAt: startedAt + 300_000,
        timeoutMs: 1_800_000,
        landing: { url: `http://www.shop${n % 7}.test/cart?order=${n}`, title: `Cart ${n} · Demo shop` },
        counts: { pages: 3, clicks: n % 23, inputs: 1, errors: n % 3, gaps: 0, bytes: 400_000 },
      });
    }
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
    db.close();
  }, count);

const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const p95 = list => [...list].sort((a, b) => a - b)[Math.ceil(list.length * 0.95) - 1];

const site = await startSite();
const { browser, extensionPage, origin, close } = await launchChromium({ extensionDir: 'dist/test-chrome' });
try {
  const shop = await browser.newPage();
  await shop.goto(site.url('www.shop.test', '/'));
  const options = await extensionPage('options/index.html');
  const tabId = await options.evaluate(async () => (await chrome.tabs.query({})).find(({ index }) => index > 0)?.id);
  for (const count of COUNTS) {
    await store(options, count);
    const painted = [];
    for (let round = 0; round < ROUNDS; round++) {
      const popup = await browser.newPage();
      await popup.evaluateOnNewDocument(WATCH);
      await popup.setViewport({ width: 380, height: 600 });
      await popup.goto(`${origin}/popup/index.html?tab=${tabId}`);
      await popup.waitForFunction(() => globalThis.paintedMs !== undefined);
      painted.push(await popup.evaluate(() => globalThis.paintedMs));
      await popup.close();
    }
    const [first = 0, ...others] = painted.map(Math.round);
    console.log(
      `${count} sessions: median ${median(others)} ms, p95 ${p95(others)} ms, the first ${first} ms`,
      others.join(' '),
    );
  }
} finally {
  await close();
  await site.close();
}
