import { CLOCK_ON_SHOW, PAINTED } from './painted.mjs';

/**
 * Opens our player on a session and drives it with real input.
 * @param {import('puppeteer-core').Page} page @param {string} url
 */
export async function openOurPlayer(page, url) {
  await page.evaluateOnNewDocument(`
    addEventListener('DOMContentLoaded', async () => {
      await ${PAINTED}(() => Math.max(0, ${CLOCK_ON_SHOW}()));
      globalThis.firstPictureMs = performance.now();
    });`);
  /** From navigation to the first picture painted. @returns {Promise<any>} */
  const firstPictureMs = async () => {
    await page.goto(url);
    await page.waitForFunction('globalThis.firstPictureMs');
    return page.evaluate('firstPictureMs');
  };
  /**
   * The longest task of any page during this work, in milliseconds: from its begin to its end, and how long it had a processor of
   * that. On a machine with other work the first says little.
   * @param {() => Promise<unknown>} work @returns {Promise<{ms: number, cpuMs: number}>}
   */
  const longestTask = async work => {
    await page.tracing.start({ categories: ['toplevel'] });
    await work();
    /** @type {{traceEvents: {name: string, ph: string, pid: number, tid: number, dur?: number, tdur?: number, args: {name?: string}}[]}} */
    const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
    const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
    const longest = traceEvents
      .filter(
        ({ name, pid, tid }) => name.endsWith('RunTask') && threads.some(one => one.pid === pid && one.tid === tid),
      )
      .reduce((most, { dur = 0, tdur = 0 }) => (dur > most.dur ? { dur, tdur } : most), { dur: 0, tdur: 0 });
    return { ms: longest.dur / 1000, cpuMs: longest.tdur / 1000 };
  };

  /** A place on the timeline, at this share of its length. @param {number} share @returns {Promise<[number, number]>} */
  const placeOf = async share => {
    const box = await (await page.waitForSelector('[role=slider]'))?.boundingBox();
    if (!box) throw new Error('no timeline');
    return [box.x + box.width * share, box.y + box.height - 8];
  };

  return {
    firstPictureMs,
    longestTask,

    /** Moves the mouse to a place on the timeline, or with none away from it. @param {number} [share] */
    async pointAt(share) {
      await page.mouse.move(...(share === undefined ? /** @type {const} */ ([300, 300]) : await placeOf(share)));
    },

    /** A real click on the timeline at this place: milliseconds until painted. @param {number} share @returns {Promise<any>} */
    async seek(share) {
      await page.evaluate(`globalThis.painted ??= ${PAINTED};
        document.querySelector('[role=slider]').addEventListener('pointerdown', ({ currentTarget: slider }) => {
          const second = () => Number(slider.getAttribute('aria-valuenow'));
          const before = second();
          // Until the slider has moved, the picture of before is no answer.
          globalThis.took = painted(() => second() === before ? Infinity : second());
        }, { capture: true, once: true });`);
      await page.mouse.click(...(await placeOf(share)));
      return page.evaluate('took');
    },

    /** Plays for a while. @param {string} speed @param {number} ms */
    async play(speed, ms) {
      await page.select('.speed select', speed);
      await page.locator('aria/Play').click();
      await new Promise(resolve => setTimeout(resolve, ms));
      await page.locator('aria/Pause').click();
    },

    /** Opens the console panel and waits until all of it is read: how many rows, after how many milliseconds. */
    async console() {
      const from = Date.now();
      await page.locator('#tab-console').click();
      await page.waitForFunction(() => document.querySelector('[role=option]') && !document.querySelector('.reading'), {
        timeout: 120_000,
      });
      const rows = await page.$eval('[role=option]', row => Number(row.getAttribute('aria-setsize')));
      return { ms: Date.now() - from, rows };
    },

    /** Megabytes of JavaScript heap, once what has left the stage is taken apart and all that is not in use is given up. @returns {Promise<any>} */
    async heapMb() {
      await page.evaluate('gc()');
      await new Promise(resolve => setTimeout(resolve, 500));
      // No collection is as thorough as the one before a snapshot: it gives up compiled code, too, of which each run has made another lot.
      const devtools = await page.createCDPSession();
      await devtools.send('HeapProfiler.takeHeapSnapshot');
      await devtools.detach();
      return page.evaluate('performance.memory.usedJSHeapSize / 1e6');
    },
  };
}
