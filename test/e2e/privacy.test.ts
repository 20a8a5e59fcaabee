import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { isWhole } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** What a tester types into the shop's checkout, by field; each is a word that stands nowhere else. */
const TYPED = {
  name: 'Zaphodella',
  email: 'quokka@wombat.test',
  comment: 'leave-it-with-the-narwhal',
  greeting: 'happy-axolotl-day',
};
/** What never reaches the tape, whatever the settings. */
const SECRET = { password: 'pangolin-in-the-attic', code: '918273', card: '4556737586899855', csc: 'zqxj' };

async function fillIn(page: Page): Promise<string> {
  for (const [field, value] of Object.entries({ ...TYPED, ...SECRET }))
    await page.type(`[data-testid=${field}]`, value);
  // The password shown for a moment, in the page's own way.
  await page.click('[data-testid=toggle-password]');
  await page.type('[data-testid=password]', 'x');
  await page.click('[data-testid=toggle-password]');
  return page.evaluate(() => document.querySelector<HTMLInputElement>('#csrf')?.value ?? '');
}

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  afterEach(() => tester?.end());

  const tapeOf = async (page: Page): Promise<string> => {
    await page.goto('about:blank');
    const tape = await tester.tapeWith(
      'the end of the tape',
      whole => whole.streams.length > 0 && whole.streams.every(({ closeReason }) => closeReason) && isWhole(whole),
    );
    return JSON.stringify(tape);
  };

  test('nothing that is typed reaches the tape, nor a token in an address', async () => {
    tester = await startTester(kind);
    const page = await tester.visit('/checkout?access_token=kakapo-token-1234');
    await tester.record(page);
    const csrf = await fillIn(page);
    expect(csrf).not.toBe('');
    const text = await tapeOf(page);
    expect(text, 'the tape is not empty').toContain('Checkout');
    for (const word of [...Object.values(TYPED), ...Object.values(SECRET), csrf, 'kakapo-token-1234'])
      expect(text, word).not.toContain(word);
  });

  test('with "What you type" on, typed words are on tape, and secrets still are not', async () => {
    tester = await startTester(kind);
    const options = await tester.extensionPage('options/index.html');
    await options.locator('aria/What you type').click();
    await until('the setting to be stored', async () => {
      const { settings } = (await tester.tape()) as unknown as {
        settings: { key: string; value: { keystrokes?: boolean } }[];
      };
      return settings?.some(({ key, value }) => key === 'recording' && value.keystrokes);
    });
    await options.close();
    const page = await tester.visit('/checkout');
    await tester.record(page);
    const csrf = await fillIn(page);
    const text = await tapeOf(page);
    for (const word of Object.values(TYPED)) expect(text, word).toContain(word);
    for (const word of [...Object.values(SECRET), csrf]) expect(text, word).not.toContain(word);
  });
});
