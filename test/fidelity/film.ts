import type { Page } from 'puppeteer-core';
import { type Tester, until } from '../e2e/support/tester';
import type { Places, Scene } from './scenes';

export const VIEWPORT = { width: 1280, height: 800 };

/** A moment of a page as it really was. */
export interface Shot {
  scene: string;
  moment: string;
  /** Epoch milliseconds: the page stood still around it. */
  at: number;
  /** Two pictures, one right after the other: what differs between them no replay can know. */
  live: [png: Uint8Array, again: Uint8Array];
  text: string;
}

/**
 * The words that can be seen in a page, its frames and its shadow roots. Runs in a page; takes all it needs as arguments.
 */
export function visibleText(root: Document | ShadowRoot): string {
  const words: string[] = [];
  const read = (from: Document | ShadowRoot) => {
    const doc = from.ownerDocument ?? (from as Document);
    const walker = doc.createTreeWalker(from, 5); // elements and texts
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 1) {
        const { shadowRoot, contentDocument } = node as HTMLIFrameElement;
        if (shadowRoot) read(shadowRoot);
        if (contentDocument) read(contentDocument);
        continue;
      }
      const parent = node.parentElement;
      if (!parent || /^(script|style|noscript|template|title|iframe)$/i.test(parent.tagName)) continue;
      const text = node.nodeValue?.replace(/\s+/g, ' ').trim();
      if (text && parent.checkVisibility({ visibilityProperty: true })) words.push(text);
    }
  };
  read(root);
  return words.join(' ');
}

/** Waits until fonts and pictures are there, what moves has come to rest, and nothing has changed for a while. */
const untilStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const QUIET_MS = 300;
    const LONGEST_MS = 5_000;
    const begun = performance.now();
    let changed = begun;
    const observer = new MutationObserver(() => {
      changed = performance.now();
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    await document.fonts.ready;
    const moves = () =>
      document
        .getAnimations()
        .some(one => one.playState === 'running' && one.effect?.getComputedTiming().iterations !== Infinity);
    const waits = () => [...document.images].some(({ complete, loading }) => !complete && loading !== 'lazy');
    while (performance.now() - begun < LONGEST_MS) {
      if (!moves() && !waits() && performance.now() - changed > QUIET_MS) break;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    observer.disconnect();
  });

async function shoot(page: Page, scene: Scene, moment: string): Promise<Shot> {
  await untilStill(page);
  const count = async () => scene.ticking && page.$eval(scene.ticking, ({ textContent }) => textContent);
  for (;;) {
    const before = await count();
    const first = await page.screenshot({ captureBeyondViewport: false });
    const at = await page.evaluate(() => Date.now());
    const second = await page.screenshot({ captureBeyondViewport: false });
    const text = await page.evaluate(`(${visibleText})(document)`);
    if ((await count()) === before) return { scene: scene.name, moment, at, live: [first, second], text: String(text) };
  }
}

/** Waits until no more is being fetched for the tape. */
async function untilCollected(tester: Tester): Promise<void> {
  const QUIET_MS = 700;
  let count = -1;
  let since = Date.now();
  await until('the assets of a page', async () => {
    const { assetRefs } = await tester.tape();
    if (assetRefs.length !== count) {
      count = assetRefs.length;
      since = Date.now();
    }
    return Date.now() - since > QUIET_MS;
  });
}

/** Records the scenes one after the other in one tab, as one tester would. */
export async function film(tester: Tester, page: Page, scenes: Scene[], places: Places): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const scene of scenes) {
    await page.goto(scene.url(places));
    for (const [moment, act] of Object.entries(scene.moments)) {
      await act(page);
      shots.push(await shoot(page, scene, moment));
    }
    await untilCollected(tester);
  }
  await page.goto('about:blank');
  return shots;
}
