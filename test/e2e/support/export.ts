import type { Page } from 'puppeteer-core';

/** Chooses a kind of file in an open export panel, waits until it is made, and saves it. */
export async function saveAs(page: Page, format: string): Promise<void> {
  await page.locator(`aria/${format}[role="radio"]`).click();
  await page.locator('aria/Save file').click();
}
