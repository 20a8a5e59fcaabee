import { PNG } from 'pngjs';
import type { Page } from 'puppeteer-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { Timeline } from '../../src/session/timeline';
import { compare } from '../fidelity/compare';
import { untilShown } from '../fidelity/replay';
import { isWhole, openPlayer } from './support/reading';
import { layBare, seekTo, timelineOf, unfoldIdle } from './support/stage';
import { KINDS, startTester, type Tester, until } from './support/tester';

const VIEWPORT = { width: 1_000, height: 700 };

/** What is on the stage in one animation frame of the player. */
interface Sample {
  windows: number;
  words: number;
  scrolls: number[];
  animationMs: number;
  /** The window it is of. */
  of: number;
}

/** A page that is scrolled in all its places and turns for ever, long and busy enough for a second window. Gives when that begins. */
async function recordTwoWindows(tester: Tester): Promise<{ timeline: Timeline; sessionId: string; boundary: number }> {
  const page = await tester.visit('/looks');
  await page.setViewport(VIEWPORT);
  await tester.record(page);
  await tester.moveClock(1_000, page);
  await page.reload();
  await page.evaluate(() => {
    const style = document.createElement('style');
    // It goes on, and each of its frames looks the same.
    style.textContent = '@keyframes turn { to { --turned: 1 } } main { animation: turn 600s linear infinite }';
    document.head.append(style);
    window.scrollTo({ top: 900, behavior: 'instant' });
    document.querySelector('#scroller')?.scrollTo(0, 120);
    document.querySelector('scroll-box')?.shadowRoot?.querySelector('div')?.scrollTo(0, 80);
  });
  await page.mouse.move(5, 300);
  await page.mouse.move(8, 310);
  await until('a session', async () => (await tester.tape()).sessions.length > 0);
  await tester.moveClock(61_000, page);
  await page.mouse.move(5, 320);
  // A second to seek to before the boundary, and one behind it.
  const wait = () => page.evaluate(() => new Promise(resolve => setTimeout(resolve, 1_500)));
  await wait();
  const windows = async () => (await tester.tape()).streams.find(one => one.windows.length > 1)?.windows;
  await until('a second window', async () => {
    // As much as the first snapshot weighs.
    await page.evaluate(() => {
      document.body.dataset.weight = Array.from({ length: 3_000 }, (_, n) => `${n}-${Math.random()}`).join();
    });
    return windows();
  });
  await wait();
  await page.mouse.move(8, 330);
  await page.goto('about:blank');
  const tape = await tester.tapeWith(
    'the end',
    whole => whole.streams.every(one => one.closeReason !== undefined) && isWhole(whole),
  );
  const { sessionId = '', windows: [, second] = [] } = tape.streams.find(one => one.windows.length > 1) ?? {};
  const timeline = timelineOf(tape, sessionId);
  if (!timeline || !second) throw new Error('There is no second window.');
  return { timeline, sessionId, boundary: second.at };
}

/** Looks at the stage in every animation frame from now on, and presses Pause when the second window has been seen in some. */
const startSampling = (player: Page): Promise<void> =>
  player.evaluate(() => {
    const samples: Sample[] = [];
    const known: Element[] = [];
    const look = () => {
      const shown = [...document.querySelectorAll('.window:not([data-hidden]) > .replayer-wrapper > iframe')];
      const [frame] = shown as HTMLIFrameElement[];
      const page = frame?.contentDocument;
      if (frame && !known.includes(frame)) known.push(frame);
      samples.push({
        windows: shown.length,
        words: page?.body?.innerText.length ?? 0,
        scrolls: [
          page?.scrollingElement?.scrollTop ?? -1,
          page?.querySelector('#scroller')?.scrollTop ?? -1,
          page?.querySelector('scroll-box')?.shadowRoot?.querySelector('div')?.scrollTop ?? -1,
        ],
        animationMs: Number(page?.querySelector('main')?.getAnimations()[0]?.currentTime ?? -1),
        of: frame ? known.indexOf(frame) : -1,
      });
      if (samples.filter(({ of }) => of === 1).length < 20) requestAnimationFrame(look);
      else document.querySelector<HTMLElement>('.press.play')?.click();
    };
    requestAnimationFrame(look);
    Object.assign(window, { samples });
  });
const samplesOf = (player: Page): Promise<Sample[]> =>
  player.evaluate(() => (window as unknown as { samples: Sample[] }).samples);

const topOf = (player: Page): Promise<number> =>
  player.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('.window:not([data-hidden]) iframe');
    return frame?.contentDocument?.scrollingElement?.scrollTop ?? -1;
  });

const picture = async (player: Page): Promise<PNG> =>
  PNG.sync.read(
    Buffer.from(await player.screenshot({ clip: { x: 0, y: 0, ...VIEWPORT }, captureBeyondViewport: false })),
  );

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  afterAll(() => tester?.end());

  test('playing on from one window of a page into the next shows what seeking there shows, without a flash or a restart', async () => {
    tester = await startTester(kind, { hosts: ['*://*/*'] });
    const { timeline, sessionId, boundary } = await recordTwoWindows(tester);
    const player = await openPlayer(tester, sessionId);
    await player.setViewport({ width: 3_000, height: 1_200 });
    await layBare(player);
    await unfoldIdle(player);
    const seek = async (at: number) => {
      await seekTo(player, (at - timeline.start) / (timeline.end - timeline.start));
      await until('the stage to be scrolled so', async () => (await topOf(player)) > 0 === at > boundary - 1_000);
      await untilShown(player);
    };
    await seek(boundary - 800);
    const before = await picture(player);
    await startSampling(player);
    await player.locator('aria/Play').click();
    await until('the next window', async () => (await samplesOf(player)).at(-1)?.of === 1);
    await player.waitForSelector('aria/Play');
    const samples = await samplesOf(player);
    const played = await picture(player);
    await seek(timeline.start);
    await seek(boundary + 500);
    const sought = await picture(player);

    expect(
      samples.filter(({ windows, words }) => windows !== 1 || words < 500),
      'frames without a picture',
    ).toEqual([]);
    const [first] = samples;
    expect(first?.scrolls.every(top => top > 50)).toBe(true);
    expect(new Set(samples.map(({ scrolls }) => `${scrolls}`)), 'scroll positions').toEqual(
      new Set([`${first?.scrolls}`]),
    );
    expect(first?.animationMs, 'the page is a minute old').toBeGreaterThan(60_000);
    expect(
      samples.filter(({ animationMs }, n) => animationMs < (samples[n - 1]?.animationMs ?? 0) - 100),
      'an animation that has begun anew',
    ).toEqual([]);
    expect(compare(before, played).share, 'pixels across the boundary').toBe(0);
    expect(compare(played, sought).share, 'pixels of playing and of seeking').toBe(0);
  });
});
