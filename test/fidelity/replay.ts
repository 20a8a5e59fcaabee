import type { Page } from 'puppeteer-core';
import { openPlayer } from '../e2e/support/reading';
import { layBare, seekTo, timelineOf, unfoldIdle } from '../e2e/support/stage';
import type { WholeTape } from '../e2e/support/tape';
import { type Tester, until } from '../e2e/support/tester';
import { inOneText, type Shot, visibleText } from './film';

/** Wide enough that the player shows a page at its own size, and that a point of the slider is a short time. */
const PLAYER = { width: 3_200, height: 1_400 };

/** A moment as the replay shows it. */
export interface Replayed {
  png: Uint8Array;
  text: string;
}

/** Waits until the picture of a moment has come to rest on the stage. */
export const untilShown = (player: Page): Promise<unknown> =>
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
    await layBare(player);
    await unfoldIdle(player);
    for (const shot of own) {
      const { width, height, deviceScaleFactor } = shot.viewport;
      await player.setViewport({ ...PLAYER, deviceScaleFactor });
      await seekTo(player, (shot.at - timeline.start) / (timeline.end - timeline.start));
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
