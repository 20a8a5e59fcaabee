import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { createRunner, PuppeteerRunnerExtension, parse } from '@puppeteer/replay';
import puppeteer from 'puppeteer-core';
import { findBrowser } from '../../browser/find.mjs';

/** The programs that open what is exported: nothing of Tapedeck is in them. */

/** An ordinary Chromium, driven by Playwright; the shop's hosts lead to this machine. */
export const startPlainChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser('chromium')?.path,
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.test 127.0.0.1'],
  });

/** rrweb-player, as its package has it, on a page that is offline: gives the text it shows at each moment, in ms from the start. */
export async function playByRrweb(browser: Browser, events: unknown[], moments: number[]): Promise<string[]> {
  const context = await browser.newContext({ offline: true });
  try {
    const page = await context.newPage();
    await page.setContent('<body></body>');
    await page.addScriptTag({ content: await readFile('node_modules/rrweb-player/dist/rrweb-player.umd.cjs', 'utf8') });
    return await page.evaluate(
      async ([events, moments]) => {
        const { rrwebPlayer } = globalThis as unknown as {
          rrwebPlayer: { Player: new (of: object) => { goto(ms: number): void } };
        };
        const player = new rrwebPlayer.Player({
          target: document.body,
          props: { events, autoPlay: false, showController: false },
        });
        const shown: string[] = [];
        for (const ms of moments) {
          player.goto(ms);
          await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const frame = document.querySelector<HTMLIFrameElement>('.replayer-wrapper iframe');
          shown.push(frame?.contentDocument?.body?.innerText ?? '');
        }
        return shown;
      },
      [events, moments] as const,
    );
  } finally {
    await context.close();
  }
}

const FLAGS = ['--no-sandbox', '--host-resolver-rules=MAP *.test 127.0.0.1'];

/** Type-checks tests and runs them with `npx playwright test`; gives what it said, and whether all passed. */
export async function runPlaywright(
  tests: Record<string, string>,
  env: Record<string, string>,
): Promise<{ ok: boolean; output: string; types: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-playwright-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(tests)) await writeFile(join(folder, name), text);
  const executablePath = findBrowser('chromium')?.path;
  const config = {
    timeout: 60_000,
    expect: { timeout: 30_000 },
    reporter: 'line',
    workers: 1,
    use: { actionTimeout: 30_000, launchOptions: { executablePath, args: FLAGS } },
  };
  await writeFile(join(folder, 'playwright.config.ts'), `export default ${JSON.stringify(config)};`);
  const run = (command: string, ...args: string[]) =>
    new Promise<{ ok: boolean; output: string }>(done => {
      const child = spawn(process.execPath, [join('node_modules', command), ...args], {
        cwd: folder,
        env: { ...process.env, ...env },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (output += text));
      child.on('close', code => done({ ok: code === 0, output }));
    });
  try {
    const names = Object.keys(tests);
    const options =
      '--noEmit --strict --skipLibCheck --target esnext --module esnext --moduleResolution bundler --types node';
    const types = await run('typescript/bin/tsc', ...options.split(' '), ...names);
    const { ok, output } = await run('@playwright/test/cli.js', 'test');
    return { ok, output, types: types.output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Parses a recording as @puppeteer/replay does and runs it; gives the address it ends at. */
export async function replayRecording(json: unknown): Promise<string> {
  const browser = await puppeteer.launch({ executablePath: findBrowser('chromium')?.path, args: FLAGS });
  try {
    const page = await browser.newPage();
    const extension = new PuppeteerRunnerExtension(browser as never, page as never, { timeout: 30_000 });
    await (await createRunner(parse(json), extension)).run();
    return page.url();
  } finally {
    await browser.close();
  }
}
