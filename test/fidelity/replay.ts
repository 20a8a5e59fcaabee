import type { Page } from 'puppeteer-core';
import { buildTimeline, type Timeline } from '../../src/session/timeline';
import { openPlayer } from '../e2e/support/reading';
import type { WholeTape } from '../e2e/support/tape';
import { type Tester, until } from '../e2e/support/tester';
import { inOneText, type Shot, visibleText } from './film';

/** Wide enough that the player shows a page at its own size, and that a point of the slider is a short time. */
const PLAYER = { width: 3_200, height: 1_400 };

/** The stage alone, in the corner, at its own size: nothing of the player lies over it. */
const BARE = `
  .recorded { position: fixed !important; inset: 0 auto auto 0 !important; transform: none !important; z-index: 9999 }
  .curtain, .stage-notice, .replayer-mouse, .replayer-mouse-tail { display: none !important }
`;

/** A moment as the replay shows it. */
export interface Replayed {
  png: Uint8Array;
  text: string;
}

const timelineOf = (tape: WholeTape, sessionId: string): Timeline | undefined => {
  const session = tape.sessions.find(({ id }) => id === sessionId);
  const pageViews = tape.pageViews.filter(one => one.sessionId === sessionId);
  const streams = tape.streams.filter(one => one.sessionId === sessionId);
  const marks = tape.marks.filter(({ streamId }) => streams.some(({ id }) => id === streamId));
  return session && buildTimeline({ session, pageViews, streams, marks, notes: [] });
};

/** Waits until the picture of a moment has come to rest on the stage. */
const untilShown = (player: Page): Promise<unknown> =>
  until('the stage to stand still', () =>
    player.evaluate(async () => {
      const frame = [...document.querySelectorAll('iframe')].find(one =>
        one.checkVisibility({ visibilityProperty: true }),
      );
      const page = frame?.contentDocument;
      if (!page || document.querySelector('.spinner')) return false;
      await new Promise(resolve => setTimeout(resolve, 20));
      await new Promise(resolve => setTimeout(resolve, 20));
      const moves = page
        .getAnimations()
        .some(one => one.playState === 'running' && one.effect?.getComputedTiming().iterations !== Infinity);
      return (
        !moves &&
        [...page.images].every(({ complete }) => complete) &&
        // Firefox's own word for all of them never changes.
        [...page.fonts].every(({ status }) => status !== 'loading')
      );
    }),
  );

/** The words of each document on the stage. Runs in the player. */
function textsOnStage(read: (root: Document) => string): string[] {
  const within = (root: Document | ShadowRoot): string[] =>
    [...root.querySelectorAll('*')].flatMap(element => {
      const { contentDocument } = element as HTMLIFrameElement;
      return [
        ...(contentDocument ? [read(contentDocument), ...within(contentDocument)] : []),
        ...(element.shadowRoot ? within(element.shadowRoot) : []),
      ];
    });
  const stage = [...document.querySelectorAll('iframe')].find(one => one.checkVisibility({ visibilityProperty: true }));
  return stage?.contentDocument ? [read(stage.contentDocument), ...within(stage.contentDocument)] : [];
}

/** Seeks to each of the moments in the player, and takes the picture of the stage. */
export async function replay(tester: Tester, tape: WholeTape, shots: Shot[]): Promise<Map<Shot, Replayed>> {
  const replayed = new Map<Shot, Replayed>();
  for (const { id } of tape.sessions) {
    const timeline = timelineOf(tape, id);
    const own = shots.filter(({ at }) => sessionAt(tape, at) === id);
    if (!timeline || own.length === 0) continue;
    const player = await openPlayer(tester, id);
    await player.addStyleTag({ content: BARE }).catch(() => player.evaluate(addStyle, BARE));
    for (const shot of own) {
      const { width, height, deviceScaleFactor } = shot.viewport;
      await player.setViewport({ ...PLAYER, deviceScaleFactor });
      await seek(player, (shot.at - timeline.start) / (timeline.end - timeline.start));
      await untilShown(player);
      const texts = await player.evaluate(`(${textsOnStage})(${visibleText})`);
      const png = await player.screenshot({ clip: { x: 0, y: 0, width, height }, captureBeyondViewport: false });
      replayed.set(shot, { png, text: inOneText(texts as string[]) });
    }
    await player.close();
  }
  return replayed;
}

/** The session that the one tab was in at a moment. */
const sessionAt = ({ streams }: WholeTape, at: number): string | undefined =>
  streams.filter(({ frameId, openedAt }) => frameId === 0 && openedAt <= at).at(-1)?.sessionId;

function addStyle(content: string): void {
  const style = document.createElement('style');
  style.textContent = content;
  document.head.append(style);
}

/** A click on the slider at this share of it; from its end on, the key for it. */
async function seek(player: Page, share: number): Promise<void> {
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
