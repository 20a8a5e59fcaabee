import { readFile } from 'node:fs/promises';
import { type Browser, chromium } from '@playwright/test';
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
