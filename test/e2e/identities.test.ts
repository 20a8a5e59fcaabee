import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** The clicks of each session, by whose it is. */
const clicksOf = ({ sessions }: WholeTape): Record<string, number[]> => {
  const clicks: Record<string, number[]> = {};
  for (const { identity, counts } of sessions) clicks[identity] = [...(clicks[identity] ?? []), counts.clicks];
  return clicks;
};

describe.each(KINDS)('Whose session it is, in %s', kind => {
  let tester: Tester;
  let page: Page;
  beforeAll(async () => {
    tester = await startTester(kind, { allowPrivate: true });
    page = await tester.visit('/counter');
    await tester.record(page);
    await page.click('[data-testid=count]');
    await tester.tapeWith('a session', ({ sessions }) => sessions.length === 1);
  });
  afterAll(() => tester?.end());

  const count = async (tab: Page) => {
    await tab.bringToFront();
    await tab.click('[data-testid=count]');
  };
  const clicksBecome = (clicks: Record<string, number[]>) =>
    tester.tapeWith(JSON.stringify(clicks), tape => {
      const seen = clicksOf(tape);
      return (
        Object.keys(seen).length === Object.keys(clicks).length &&
        Object.entries(clicks).every(([identity, counts]) => `${seen[identity]}` === `${counts}`)
      );
    });
  const popupSays = async (tab: Page, words: RegExp, press?: string) => {
    const popup = await tester.openPopup(tab);
    await popup.waitForFunction(source => new RegExp(source).test(document.body.innerText), {}, words.source);
    if (press) await popup.locator(`aria/${press}`).click();
    else await popup.close();
  };

  test('a private window is recorded only when browser and setting allow it, and then as a session of its own', async () => {
    const options = await tester.extensionPage('options/index.html');
    const hidden = await tester.privatePage();
    // An address of its own, by which its badge is told from that of the other window.
    await hidden.goto(tester.site.url('www.shop.test', '/counter?private'));
    await count(hidden);
    await popupSays(hidden, /Private windows are not recorded/);
    expect(clicksOf(await tester.tape())).toEqual({ normal: [1] });

    await options.bringToFront();
    await options.locator('aria/Private windows').click();
    await until('it to be saved', () => options.evaluate(() => document.body.innerText.includes('Saved.')));
    await options.close();
    await until('the private page to be recorded', async () => (await tester.badge(hidden)) === 'REC');
    await count(hidden);
    await count(page);
    await count(hidden);
    const tape = await clicksBecome({ normal: [2], private: [2] });
    const own = tape.sessions.find(({ identity }) => identity === 'private');

    // What a hand ends in one window goes on in the other.
    await tester.intend('endSession', { sessionId: own?.id, at: tester.now() });
    await count(hidden);
    await count(page);
    await clicksBecome({ normal: [3], private: [2, 1] });

    if (kind === 'chromium') await popupSays(hidden, /Recording the session that began/);
    else {
      // There a private window's popup reads a database of its own: it says so, and shows where the sessions are.
      await popupSays(hidden, /Firefox keeps what is stored apart/, 'Open in a normal window');
      // Of our own pages Firefox tells no address from outside.
      const list = await until('the library', async () => {
        for (const one of await tester.browser.pages())
          if (await one.evaluate(() => location.search === '?view=library').catch(() => false)) return one;
      });
      await until('the three sessions', async () => {
        const rows = await list.evaluate(() => document.querySelectorAll('[aria-label="Sessions"] li').length);
        return rows === 3;
      });
      await list.close();
    }
    await hidden.close();
  });

  test.runIf(kind === 'firefox')('each container has a session of its own', async () => {
    const tabs: Page[] = [];
    for (let n = 0; n < 2; n++) {
      const tab = await (await tester.browser.createBrowserContext()).newPage();
      await tab.goto(tester.site.url('www.shop.test', '/counter'));
      await count(tab);
      tabs.push(tab);
    }
    await count(page);
    const containers = (tape: WholeTape) =>
      Object.entries(clicksOf(tape)).filter(([identity]) => identity.startsWith('firefox-container-'));
    const tape = await tester.tapeWith('a session for each', tape => `${containers(tape).map(([, n]) => n)}` === '1,1');
    const [first] = containers(tape);
    // The popup speaks of the session of the tab that it was opened on.
    await popupSays(tabs[0] as Page, /Recording the session that began/, 'End session');
    await until('it to be ended', async () =>
      (await tester.tape()).sessions.some(one => one.identity === first?.[0] && one.endedAt),
    );
    expect(
      (await tester.tape()).sessions.filter(one => one.endedAt && one.identity !== 'private').map(one => one.identity),
    ).toEqual([first?.[0]]);
  });
});
