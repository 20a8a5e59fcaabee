const CLOCK_KEY = 'tapedeck-test-clock-offset-ms';

/**
 * Waits until `look` gives something.
 * @template T
 * @param {string} what for the error
 * @param {() => Promise<T | undefined | false | null>} look
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
 * Sets the clock of the extension (a `dist/test-*` build) in all its places, and waits until the given pages have heard.
 * @param {import('puppeteer-core').Page} place a page of the extension
 * @param {number} offsetMs from the system's time
 * @param {import('puppeteer-core').Page[]} pages
 */
export async function setClock(place, offsetMs, ...pages) {
  await place.evaluate(
    // @ts-expect-error no types for it
    async (key, value) => chrome.storage.local.set({ [key]: value }),
    CLOCK_KEY,
    offsetMs,
  );
  for (const page of pages)
    await until('a page to hear the clock', () =>
      page.evaluate((key, value) => localStorage.getItem(key) === String(value), CLOCK_KEY, offsetMs),
    );
}

/**
 * Moves the clock of the extension, and waits until `page` has heard.
 * @param {import('./launch.mjs').Launched} launched
 * @param {number} minutes
 * @param {import('puppeteer-core').Page} page
 */
export async function moveClock(launched, minutes, page) {
  const place = await launched.extensionPage('options/index.html');
  await setClock(place, minutes * 60_000, page);
  await place.close();
  await page.bringToFront();
}
