import type { CDPSession } from 'puppeteer-core';
import { afterEach, expect, test } from 'vitest';
import { streamsAt } from './support/reading';
import { startTester, type Tester } from './support/tester';

let tester: Tester;
afterEach(() => tester?.end());

// Firefox prerenders nothing.
test('A page that chromium prerenders and never shows leaves nothing; one that is shown is on tape from then on', async () => {
  tester = await startTester('chromium');
  const page = await tester.visit('/counter');
  await tester.record(page);
  await page.click('[data-testid=count]');
  // Puppeteer's own connection, for one to the page alone would forbid prerendering.
  const cdp = (page as unknown as { _client(): CDPSession })._client();
  const ready = (path: string) =>
    new Promise<void>((resolve, reject) => {
      cdp.on('Preload.prerenderStatusUpdated', ({ key, status, prerenderStatus }) => {
        if (key.url.endsWith(path) && status === 'Failure') reject(new Error(prerenderStatus));
        if (key.url.endsWith(path) && status === 'Ready') resolve();
      });
    });
  const prerendered = Promise.all([ready('/long'), ready('/trouble')]);
  await cdp.send('Preload.enable');
  await page.evaluate(() => {
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.textContent = JSON.stringify({
      prerender: [{ source: 'list', urls: ['/long', '/trouble'], eagerness: 'immediate' }],
    });
    document.head.append(rules);
  });
  await prerendered;
  await page.click('[data-testid=count]');
  await page.evaluate(() => location.assign('/long'));
  const tape = await tester.tapeWith('the page that was shown', ({ pageViews }) => pageViews.length >= 2);
  expect(tape.pageViews.map(({ url }) => new URL(url).pathname).sort()).toEqual(['/counter', '/long']);
  expect(tape.marks.some(({ kind }) => kind === 'error')).toBe(false);
  const [shown] = streamsAt(tape, '/long');
  const before = tape.marks.filter(({ kind }) => kind === 'click').at(-1);
  expect(shown?.openedAt).toBeGreaterThanOrEqual(before?.at ?? Number.POSITIVE_INFINITY);
});
