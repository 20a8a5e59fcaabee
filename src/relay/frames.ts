import type { FramePath } from '../session/frame-note';

/** A page's frames load together, and are looked for together. */
const SOON_MS = 50;

/**
 * Whether this frame has no tape of its own: the document around it records it, or it is an `about:blank` of another origin, as
 * rrweb itself puts into every document, also of a sandbox: recording there would never end.
 */
export function isRecordedAround(): boolean {
  if (location.href === 'about:blank') return true;
  try {
    return window.frameElement !== null;
  } catch {
    return false; // of another origin
  }
}

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

/** What of `path` is below `around`; undefined where it is not below it. */
export function pathBelow(around: FramePath, path: FramePath): FramePath | undefined {
  const isBelow = path.length > around.length && around.every(([index], n) => path[n]?.[0] === index);
  return isBelow ? path.slice(around.length) : undefined;
}

/** Calls `loaded` when a frame of another origin has loaded: those of our own have a relay anyway. */
export function watchFrames(loaded: () => void, signal: AbortSignal): void {
  let isSaid = false;
  const say = () => {
    isSaid = false;
    if (!signal.aborted) loaded();
  };
  const look = ({ target }: Event) => {
    if (isSaid || !(target instanceof HTMLIFrameElement) || target.contentDocument) return;
    isSaid = true;
    setTimeout(say, SOON_MS);
  };
  document.addEventListener('load', look, { capture: true, passive: true, signal });
}
