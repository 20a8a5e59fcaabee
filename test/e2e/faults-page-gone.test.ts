import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import {
  clicksOnTape,
  expectWholeStreams,
  gapsInDetails,
  mutationsOnTape,
  openPlayer,
  shownNumber,
  streamsAt,
} from './support/reading';
import type { WholeTape } from './support/tape';
import { startTester, type Tester, until } from './support/tester';

/** Mutations a second, and how many of them may be lost: those of two seconds. */
const RATE = 20;
const MAY_BE_LOST = 2 * RATE;

/** The part of the extension API that treats a tab as the browser does. */
interface TabsApi {
  query(of: object): Promise<{ id: number; url?: string; discarded: boolean }[]>;
  discard(id: number): Promise<unknown>;
  reload(id: number): Promise<void>;
  update(id: number, to: { active: boolean }): Promise<unknown>;
}

/** The highest number that is on tape for a stream. */
const lastNumber = (tape: WholeTape, stream: WholeTape['streams'][number] | undefined): number =>
  Math.max(0, ...mutationsOnTape(tape, stream ? [stream] : []));

// Firefox has no way in for it: neither BiDi nor an extension can crash, discard at will or freeze a page there.
describe('A page that is taken away in chromium', () => {
  let tester: Tester;
  afterEach(() => tester?.end());

  const two = async () => {
    tester = await startTester('chromium');
    const other = await tester.visit('/counter');
    await tester.record(other);
    const busy = await tester.visit(`/busy?rate=${RATE}`);
    await busy.click('[data-testid=numbered]');
    await until('numbers', async () => (await shownNumber(busy)) > 3 * RATE);
    return { busy, other };
  };

  const tabs = async <T>(work: (api: TabsApi, id: number) => Promise<T>): Promise<T> => {
    const page = await tester.extensionPage('options/index.html');
    try {
      return (await page.evaluate(`(async () => {
        const [tab] = (await chrome.tabs.query({})).filter(one => one.url?.includes('/busy'));
        return await (${work.toString()})(chrome.tabs, tab.id);
      })()`)) as T;
    } finally {
      await page.close();
    }
  };

  const busyStreams = (tape: WholeTape) => streamsAt(tape, '/busy');

  /** What was lost is little, and of that tab alone. */
  const expectLittleLost = async (seen: number, other: Page) => {
    await other.bringToFront();
    await other.click('[data-testid=count]');
    const tape = await tester.tapeWith(
      'a fresh stream in the tab, and the click beside it',
      tape => busyStreams(tape).length === 2 && clicksOnTape(tape) === 1,
    );
    const [before] = busyStreams(tape);
    const lost = seen - lastNumber(tape, before);
    console.info(`${lost} of ${seen} mutations lost: ${(lost / RATE).toFixed(2)} s`);
    expect(lost).toBeLessThanOrEqual(MAY_BE_LOST);
    expect(tape.sessions).toHaveLength(1);
    expectWholeStreams(tape);
    return { tape, before };
  };

  const expectOneBreak = async (sessionId: string | undefined) => {
    const player = await openPlayer(tester, sessionId);
    expect((await gapsInDetails(player)).match(/broke off/g)).toHaveLength(1);
  };

  test('by a crash of its renderer', async () => {
    const { busy, other } = await two();
    const cdp = await busy.createCDPSession();
    const seen = await shownNumber(busy);
    const crashed = new Promise(resolve => busy.once('error', resolve));
    cdp.send('Page.crash').catch(() => {}); // nobody is left to answer
    await crashed;
    await tabs((api, id) => api.reload(id));
    const { tape, before } = await expectLittleLost(seen, other);
    expect(before?.closeReason).toBeUndefined();
    await expectOneBreak(tape.sessions[0]?.id);
  });

  test('by being discarded', async () => {
    const { busy, other } = await two();
    await other.bringToFront();
    const seen = await shownNumber(busy);
    await tabs(async (api, id) => {
      await api.discard(id);
    });
    await tabs(async (api, id) => {
      await api.update(id, { active: true });
    });
    const { tape, before } = await expectLittleLost(seen, other);
    expect(before?.closeReason).toBeUndefined();
    await expectOneBreak(tape.sessions[0]?.id);
  });

  test('by being frozen, and then given back: nothing is lost', async () => {
    const { busy, other } = await two();
    const cdp = await busy.createCDPSession();
    await other.bringToFront();
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await other.click('[data-testid=count]');
    await tester.tapeWith('the click beside it', tape => clicksOnTape(tape) === 1);
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await busy.bringToFront();
    const seen = await shownNumber(busy);
    const tape = await tester.tapeWith('what it shows', tape => lastNumber(tape, busyStreams(tape).at(-1)) >= seen);
    expect(busyStreams(tape)).toHaveLength(1);
    expectWholeStreams(tape);
  });
});
