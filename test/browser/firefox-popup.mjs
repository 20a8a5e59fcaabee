import { writeFile } from 'node:fs/promises';
import { runInChrome } from './firefox-chrome.mjs';
import { drawPopup, hidePopup, inPopup, isPopupGone, sendScript } from './firefox-inside.mjs';

/** @typedef {import('puppeteer-core').Browser} Browser */
/** @typedef {{timeout?: number}} Patience */
/**
 * What a test may use of a popup in either browser. (Of a locator: click and wait.)
 * @typedef {Pick<import('puppeteer-core').Page, 'evaluate' | 'waitForFunction' | 'waitForSelector' | 'click' | 'type' | 'locator' | 'close'>
 *   & {keyboard: {press(key: 'Tab'): Promise<void>}, isClosed(): boolean | Promise<boolean>, screenshot(options: {path: string}): Promise<unknown>}} Popup
 */

const PATIENCE_MS = 30_000;

/**
 * Drives the real, open popup. WebDriver BiDi does not offer it as a page, so we send scripts into it from the browser's
 * own window. The methods are those of a puppeteer Page with the same names, so that one test serves both browsers.
 * A selector is CSS or `aria/<accessible name>`; every method waits for its element.
 */
export class FirefoxPopup {
  #browser;
  #id;

  /** @param {Browser} browser @param {number} id of the popup's browsing context */
  constructor(browser, id) {
    this.#browser = browser;
    this.#id = id;
  }

  /** @template {unknown[]} A @template R @param {(...args: A) => R} fn @param {A} args @returns {Promise<Awaited<R>>} */
  evaluate(fn, ...args) {
    return this.#run({ op: 'evaluate', code: `(${fn})(...${JSON.stringify(args)})` });
  }

  /** @template {unknown[]} A @param {(...args: A) => unknown} fn @param {Patience} [patience] @param {A} args */
  async waitForFunction(fn, patience, ...args) {
    const deadline = Date.now() + (patience?.timeout ?? PATIENCE_MS);
    while (!(await this.evaluate(fn, ...args)))
      if (Date.now() > deadline) throw new Error(`Waited too long in the popup for: ${fn}`);
  }

  /** @param {string} selector @param {Patience} [patience] */
  async waitForSelector(selector, patience) {
    await this.#run({ op: 'find', selector, patienceMs: patience?.timeout });
  }

  /** A real, trusted click in the middle of the element. @param {string} selector */
  async click(selector) {
    await this.#run({ op: 'click', selector });
  }

  /** Focuses the element and inserts the text, with trusted input events. @param {string} selector @param {string} text */
  async type(selector, text) {
    await this.#run({ op: 'type', selector, text });
  }

  keyboard = {
    /** A real key, where the focus is. @param {'Tab'} key */
    press: async key => {
      await this.#run({ op: 'press', text: key });
    },
  };

  /** @param {string} selector */
  locator(selector) {
    return {
      click: () => this.click(selector),
      wait: () => this.waitForSelector(selector),
    };
  }

  /** A picture of what the popup shows. @param {{path: string}} options */
  async screenshot({ path }) {
    await writeFile(path, Buffer.from(await runInChrome(this.#browser, drawPopup, this.#id), 'base64'));
  }

  isClosed() {
    return runInChrome(this.#browser, isPopupGone, this.#id);
  }

  close() {
    return runInChrome(this.#browser, hidePopup, this.#id);
  }

  /** @param {object} order */
  async #run(order) {
    const script = `(${inPopup})(${JSON.stringify({ patienceMs: PATIENCE_MS, ...order })})`;
    const { error, value } = await runInChrome(this.#browser, sendScript, this.#id, script);
    if (error) throw new Error(error);
    return value;
  }
}
