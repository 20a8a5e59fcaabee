/**
 * Activity is what only a user does (design.md, rule 4): layout moving under a resting cursor, `scrollTo`, `focus()` and
 * `execCommand` all give trusted events, so most kinds do not count.
 */

/** Kinds that are activity whenever they are trusted. */
const ACTS = ['pointerdown', 'pointerup', 'mousedown', 'click', 'wheel', 'keydown', 'touchstart', 'touchmove'] as const;
const MOVES = ['pointermove', 'mousemove'] as const;

/** All kinds to listen to, in the capture phase, before page or rrweb see them. */
export const WATCHED = [...ACTS, ...MOVES, 'scroll', 'pointercancel'] as const;

/** A scroll this long after an act is the act's. */
const SCROLL_AFTER_ACT_MS = 1_000;

/** What of an event decides. */
export interface Watched {
  type: string;
  isTrusted: boolean;
  screenX?: number;
  screenY?: number;
}

/** Judges one document's events, in their order. `at` is when, in epoch milliseconds. */
export function createJudge(): (event: Watched, at: number) => boolean {
  let pointer: { x: number; y: number } | undefined;
  let pointersDown = 0;
  let actedAt = Number.NEGATIVE_INFINITY;

  const isActivity = ({ type, screenX, screenY }: Watched, at: number): boolean => {
    if ((ACTS as readonly string[]).includes(type)) return true;
    if (type === 'scroll') return pointersDown > 0 || Math.abs(at - actedAt) <= SCROLL_AFTER_ACT_MS;
    if (!(MOVES as readonly string[]).includes(type) || screenX === undefined || screenY === undefined) return false;
    // The first position is where the cursor rests: nobody has moved it yet.
    const moved = pointer !== undefined && (pointer.x !== screenX || pointer.y !== screenY);
    pointer = { x: screenX, y: screenY };
    return moved;
  };

  return (event, at) => {
    if (!event.isTrusted) return false;
    const activity = isActivity(event, at);
    if (event.type === 'pointerdown') pointersDown++;
    if (event.type === 'pointerup' || event.type === 'pointercancel') pointersDown = Math.max(0, pointersDown - 1);
    // A scroll does not make the next scroll count, or a page could keep itself alive once started.
    if (activity && event.type !== 'scroll') actedAt = at;
    return activity;
  };
}

/** Calls `acted` for what only a user does, before the page sees it. */
export function watchActivity(acted: (at: number) => void, now: () => number, signal: AbortSignal): void {
  const isActivity = createJudge();
  const judge = (event: Event) => {
    const at = now();
    if (isActivity(event as PointerEvent, at)) acted(at);
  };
  for (const type of WATCHED) window.addEventListener(type, judge, { capture: true, passive: true, signal });
}
