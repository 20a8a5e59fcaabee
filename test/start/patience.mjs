const CLOCK_KEY = 'tapedeck-test-clock-offset-ms';

/**
 * Waits until `look` gives something.
 * @template T
 * @param {string} what for the error
 * @param {() => Promise<T | undefined | false>} look
 * @param {number} [withinMs]
 * @returns {Promise<T>}
 */
export async function until(what, look, withinMs = 30_000) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}.`);
    await new Promise(resolve => setTimeout(resolve, 50)); // the pause between two looks
  }
}

/**
 * Does something, and says in its error what it was.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function during(what, work) {
  try {
    return await work();
  } catch (error) {
    throw new Error(`while ${what}: ${error.message}`, { cause: error });
  }
}

/**
 * Moves the clock of the extension (a `dist/test-*` build) in all its places, and waits until `page` has heard.
 * @param {import('./launch.mjs').Launched} launched
 * @param {number} minutes
 * @param {import('puppeteer-core').Page} page
 */
export async function moveClock(launched, minutes, page) {
  const offsetMs = minutes * 60_000;
  const place = await launched.extensionPage('options/index.html');
  await place.evaluate(
    // @ts-expect-error no types for it
    async (key, value) => chrome.storage.local.set({ [key]: value }),
    CLOCK_KEY,
    offsetMs,
  );
  await until('the page to hear the moved clock', () =>
    page.evaluate((key, value) => localStorage.getItem(key) === String(value), CLOCK_KEY, offsetMs),
  );
  await place.close();
  await page.bringToFront();
}
