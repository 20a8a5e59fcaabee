import { spawnSync } from 'node:child_process';
import { once } from 'node:events';

/**
 * Kills a browser as a crash or a power cut would, and waits until it is gone.
 * @param {import('puppeteer-core').Browser} browser
 */
export async function killBrowser(browser) {
  const child = browser.process();
  if (!child?.pid || hasExited(child)) return;
  const gone = once(child, 'exit');
  // puppeteer makes the browser the leader of its process group, so this takes the renderers too.
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else process.kill(-child.pid, 'SIGKILL');
  await gone;
}

/**
 * Closes a browser unless it has been killed before. The profile goes with it if puppeteer made it.
 * @param {import('puppeteer-core').Browser} browser
 */
export async function closeBrowser(browser) {
  const child = browser.process();
  if (child && !hasExited(child)) await browser.close();
}

/** @param {import('node:child_process').ChildProcess} child */
const hasExited = child => child.exitCode !== null || child.signalCode !== null;
