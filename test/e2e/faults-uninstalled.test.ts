import { afterEach, describe, expect, test } from 'vitest';
import { clicksOnTape } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

describe.each(KINDS)('When the extension is removed from %s', kind => {
  let tester: Tester;
  afterEach(() => tester?.end());

  test('the recorder that it leaves in an open page hears nobody and stops, without an error', async () => {
    tester = await startTester(kind);
    const page = await tester.visit('/counter');
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(String(error)));
    await page.evaluate(() => {
      Object.assign(window, { __insertRule: CSSStyleSheet.prototype.insertRule });
    });
    /** While rrweb runs, its own stands in place of it. */
    const isWatched = () =>
      page.evaluate(
        () => CSSStyleSheet.prototype.insertRule !== (window as unknown as { __insertRule: unknown }).__insertRule,
      );
    await tester.record(page);
    await page.click('[data-testid=count]');
    await tester.tapeWith('a click', tape => clicksOnTape(tape) === 1);
    expect(await isWatched()).toBe(true);
    if (kind === 'firefox') await tester.browser.uninstallExtension('tapedeck@tapedeck.dev');
    else {
      const own = await tester.extensionPage('options/index.html');
      const closed = new Promise(resolve => own.once('close', resolve));
      // Later, for the page goes with it and could not answer.
      await own.evaluate(() => {
        const { chrome } = globalThis as unknown as { chrome: { management: { uninstallSelf(): void } } };
        setTimeout(() => chrome.management.uninstallSelf());
      });
      await closed;
      await page.bringToFront();
    }
    await page.click('[data-testid=count]');
    await until('rrweb to have let go of the page', async () => !(await isWatched()));
    expect(errors).toEqual([]);
  });
});
