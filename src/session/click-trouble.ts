import type { Mark } from './types';

/**
 * What a click tells of its user's trouble. `rage`: one of at least three in one place within a second. `error`: the page failed
 * within a second of it. `dead`: it looked clickable, and nothing came of it.
 */
export type ClickTrouble = 'rage' | 'error' | 'dead';

const RAGE_CLICKS = 3;
const RAGE_MS = 1_000;
/** A hand that trembles stays within. */
const RAGE_PX = 30;
const ERROR_MS = 1_000;

/** The clicks among the marks that were trouble; of a click that was several kinds of it, the first in the order above. */
export function clickTroubles(marks: readonly Mark[]): Map<Mark, ClickTrouble> {
  const sorted = [...marks].sort((a, b) => a.at - b.at);
  const clicks = sorted.filter(({ kind }) => kind === 'click');
  const troubles = new Map<Mark, ClickTrouble>();
  for (const { kind, streamId, at } of sorted) {
    if (kind === 'dead') {
      const click = clicks.find(one => one.streamId === streamId && one.at === at);
      if (click) troubles.set(click, 'dead');
    } else if (kind === 'error') {
      const click = clicks.findLast(one => one.streamId === streamId && one.at <= at && at - one.at <= ERROR_MS);
      if (click) troubles.set(click, 'error');
    }
  }
  for (const [n, first] of clicks.entries()) {
    const run = clicks.slice(n).filter(one => one.at - first.at <= RAGE_MS && isSamePlace(first, one));
    if (run.length >= RAGE_CLICKS) for (const click of run) troubles.set(click, 'rage');
  }
  return troubles;
}

/** On the same thing, and near where it was, as far as that is on tape. */
function isSamePlace(a: Mark, b: Mark): boolean {
  if (a.streamId !== b.streamId || a.detail !== b.detail || a.label !== b.label) return false;
  if (!a.place || !b.place) return a.selectors?.[0] === b.selectors?.[0];
  return Math.hypot(a.place[0] - b.place[0], a.place[1] - b.place[1]) <= RAGE_PX;
}
