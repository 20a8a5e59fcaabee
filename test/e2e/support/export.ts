import type { Page } from 'puppeteer-core';

/** Chooses a kind of file in an open export panel, waits until it is made, and saves it. */
export async function saveAs(page: Page, format: string): Promise<void> {
  await page.locator(`aria/${format}[role="radio"]`).click();
  await page.locator('aria/Save file').click();
}

/** Makes a page wait in the n-th digest that it makes from now on, so that what it works on is surely under way; gives what lets it go on, and counts them. */
export async function holdAtDigest(
  page: Page,
  n: number,
): Promise<{ reached: () => Promise<boolean>; go: () => Promise<void>; calls: () => Promise<number> }> {
  await page.evaluate(n => {
    const { subtle } = crypto;
    const digest = subtle.digest.bind(subtle);
    const held: { calls: number; go?: () => void } = { calls: 0 };
    Object.assign(globalThis, { held });
    subtle.digest = async (...given) => {
      if (++held.calls === n) await new Promise<void>(go => Object.assign(held, { go }));
      return digest(...given);
    };
  }, n);
  interface Held {
    held: { calls: number; go?: () => void };
  }
  return {
    reached: () => page.evaluate(() => (globalThis as unknown as Held).held.go !== undefined),
    go: () => page.evaluate(() => (globalThis as unknown as Held).held.go?.()),
    calls: () => page.evaluate(() => (globalThis as unknown as Held).held.calls),
  };
}
