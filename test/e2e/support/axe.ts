import { readFile } from 'node:fs/promises';
import type * as Axe from 'axe-core';
import type { Page } from 'puppeteer-core';

/** What axe finds on a page of ours, in light and then, of colours alone, in dark. What a recorded page looked like is not ours to judge. */
export async function problems(page: Pick<Page, 'evaluate'>): Promise<string[]> {
  await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  const found: string[] = [];
  for (const scheme of ['light', 'dark'])
    found.push(
      ...(await page.evaluate(async scheme => {
        document.documentElement.style.colorScheme = scheme;
        const { violations } = await (globalThis as unknown as { axe: typeof Axe }).axe.run(
          { exclude: ['.recorded'] },
          { iframes: false, ...(scheme === 'dark' && { runOnly: ['color-contrast'] }) },
        );
        return violations.map(({ id, nodes }) => `${scheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      }, scheme)),
    );
  await page.evaluate(() => document.documentElement.style.removeProperty('color-scheme'));
  return found;
}
