import type { Page, Viewport } from 'puppeteer-core';
import { CANVAS_TAG } from '../../src/session/canvas';
import { runInChrome } from '../browser/firefox-chrome.mjs';
import { type Tester, until } from '../e2e/support/tester';
import type { Places, Scene, Wishes } from './scenes';

export const VIEWPORT: Viewport = { width: 1280, height: 800, deviceScaleFactor: 1 };

/** A box in a picture, in its own pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A moment of a page as it really was. */
export interface Shot {
  scene: string;
  moment: string;
  /** Epoch milliseconds: the page stood still around it. */
  at: number;
  /** Two pictures, one right after the other: what differs between them no replay can know. */
  live: [png: Uint8Array, again: Uint8Array];
  text: string;
  viewport: Viewport;
  /** What cannot be on tape, and does not count. */
  covered: Box[];
}

/** The words that can be seen in a document and its shadow roots. Runs in a page; takes all it needs as arguments. */
export function visibleText(root: Document | ShadowRoot): string {
  const words: string[] = [];
  const read = (from: Document | ShadowRoot) => {
    const doc = from.ownerDocument ?? (from as Document);
    const walker = doc.createTreeWalker(from, 5); // elements and texts
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 1) {
        const { shadowRoot } = node as Element;
        if (shadowRoot) read(shadowRoot);
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

/** The words of all documents of a page, in an order that does not depend on how they are nested. */
export const inOneText = (texts: unknown[]): string => texts.map(String).filter(Boolean).sort().join(' | ');

/** Waits until fonts and pictures are there, what moves has come to rest, and nothing has changed for a while. */
const untilStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const QUIET_MS = 300;
    const LONGEST_MS = 20_000;
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

/** Where elements that cannot be on tape stand, in pixels of a picture. */
const boxesOf = (page: Page, selector: string): Promise<Box[]> =>
  page.$$eval(selector, elements =>
    elements.map(element => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const round = (px: number) => Math.round(px * devicePixelRatio);
      return { x: round(x), y: round(y), width: round(width), height: round(height) };
    }),
  );

/** The strip of the page's scroll bar: Firefox's pictures show there what is behind a page, and white behind a frame. */
const barOf = (page: Page): Promise<Box> =>
  page.evaluate(() => {
    const { clientWidth } = document.documentElement;
    const [x, right, height] = [clientWidth, innerWidth, innerHeight].map(px => Math.round(px * devicePixelRatio));
    return { x: x ?? 0, y: 0, width: (right ?? 0) - (x ?? 0), height: height ?? 0 };
  });

async function shoot(page: Page, scene: Scene, moment: string): Promise<Shot> {
  await untilStill(page);
  const viewport = { ...VIEWPORT, ...scene.viewport };
  const words = async () =>
    inOneText(await Promise.all(page.frames().map(frame => frame.evaluate(`(${visibleText})(document)`))));
  // Again, where the page has gone on meanwhile.
  for (;;) {
    const text = await words();
    const first = await page.screenshot({ captureBeyondViewport: false });
    const at = await page.evaluate(() => Date.now());
    const second = await page.screenshot({ captureBeyondViewport: false });
    const covered = [await barOf(page), ...(scene.covered ? await boxesOf(page, scene.covered) : [])];
    if ((await words()) === text)
      return { scene: scene.name, moment, at, live: [first, second], text, viewport, covered };
  }
}

/** Waits until no more is being fetched for the tape. */
async function untilCollected(tester: Tester, { patienceMs = 700 }: Scene): Promise<void> {
  let count = -1;
  let since = Date.now();
  await until('the assets of a page', async () => {
    const { assetRefs } = await tester.tape();
    if (assetRefs.length !== count) {
      count = assetRefs.length;
      since = Date.now();
    }
    return Date.now() - since > patienceMs;
  });
}

/** Drawings are looked at twice a second. */
const untilDrawn = (tester: Tester, since: number): Promise<unknown> =>
  tester.tapeWith('a drawing', ({ chunks }) =>
    chunks.some(({ events }) => events.some(({ data, timestamp }) => data.tag === CANVAS_TAG && timestamp > since)),
  );

/** What the user has asked the system for. */
async function wish(tester: Tester, page: Page, { dark = false, lessMotion = false }: Wishes): Promise<void> {
  if (tester.kind === 'chromium')
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
      { name: 'prefers-reduced-motion', value: lessMotion ? 'reduce' : 'no-preference' },
    ]);
  else
    await runInChrome(
      tester.browser,
      (isDark, isLess) => {
        // @ts-expect-error Firefox's own
        Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', isDark ? 0 : 2);
        // @ts-expect-error Firefox's own
        Services.prefs.setIntPref('ui.prefersReducedMotion', isLess ? 1 : 0);
      },
      dark,
      lessMotion,
    );
}

/** Records the scenes one after the other in one tab, as one tester would. */
export async function film(tester: Tester, page: Page, scenes: Scene[], places: Places): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const scene of scenes) {
    await page.setViewport({ ...VIEWPORT, ...scene.viewport });
    await wish(tester, page, scene.wishes ?? {});
    const since = tester.now();
    await page.goto(scene.url(places));
    if (scene.draws) await untilDrawn(tester, since);
    for (const [moment, act] of Object.entries(scene.moments)) {
      await act(page);
      shots.push(await shoot(page, scene, moment));
    }
    await untilCollected(tester, scene);
  }
  await wish(tester, page, {});
  await page.goto('about:blank');
  return shots;
}
