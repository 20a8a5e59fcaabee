import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axisOf } from '../../../src/session/axis';
import { buildTimeline, type Timeline } from '../../../src/session/timeline';
import type { Mark } from '../../../src/session/types';
import { isWhole, openPlayer } from './reading';
import type { TapeEvent } from './tape';
import { type Kind, startTester, type Tester, until } from './tester';

/** What a row has left on the tape: from the row before it on, or where it does not act from the page's beginning; up to its own end. */
export interface OnTape {
  events: TapeEvent[];
  marks: Mark[];
}

/** One line of the capture matrix. */
export interface Row {
  name: string;
  /** Acts as the user or the page would; left out where the page is so from its beginning. */
  act?(page: Page, tester: Tester): Promise<unknown>;
  /** Says whether what was done is on tape. */
  taped(tape: OnTape): unknown;
  /** What the replayed page shows right after `act`. Runs in the player and stands for itself, for it travels as text. */
  replayed(page: Document): unknown;
  /** What `replayed` gives where all is well; true by default. */
  shown?: unknown;
  /** The page stays so: the picture of a fresh snapshot, taken when all rows have acted, shows it as well. */
  stays?: boolean;
  /** Only where a browser has it. */
  only?: Kind;
}

/** Rows that act on one page, one after the other. */
export interface Part {
  title: string;
  path: string;
  rows: readonly Row[];
}

/** What rrweb throttles comes late: scrolls by 100 ms, sizes by 200, the mouse's way and sound by 500. No rule hangs on it. */
export const LATE_MS = { scroll: 150, size: 250, mouse: 550, media: 550 };

/** Waits in the page for its next frames, and for what comes late. */
export const settle = (page: Page, ms = 20): Promise<void> =>
  page.evaluate(
    wait => new Promise<void>(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, wait)))),
    ms,
  );

/** Gives the page another size, and waits until the page has it. */
export async function resized(page: Page, width: number, height: number): Promise<void> {
  const heard = page.evaluate(
    wanted =>
      new Promise<void>(done => {
        const look = () => innerWidth === wanted && setTimeout(done);
        addEventListener('resize', look);
        look();
      }),
    width,
  );
  await page.setViewport({ width, height });
  await heard;
  await settle(page, LATE_MS.size);
}

/** Goes to an address as a page does: Firefox's robot waits for ever for some of its own ways. */
export async function go(page: Page, url: string): Promise<void> {
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.evaluate(href => {
    location.href = href;
  }, url);
  const there = () =>
    page.evaluate(
      (was, wanted) =>
        performance.timeOrigin !== was &&
        location.href === wanted &&
        document.documentElement !== null &&
        document.readyState === 'complete',
      before,
      url,
    );
  await until(`the page at ${url}`, () => there().catch(() => false));
}

/** A row's moment stands on the tape itself: an attribute of the page that says which row has acted. */
const say = (page: Page, words: string): Promise<void> =>
  page.evaluate(text => {
    const before = Date.now();
    document.documentElement.setAttribute('data-row', text);
    // What comes next is of a later time, however long the recorder took for this, and if the system's clock is set back.
    return new Promise<void>(done =>
      setTimeout(() => {
        const at = Math.max(before, Date.now());
        const look = () => (Date.now() > at + 8 ? done() : setTimeout(look, 2));
        look();
      }),
    );
  }, words);

/** When the words came on tape. */
function momentOf(events: readonly TapeEvent[], words: string): number {
  const attribute = `"data-row":${JSON.stringify(words)}`;
  const said = events.find(event => JSON.stringify(event).includes(attribute));
  if (!said) throw new Error(`not on tape: "${words}"`);
  return said.timestamp;
}

/** When the page that shows at a moment began: rrweb's Meta opens its stream. */
function beginningOf(events: readonly TapeEvent[], at: number): number {
  return events.findLast(({ type, timestamp }) => type === META && timestamp <= at)?.timestamp ?? at;
}

const META = 4;
const END = 'end of';

/** A setting that changes makes the page begin anew from a fresh snapshot. */
export async function freshSnapshot(tester: Tester, page: Page): Promise<void> {
  const windows = async () => (await tester.tape()).streams.reduce((sum, stream) => sum + stream.windows.length, 0);
  const before = await windows();
  const options = await tester.extensionPage('options/index.html');
  await options.locator('aria/Console').click();
  await until('a fresh snapshot', async () => (await windows()) > before);
  await options.close();
  await page.bringToFront();
}

async function recordTyping(tester: Tester): Promise<void> {
  const options = await tester.extensionPage('options/index.html');
  await options.locator('aria/What you type').click();
  await options.waitForFunction(() => document.body.innerText.includes('Saved.'));
  await options.close();
}

/** The page that is on the stage, as a text to run in the player: Firefox hands no document of another frame around. */
const STAGE = `[...document.querySelectorAll('iframe')]
  .find(frame => frame.checkVisibility({ visibilityProperty: true }))?.contentDocument`;

/** Clicks on a moment of the timeline, which is stretched for it: a session has more moments than a slider has points. */
async function seek(player: Page, timeline: Timeline, at: number): Promise<void> {
  await player.evaluate(share => {
    const left = 400 - share * 8_000_000;
    document
      .querySelector('[role=slider]')
      ?.setAttribute('style', `position: fixed; z-index: 9; top: 0; left: ${left}px; width: 8000000px; height: 40px`);
  }, axisOf(timeline, true).place(at));
  await player.mouse.click(400, 20);
}

/** Records all rows in one session, then looks at each row's moment in the player. */
export function capture(kind: Kind, allParts: readonly Part[]): void {
  const parts = allParts.map(part => ({ ...part, rows: part.rows.filter(({ only }) => (only ?? kind) === kind) }));
  const failures = new Map<string, unknown>();
  let tester: Tester;
  let player: Page;
  let timeline: Timeline;
  let onTape: OnTape;

  const record = async (page: Page, { title, path, rows }: Part) => {
    await go(page, tester.site.url('www.shop.test', path));
    await say(page, title);
    for (const { name, act } of rows) {
      try {
        await act?.(page, tester);
        await settle(page);
        await say(page, name);
      } catch (error) {
        failures.set(name, error);
      }
    }
    if (!rows.some(({ stays }) => stays)) return;
    await freshSnapshot(tester, page);
    await say(page, `${END} ${title}`);
  };

  beforeAll(async () => {
    tester = await startTester(kind);
    await recordTyping(tester);
    const page = await tester.visit('/counter');
    await tester.record(page);
    await page.click('[data-testid=count]');
    for (const part of parts) await record(page, part);
    await settle(page, LATE_MS.mouse);
    // The last moment of a timeline is its edge, which no pointer hits.
    await say(page, 'over');
    await go(page, 'about:blank');
    const tape = await tester.tapeWith(
      'the end of the tape',
      tape => tape.streams.every(({ closeReason }) => closeReason) && isWhole(tape),
    );
    const events = tape.chunks.flatMap(chunk => chunk.events).sort((a, b) => a.timestamp - b.timestamp);
    onTape = { events, marks: tape.marks };
    const [session] = tape.sessions;
    const built = session && buildTimeline({ ...tape, session });
    if (!built) throw new Error('nothing is on tape');
    timeline = built;
    player = await openPlayer(tester, session.id);
    await player.setViewport({ width: 1280, height: 800 });
  });
  afterAll(() => tester?.end());

  /** What the row's check gives of the picture at the moment when these words came on tape. */
  const lookAt = async (words: string, replayed: Row['replayed']) => {
    await seek(player, timeline, momentOf(onTape.events, words) + 0.5);
    const shown = `${STAGE}?.documentElement?.dataset.row`;
    await until(`the picture of "${words}"`, async () => (await player.evaluate(shown)) === words).catch(
      async error => {
        throw new Error(`${error.message}; there is that of "${await player.evaluate(shown)}"`);
      },
    );
    return player.evaluate(`(${replayed})(${STAGE})`);
  };

  describe.each(parts)('$title', ({ title, rows }) => {
    test.each(rows.map((row, n) => ({ ...row, before: rows[n - 1]?.name ?? title })))(
      '$name',
      async ({ name, before, act, taped, replayed, shown = true, stays }) => {
        if (failures.has(name)) throw failures.get(name);
        const to = momentOf(onTape.events, name);
        const from = act ? momentOf(onTape.events, before) : beginningOf(onTape.events, to);
        const tape = {
          events: onTape.events.filter(({ timestamp }) => timestamp >= from && timestamp <= to),
          marks: onTape.marks.filter(({ at }) => at >= from && at <= to),
        };
        if (!taped(tape)) expect.fail(`not on tape: ${JSON.stringify(tape).slice(0, 3_000)}`);
        expect(await lookAt(name, replayed), 'the picture at its moment').toEqual(shown);
        // A check that the row did not bring about would prove nothing.
        const was = act && (await lookAt(before, replayed).catch(() => 'nothing of the kind'));
        expect(was, 'the picture before').not.toEqual(shown);
        if (stays) expect(await lookAt(`${END} ${title}`, replayed), 'the picture of a fresh snapshot').toEqual(shown);
      },
    );
  });
}
