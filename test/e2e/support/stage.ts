import type { Page } from 'puppeteer-core';
import { buildTimeline, type Timeline } from '../../../src/session/timeline';
import type { WholeTape } from './tape';

/** The stage alone, in the corner, at its own size: nothing of the player lies over it. */
const BARE = `
  .recorded { position: fixed !important; inset: 0 auto auto 0 !important; transform: none !important; z-index: 9999 }
  .curtain, .stage-notice, .replayer-mouse, .replayer-mouse-tail { display: none !important }
`;

/** Lays the stage bare. Firefox knows no other way to add a style. */
export const layBare = (player: Page): Promise<void> =>
  player.evaluate(content => {
    const style = document.createElement('style');
    style.textContent = content;
    document.head.append(style);
  }, BARE);

/** Gives idle time its whole length on the slider, where there is any. */
export const unfoldIdle = (player: Page): Promise<void> =>
  player.evaluate(() => {
    for (const button of document.querySelectorAll<HTMLElement>('.legend [aria-pressed=true]')) button.click();
  });

/** A click on the slider at this share of it; from its end on, the key for it. */
export async function seekTo(player: Page, share: number): Promise<void> {
  if (share >= 1) {
    await player.focus('[role=slider]');
    await player.keyboard.press('End');
    return;
  }
  const box = await player.$eval('[role=slider]', slider => {
    const { left, top, width, height } = slider.getBoundingClientRect();
    return { left, top, width, height };
  });
  await player.mouse.click(box.left + box.width * share, box.top + box.height / 2);
}

/** The timeline that the player shows of a session. */
export const timelineOf = (tape: WholeTape, sessionId: string): Timeline | undefined => {
  const session = tape.sessions.find(({ id }) => id === sessionId);
  const pageViews = tape.pageViews.filter(one => one.sessionId === sessionId);
  const streams = tape.streams.filter(one => one.sessionId === sessionId);
  const marks = tape.marks.filter(({ streamId }) => streams.some(({ id }) => id === streamId));
  return session && buildTimeline({ session, pageViews, streams, marks, notes: [] });
};
