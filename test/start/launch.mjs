import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../browser/chromium.mjs';
import { launchFirefox } from '../browser/firefox.mjs';

/** @typedef {import('../browser/find.mjs').FoundBrowser} FoundBrowser */
/** @typedef {Awaited<ReturnType<typeof launchChromium>>} Launched */

/**
 * Starts a browser with the extension in a profile of its own, does something with it, and takes both away again, whatever
 * happens; when `signal` aborts, at once.
 * @param {object} options
 * @param {FoundBrowser} options.browser
 * @param {string} options.extensionDir
 * @param {boolean} options.headless
 * @param {AbortSignal} options.signal
 * @param {Record<string, unknown>} [options.prefs] Firefox's
 * @param {string[]} [options.args] Chromium's
 * @param {(launched: Launched) => Promise<void>} work
 */
export async function withBrowser({ browser, extensionDir, headless, signal, prefs, args }, work) {
  signal.throwIfAborted();
  const userDataDir = await mkdtemp(join(tmpdir(), 'tapedeck-start-'));
  const launchOptions = {
    // The caller's signal decides, so that the profile is removed as well.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...(!headless && browser.kind === 'chromium' && { ignoreDefaultArgs: ['--enable-automation'] }),
  };
  const options = { extensionDir, headless, userDataDir, executablePath: browser.path, launchOptions };
  /** @type {Launched | undefined} */
  let launched;
  const abort = () => launched?.kill();
  try {
    launched = await (browser.kind === 'chromium'
      ? launchChromium({ ...options, args })
      : launchFirefox({ ...options, prefs })
    ).catch(error => {
      throw new Error(
        `${browser.name} (${browser.path}) did not start with Tapedeck; it needs Chrome, Chromium or Edge 148, or Firefox 142, or newer. It said: ${firstLine(error)}`,
      );
    });
    signal.throwIfAborted();
    signal.addEventListener('abort', abort);
    await work(launched);
  } finally {
    signal.removeEventListener('abort', abort);
    await launched?.close().catch(() => launched?.kill());
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** @param {Error} error */
const firstLine = error => error.message.trim().split('\n')[0];
