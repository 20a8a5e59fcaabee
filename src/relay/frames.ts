import type { FramePath } from '../session/frame-note';

/** A page's frames load together, and are looked for together. */
const SOON_MS = 50;

/**
 * Where this frame is among its tab's frames, from references that any frame may compare: nothing is said to a page for it.
 * Undefined inside a shadow tree, whose frames no window lists (Chromium).
 */
export function pathOf(window: Window): FramePath | undefined {
  const path: FramePath = [];
  for (let at = window; at !== at.parent; at = at.parent) {
    const { parent } = at;
    const index = Array.from({ length: parent.length }, (_, n) => parent[n]).indexOf(at);
    if (index < 0) return;
    path.unshift([index, parent.length]);
  }
  return path;
}

/** The frames of the page's own origin that a window stands in, the innermost first. */
function* framesAround(window: Window): Generator<Element> {
  for (let frame = window.frameElement; frame; frame = frame.ownerDocument.defaultView?.frameElement ?? null)
    yield frame;
}

/** Where the document is that this frame is recorded from, as `pathOf` tells it. */
export function pathOfTape(window: Window): FramePath | undefined {
  let outermost = window;
  for (const { ownerDocument } of framesAround(window)) outermost = ownerDocument.defaultView ?? outermost;
  return pathOf(outermost);
}

/** A place in this frame as one in the document that it is recorded from; frames that are turned or scaled are none the wiser. */
export function placeAround(window: Window, [x, y]: [number, number]): [number, number] {
  for (const frame of framesAround(window)) {
    const { left, top } = frame.getBoundingClientRect();
    x += left + frame.clientLeft;
    y += top + frame.clientTop;
  }
  return [Math.round(x), Math.round(y)];
}

/** At each level from that document, the outermost first, the place of this frame among the frames; none in a shadow tree. */
export function placesInTape(window: Window): number[] | undefined {
  const places = [...framesAround(window)].map(frame =>
    [...frame.ownerDocument.querySelectorAll('iframe, frame')].indexOf(frame),
  );
  return places.includes(-1) ? undefined : places.reverse();
}

/** The documents that a change may show in, besides the frame's own: those around it and those in it, of its own origin. */
export const documentsNear = (window: Window): Document[] => [
  ...[...framesAround(window)].map(({ ownerDocument }) => ownerDocument),
  ...[...window.document.querySelectorAll('iframe')].flatMap(({ contentDocument }) => contentDocument ?? []),
];

export const isSamePath = (a: FramePath | undefined, b: FramePath): boolean =>
  a?.length === b.length && a.every(([index], n) => b[n]?.[0] === index);

/** What of `path` is below `around`; undefined where it is not below it. */
export function pathBelow(around: FramePath, path: FramePath): FramePath | undefined {
  const isBelow = path.length > around.length && around.every(([index], n) => path[n]?.[0] === index);
  return isBelow ? path.slice(around.length) : undefined;
}

/** Calls `loaded` when a frame has loaded that may have no relay: one of another origin, and any in a frame, which may be one that no script is registered for. */
export function watchFrames(loaded: () => void, signal: AbortSignal): void {
  let isSaid = false;
  const say = () => {
    isSaid = false;
    if (!signal.aborted) loaded();
  };
  const look = ({ target }: Event) => {
    if (isSaid || !(target instanceof HTMLIFrameElement)) return;
    if (window === window.top && target.contentDocument) return;
    isSaid = true;
    setTimeout(say, SOON_MS);
  };
  document.addEventListener('load', look, { capture: true, passive: true, signal });
}
