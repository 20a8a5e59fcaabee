import { unzipSync } from 'fflate';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayRecording, runPlaywright } from './support/clients';
import { holdAtDigest, saveAs } from './support/export';
import { startForeign } from './support/foreign';
import { KINDS, startTester, type Tester, until } from './support/tester';

const HOSTS = ['*://www.shop.test/*', '*://admin.test/*', '*://swagger.test/*'];

describe.each(KINDS)('What a tester did in %s', kind => {
  let tester: Tester;
  let foreign: Awaited<ReturnType<typeof startForeign>>;
  /** Where each session ended. */
  const ends: Record<string, string> = {};

  const at = (page: Page, path: string) => until(path, async () => page.url().includes(path));
  const click = async (page: Page, selector: string) => {
    await page.waitForSelector(selector, { visible: true });
    await page.click(selector);
  };
  const clicked = (site: string, count: number) =>
    tester.tapeWith(`${count} clicks at ${site}`, ({ sessions }) =>
      sessions.some(one => one.site === site && one.counts.clicks >= count),
    );

  beforeAll(async () => {
    [tester, foreign] = await Promise.all([startTester(kind, { hosts: HOSTS }), startForeign()]);
    const shop = await tester.visit('/');
    await tester.record(shop);
    await click(shop, '[data-testid=product-mug]');
    await at(shop, '/product/mug');
    await click(shop, '[data-testid=add-to-cart]');
    await until('the answer', () => shop.evaluate(() => document.body.innerText.includes('Added to the cart.')));
    await click(shop, '[data-testid=go-to-cart]');
    await at(shop, '/cart');
    await shop.goto(tester.site.url('www.shop.test', '/frames'));
    const frame = await shop.waitForFrame(one => one.url().endsWith('/frames/inner'));
    const press = await frame.waitForSelector('#press');
    await tester.tapeWith('the frame', ({ chunks }) => JSON.stringify(chunks).includes('inner-button'));
    await press?.click();
    await tester.tapeWith('what was done in the frame', ({ marks }) => marks.some(({ frame }) => frame?.[0] === 0));
    await shop.goto(tester.site.url('www.shop.test', '/checkout'));
    await shop.type('#email', 'ada@example.com');
    await shop.type('#password', 'correct horse');
    await click(shop, '[data-testid=delivery-express]');
    ends['shop.test'] = shop.url();
    await clicked('shop.test', 5);

    // The clients are the same, and where it was recorded shows at one site as at three.
    if (kind === 'firefox') return;
    const admin = await tester.visit(foreign.url('admin.test'));
    await tester.record(admin);
    // A dialog that fades away still lies over the page when a program clicks again at once.
    await click(admin, '#userDropdown');
    await click(admin, '[data-target="#logoutModal"]');
    await admin.waitForSelector('#logoutModal.show .btn-secondary', { visible: true });
    await until('the dialog to stand', () => admin.evaluate(() => document.getAnimations().length === 0));
    await click(admin, '#logoutModal .btn-secondary');
    await admin.waitForSelector('.modal-backdrop', { hidden: true });
    await click(admin, '[data-target="#collapseTwo"]');
    await click(admin, '#collapseTwo a[href="cards.html"]');
    await at(admin, 'cards.html');
    await click(admin, '.nav-item a[href="tables.html"]');
    await at(admin, 'tables.html');
    ends['admin.test'] = admin.url();
    await clicked('admin.test', 6);

    const swagger = await tester.visit(foreign.url('swagger.test'));
    await tester.record(swagger);
    await click(swagger, '.opblock-summary-control');
    await click(swagger, '.try-out__btn');
    await until('the form', () => swagger.evaluate(() => document.querySelector('.execute') !== null));
    await click(swagger, '.execute');
    await until('the answer', () => swagger.evaluate(() => document.body.innerText.includes('Server response')));
    await at(swagger, 'listPets');
    ends['swagger.test'] = swagger.url();
    await clicked('swagger.test', 3);
  });
  afterAll(() => Promise.all([tester?.end(), foreign?.close()]));

  /** Exports a site's session through the library's own buttons. */
  const exported = async (format: string, ending: string) => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    await library.waitForSelector('[aria-label="Sessions"] li');
    const files: Record<string, string> = {};
    for (const site of Object.keys(ends)) {
      const row = await library.evaluateHandle(
        site =>
          [...document.querySelectorAll('[aria-label="Sessions"] li')].find(one => one.textContent?.includes(site)),
        site,
      );
      const button = await (row as unknown as { $(selector: string): Promise<{ click(): Promise<void> } | null> }).$(
        'aria/Export',
      );
      await button?.click();
      await saveAs(library, format);
      const { bytes } = await tester.downloaded(`${site}_`, ending);
      files[site] = bytes.toString();
      await button?.click();
    }
    await library.close();
    return files;
  };

  test('runs again as tests of @playwright/test', async () => {
    const files = await exported('Playwright test (.spec.ts)', '.spec.ts');
    const shop = files['shop.test'] ?? '';
    expect(shop).toContain("getByRole('button', { name: 'Add to cart' }).click()");
    expect(shop).toContain('process.env.TEST_CHOOSE_A_PASSWORD');
    expect(shop, 'in a frame').toContain(
      "locator('iframe, frame').nth(0).contentFrame().getByRole('button', { name: 'Press' }).click()",
    );
    expect(shop, 'what is masked is a name, never dots').not.toMatch(/•/);
    const { ok, output, types } = await runPlaywright(
      Object.fromEntries(Object.entries(files).map(([site, text]) => [`${site}.spec.ts`, text])),
      { TEST_EMAIL: 'ada@example.com', TEST_CHOOSE_A_PASSWORD: 'correct horse' },
    );
    expect(types).toBe('');
    expect(ok, `${output}\n${Object.values(files).join('\n')}`).toBe(true);
    expect(output).toContain(`${Object.keys(ends).length} passed`);
  });

  test('runs again as recordings of DevTools’ Recorder, and ends on the same pages', async () => {
    const files = await exported('DevTools Recorder (.json)', '.recorder.json');
    for (const [site, text] of Object.entries(files)) {
      const recording = JSON.parse(text.replaceAll(/\$\{TEST_EMAIL\}/g, 'ada@example.com'));
      const clicks = recording.steps.filter(({ type }: { type: string }) => type === 'click');
      expect(clicks[0].selectors.length, 'several ways to find the first').toBeGreaterThan(1);
      expect(await replayRecording(recording).catch(error => `${site}: ${error}\n${text}`)).toBe(ends[site]);
    }
  });

  test('leaves in one file, of the sessions that are selected, unless that is cancelled', async () => {
    const library = await tester.extensionPage('popup/index.html?view=library');
    await library.waitForSelector('[aria-label="Sessions"] li');
    const boxes = (await library.$$('aria/Select[role="checkbox"]')).slice(-2);
    for (const box of boxes) await box.click();
    const before = await tester.files();
    const { reached, go } = await holdAtDigest(library, 2);
    await library.locator(`aria/Export selected (${boxes.length})`).click();
    await until('the work to be under way', reached);
    await library.$eval('.status .text-button', cancel => (cancel as HTMLElement).click());
    await go();
    await library.waitForFunction(() => document.body.innerText.includes('Stopped. Nothing was saved.'));
    expect(await tester.files()).toEqual(before);
    await library.locator(`aria/Export selected (${boxes.length})`).click();
    const { bytes } = await tester.downloaded('backup');
    expect(Object.keys(unzipSync(bytes))).toHaveLength(boxes.length);
    await library.close();
  });
});
