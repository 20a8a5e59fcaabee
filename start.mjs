/**
 * `npm start`: finds a browser, builds the extension and starts the demo shop. With a display it opens the browser for you to
 * try; without one (or with --headless, or TAPEDECK_HEADLESS=1) it plays the tester itself and leaves what it recorded in
 * `recordings/`.
 */
import process from 'node:process';

process.chdir(import.meta.dirname);

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
const headless = process.argv.includes('--headless') || process.env.TAPEDECK_HEADLESS === '1' || !hasDisplay();

/** Ends whatever runs when the user says so; what is started passes this on and cleans up behind itself. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());

try {
  // Not imported above: without `npm ci` these lack what they need, and that deserves a sentence.
  const { buildAll } = await import('./build.mjs');
  const { findBrowser } = await import('./test/browser/find.mjs');
  const { ensureBrowsers } = await import('./test/browser/install.mjs');
  const { startSite } = await import('./test/site/server.mjs');
  const { recordByItself } = await import('./test/start/by-itself.mjs');
  const { letTry } = await import('./test/start/let-try.mjs');

  const browser = findBrowser() ?? ensureBrowsers(['chromium'])[0];
  await buildAll({ test: headless });
  const site = await startSite();
  try {
    await (headless ? recordByItself : letTry)({ browser, site, signal: stop.signal });
  } finally {
    await site.close();
  }
} catch (error) {
  if (stop.signal.aborted) process.exit(130);
  const missing = error.code === 'ERR_MODULE_NOT_FOUND';
  console.error(missing ? 'Something is not installed: run "npm ci" first.' : `npm start failed: ${error.message}`);
  process.exit(1);
}
