import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS, startTester, type Tester, until } from './support/tester';

// A full disk, a database that is taken over, an outdated page and a private window have tests of their own, which look at the same places.
describe.each(KINDS)('What toolbar and popup say of a tab in %s', kind => {
  let tester: Tester;
  let page: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    page = await tester.visit('/counter');
    await tester.record(page);
  });
  afterAll(() => tester?.end());

  /** Badge, tooltip, and the popup's words; then a remedy is pressed. */
  const says = async (badge: string, title: RegExp, words: RegExp, remedy?: string) => {
    let seen = '';
    const isSaid = async () => {
      seen = await tester.badge(page);
      return seen === badge;
    };
    await until(`the toolbar to say "${badge}"`, isSaid).catch(error => {
      throw new Error(`${error.message}; it says "${seen}"`);
    });
    expect(await tester.toolbarTitle(page)).toMatch(title);
    const popup = await tester.openPopup(page);
    await popup.waitForFunction(source => new RegExp(source).test(document.body.innerText), {}, words.source);
    if (remedy) await popup.locator(`aria/${remedy}`).click();
    await until('the popup to have done it', () =>
      popup.isClosed() === true || !remedy
        ? Promise.resolve(true)
        : popup.evaluate(source => !new RegExp(source).test(document.body.innerText), words.source).catch(() => true),
    );
    await popup.close();
    await page.bringToFront();
  };

  test('recording: what begins a session, then the session that runs', async () => {
    await says('REC', /recording this tab/, /A session begins when you move, click, scroll or type/);
    await page.click('[data-testid=count]');
    await tester.tapeWith('a session', ({ sessions }) => sessions.length === 1);
    await says('REC', /recording this tab/, /Recording the session that began at/);
  });

  test('paused: that all is, and how to go on', async () => {
    await tester.intend('setPaused', { paused: true });
    await says('II', /recording is paused/, /All recording is paused/, 'Resume recording');
    await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
  });

  test('without access: why nothing is recorded, and how to allow it again', async () => {
    await tester.revoke('*://www.shop.test/*');
    await says('!', /has stopped, open me to see why/, /does not let Tapedeck read www.shop.test[\s\S]*Allow access/);
    // Its button goes with what it is for: the focus does not.
    const popup = await tester.openPopup(page);
    await popup.waitForSelector('.record .actions .button');
    await popup.evaluate(() => document.querySelector<HTMLElement>('.record .actions .button')?.focus());
    await tester.grant('*://www.shop.test/*');
    await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
    await popup.waitForFunction(() => document.activeElement?.className === 'record-switch');
    await popup.close();
  });

  test('on the never-record list, and where no site is: why nothing can be recorded', async () => {
    const options = await tester.extensionPage('options/index.html');
    const field = await options.waitForSelector('aria/Site to leave out');
    await field?.type('www.shop.test');
    await field?.press('Enter');
    await says('', /not recorded/, /www.shop.test is on your never-record list/);
    await page.goto('about:blank');
    await says('', /^/, /This is not a website/); // the toolbar says nothing of a page that is not shown to us
  });
});
