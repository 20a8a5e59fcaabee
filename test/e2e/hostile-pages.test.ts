import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { clicksOnTape, expectWholeStreams } from './support/reading';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

const ATTACKS = ['forge', 'flood', 'patch', 'throwing', 'freeze', 'clobber', 'open', 'goodbye'];
/** A page that answers a click within this is usable. */
const USABLE_MS = 5_000;

/** The part of a tape that is of one site. */
function tapeOf(tape: WholeTape, site: string): WholeTape {
  const sessions = tape.sessions.filter(one => one.site === site);
  const isOurs = ({ sessionId }: { sessionId: string }) => sessions.some(({ id }) => id === sessionId);
  const streams = tape.streams.filter(isOurs);
  const isOfStream = ({ streamId }: { streamId: string }) => streams.some(({ id }) => id === streamId);
  return {
    ...tape,
    sessions,
    streams,
    pageViews: tape.pageViews.filter(isOurs),
    chunks: tape.chunks.filter(isOfStream),
    marks: tape.marks.filter(isOfStream),
    assetRefs: tape.assetRefs.filter(isOfStream),
  };
}

describe.each(KINDS)('A hostile page, in %s,', kind => {
  let tester: Tester;
  afterEach(() => tester?.end());

  /** The hostile page's own button still works. */
  const useHostile = async (hostile: Page) => {
    const before = Date.now();
    await hostile.bringToFront();
    await hostile.click('#mine');
    await until('the hostile page to answer', () =>
      hostile.evaluate(() => document.getElementById('mine')?.getAttribute('data-clicked') === 'yes'),
    );
    expect(Date.now() - before).toBeLessThan(USABLE_MS);
  };

  test('spoils its own tape at most: another site’s is exact, the worker lives, its tab stays usable', async () => {
    tester = await startTester(kind, { hosts: ['*://*/*'] });
    const shop = await tester.visit('/counter');
    await tester.record(shop, 'everything');
    await shop.click('[data-testid=count]');
    await tester.tapeWith('the first click', tape => clicksOnTape(tape) === 1);
    const hostile = await tester.visit('/counter', 'other.test');
    let clicks = 1;
    for (const how of ATTACKS) {
      await hostile.goto(tester.site.url('other.test', `/hostile?how=${how}`));
      await useHostile(hostile);
      await shop.bringToFront();
      await shop.click('[data-testid=count]');
      clicks++;
    }
    await hostile.goto(tester.site.url('other.test', '/counter'));
    // Counted up on the replayed page as on the page itself: that follows the click, and may be on tape a moment after it.
    const isCounted = ({ chunks }: WholeTape) =>
      chunks.some(({ events }) => events.some(event => JSON.stringify(event).includes(`"${clicks}"`)));
    const whole = await tester.tapeWith('every click of the shop, counted', tape => {
      const own = tapeOf(tape, 'shop.test');
      return clicksOnTape(own) >= clicks && isCounted(own);
    });
    const own = tapeOf(whole, 'shop.test');
    expect(clicksOnTape(own)).toBe(clicks);
    expect(own.sessions).toHaveLength(1);
    expect(own.streams.map(({ frameId }) => frameId)).toEqual([0]);
    expectWholeStreams(own);
    expect(own.marks.filter(({ kind }) => kind === 'gap')).toEqual([]);
    for (const forged of ['Forged by other.test', 'other.test', '"forged"'])
      expect(JSON.stringify({ ...own, assets: [] }), forged).not.toContain(forged);
    // Where a tape is from says the browser: the hostile page has made no session but its own site's.
    const sites = whole.sessions.map(({ site }) => site);
    expect([...new Set(sites)].sort()).toEqual(['other.test', 'shop.test']);
    expect(whole.marks.filter(({ kind, label }) => kind === 'click' && label.startsWith('Forged'))).toEqual([]);
    // The extension is as it was: nothing paused, nothing deleted, the worker answers.
    expect(await tester.intend('settingsChanged', undefined)).toBeNull();
    expect(whole.sessions.every(({ deletedAt }) => deletedAt === undefined)).toBe(true);
    expect(await tester.badge(shop)).toBe('REC');
  });
});
