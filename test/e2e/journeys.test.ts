import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayer } from './support/reading';
import { fidget } from './support/story';
import { KINDS, startTester, type Tester, until } from './support/tester';

describe.each(KINDS)('A tester whose way leads to another site, with %s', kind => {
  let tester: Tester;
  beforeAll(async () => {
    tester = await startTester(kind, { hosts: ['*://www.shop.test/*', '*://login.test/*'] });
  });
  afterAll(() => tester?.end());

  test('is told by the popup that it is not on tape, records it with one click, and follows the way in the player', async () => {
    const page = await tester.visit('/');
    const offers = async () => {
      const popup = await tester.openPopup(page);
      const seen = await until('the list of sessions', () =>
        popup.evaluate(() => {
          const [list, offer] = [document.querySelector('.sessions > li'), document.querySelector('.record-too p')];
          return list && document.querySelector('.host') && { offer: offer?.textContent ?? '' };
        }),
      );
      return { popup, ...seen };
    };
    await tester.record(page);
    await fidget(page);
    await page.click('[data-testid=product-lamp]').catch(() => page.click('main'));
    await tester.tapeWith('a session', ({ sessions }) => sessions.length === 1);
    const at = await offers();
    expect(at.offer, 'here it is recorded').toBe('');
    await at.popup.close();

    await page.bringToFront();
    await page.goto(tester.site.url('login.test', '/'));
    const popup = await tester.openPopup(page);
    await until('the offer', () =>
      popup.evaluate(() =>
        document.querySelector('.record-too p')?.textContent?.includes('running session of shop.test'),
      ),
    );
    await popup.locator('aria/Record this site too').click();
    await until('it to be recorded', async () => (await tester.badge(page)) === 'REC');
    if (!popup.isClosed()) {
      await until('no offer any more', () => popup.evaluate(() => document.querySelector('.record-too') === null));
      expect(await popup.evaluate(() => document.activeElement?.className), 'the focus').toBe('record-switch');
      await popup.close();
    }
    await page.bringToFront();
    await fidget(page);
    const { sessions } = await tester.tapeWith('a session of the other site', tape => tape.sessions.length === 2);

    const player = await openPlayer(tester, sessions.find(({ site }) => site === 'shop.test')?.id);
    await until('the step that leads there', () =>
      player.evaluate(() => {
        const step = [...document.querySelectorAll<HTMLElement>('[role=option]')].find(row =>
          row.textContent?.includes('login.test'),
        );
        step?.click();
        return document.querySelector('a[href*="session="].small:not(.neighbours a)') !== null;
      }),
    );
    await player.locator('::-p-text(Continue there)').click();
    await until('the other session', () =>
      player
        .evaluate(() => document.querySelector('.header .facts')?.textContent?.includes('login.test'))
        .catch(() => false),
    );
    await player.close();
  });
});
