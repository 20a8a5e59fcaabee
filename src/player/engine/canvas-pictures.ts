import type { Replayer } from '@rrweb/replay';
import { type eventWithTime, ReplayerEvents } from '@rrweb/types';
import { type CanvasPicture, pictureIn } from '../../session/canvas';

/** Stands for a canvas that could not be read: a box that says so in `words`. */
const boxWith = (words: string): string => {
  const text = words.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
  const style =
    'display: grid; place-items: center; height: 100%; background: #8883; color: #666; font: 13px/1.3 sans-serif; text-align: center';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"><foreignObject width="100%" height="100%"><div xmlns="http://www.w3.org/1999/xhtml" style="${style}">${text}</div></foreignObject></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};

export type CanvasWords = (why: NonNullable<CanvasPicture['why']>) => string;

/**
 * Shows what was drawn on canvases. Without scripts a browser draws none, so each gets its picture as its background. `wordsFor` says
 * why there is no picture.
 */
export function showCanvasPictures(replayer: Replayer, wordsFor: CanvasWords): void {
  /** The latest of each canvas; a seek passes many in one go. */
  const latest = new Map<number, CanvasPicture>();
  let isAsked = false;

  const draw = () => {
    isAsked = false;
    for (const picture of latest.values()) void drawOne(picture);
  };
  const drawOne = async (picture: CanvasPicture) => {
    const url = picture.data ?? boxWith(wordsFor(picture.why ?? 'unreadable'));
    const image = new Image();
    image.src = url;
    // Decoded first: no flash of nothing between two pictures.
    await image.decode().catch(() => {});
    if (latest.get(picture.id) !== picture) return;
    latest.delete(picture.id);
    const canvas = replayer.getMirror().getNode(picture.id);
    if (canvas?.nodeName.toUpperCase() !== 'CANVAS') return;
    const { style } = canvas as HTMLCanvasElement;
    style.setProperty('background-image', `url("${url}")`, 'important');
    style.setProperty('background-size', '100% 100%', 'important');
    style.setProperty('background-origin', 'content-box', 'important');
    style.setProperty('background-repeat', 'no-repeat', 'important');
  };

  replayer.on(ReplayerEvents.CustomEvent, event => {
    const picture = pictureIn((event as eventWithTime).data);
    if (!picture) return;
    latest.set(picture.id, picture);
    if (!isAsked) queueMicrotask(draw);
    isAsked = true;
  });
}
