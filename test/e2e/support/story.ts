import type { Page } from 'puppeteer-core';
import { clicksOnTape, isWhole } from './reading';
import type { Tester } from './tester';

/** Moves the mouse a little, as one does who looks at a page. */
export async function fidget(page: Page): Promise<void> {
  await page.mouse.move(200, 300);
  await page.mouse.move(240, 340, { steps: 4 });
}

/**
 * A session with a little of everything: a line on each level, objects, an error, requests that work and fail, a form, and a
 * second tab. Gives the session's id and the open pages.
 */
export async function tellStory(
  tester: Tester,
  scope: 'host' | 'everything' = 'host',
): Promise<{ sessionId: string; first: Page; second: Page }> {
  const first = await tester.visit('/');
  await tester.record(first, scope);
  await fidget(first);
  const press = async (page: Page, ...ids: string[]) => {
    for (const id of ids) await page.click(`[data-testid=${id}]`);
  };
  await first.goto(tester.site.url('www.shop.test', '/trouble'));
  await press(first, 'log', 'warn', 'error', 'debug', 'objects', 'throw', 'many');
  await first.goto(tester.site.url('www.shop.test', '/requests?ms=600'));
  await press(first, 'fetch-ok', 'fetch-post', 'fetch-404', 'xhr-500', 'fetch-slow');
  await first.waitForFunction(() => document.querySelectorAll('[data-testid=results] li').length === 5);
  await first.goto(tester.site.url('www.shop.test', '/checkout'));
  await first.type('#email', 'ada@example.com');
  // Nobody does anything for a minute.
  await tester.moveClock(60_000, first);
  const second = await tester.visit('/counter');
  await second.setViewport({ width: 390, height: 800 });
  await press(second, 'count', 'count');
  await first.bringToFront();
  await fidget(first);
  await first.click('#email');
  const tape = await tester.tapeWith('the whole story', whole => {
    const tabs = new Set(whole.pageViews.map(({ tabId }) => tabId));
    const has = (wanted: string, words: string) =>
      whole.marks.some(({ kind, label }) => kind === wanted && label.includes(words));
    return (
      tabs.size === 2 && clicksOnTape(whole) === 2 && has('click', 'Email') && has('error', 'Thrown') && isWhole(whole)
    );
  });
  return { sessionId: tape.sessions[0]?.id ?? '', first, second };
}
