/** @typedef {import('puppeteer-core').Page} Page */

/** A person reads a page before the next click; what it shows is fetched for the tape meanwhile. */
const READING_MS = 2_000;

/** @param {Page} page @param {string} id */
const click = (page, id) => page.locator(`[data-testid=${id}]`).click();

/** Clicks what leads to another page and waits for that page. @param {Page} page @param {string} id @param {RegExp} url */
async function follow(page, id, url) {
  await click(page, id);
  await page.waitForFunction(
    (source, flags) => new RegExp(source, flags).test(location.href) && document.readyState === 'complete',
    {},
    url.source,
    url.flags,
  );
  await new Promise(resolve => setTimeout(resolve, READING_MS));
}

/** Moves the mouse over the page as one does who looks at it. @param {Page} page */
async function lookAround(page) {
  await page.mouse.move(180, 260);
  await page.mouse.move(620, 420, { steps: 8 });
  await page.mouse.move(420, 560, { steps: 8 });
}

/** From the list of products to the thanks: logs in at login.test, buys a mug, pays at pay.test. @param {Page} page */
export async function order(page) {
  await lookAround(page);
  await follow(page, 'nav-account', /login\.test/);
  await page.type('#user', 'Ada');
  await page.type('#password', 'letmein');
  await follow(page, 'log-in', /\/account$/);

  await follow(page, 'nav-products', /www\.shop\.test[^/]*\/$/);
  await lookAround(page);
  await follow(page, 'product-mug', /\/product\/mug/);
  await click(page, 'add-to-cart');
  await page.waitForFunction(() => document.querySelector('[data-testid=add-status]')?.textContent);
  await follow(page, 'go-to-cart', /\/cart$/);
  await follow(page, 'checkout', /\/checkout$/);
  await lookAround(page);
  await page.type('#name', 'Ada Lovelace');
  await page.type('#email', 'ada@example.com');
  await page.select('#country', 'Ireland');
  await click(page, 'delivery-express');
  await page.type('#comment', 'Please ring twice.');
  await page.type('#card', '4242 4242 4242 4242');
  await follow(page, 'pay', /pay\.test/);
  await follow(page, 'confirm-payment', /\/thanks/);
  await lookAround(page);
}

/** How many clicks `comeBack` makes. */
export const CLICKS_AFTER_THE_BREAK = 3;

/** Goes on from the page that was left open. @param {Page} page */
export async function comeBack(page) {
  await lookAround(page);
  await follow(page, 'nav-products', /www\.shop\.test[^/]*\/$/);
  await follow(page, 'product-lamp', /\/product\/lamp/);
  await click(page, 'add-to-cart');
  await page.waitForFunction(() => document.querySelector('[data-testid=add-status]')?.textContent);
}
