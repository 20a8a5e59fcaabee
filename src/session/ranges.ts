import type { Range } from './types';

/** Activity closer together than this is one stretch: a reader's pause, not the end of acting. */
export const ACTIVE_JOIN_MS = 5_000;

/** Adds a range to sorted, disjoint ranges; those closer than `joinMs` become one. */
export function addRange(ranges: readonly Range[], [from, to]: Range, joinMs: number): Range[] {
  const before = ranges.filter(range => range[1] < from - joinMs);
  const after = ranges.filter(range => range[0] > to + joinMs);
  const touched = ranges.slice(before.length, ranges.length - after.length);
  return [
    ...before,
    [Math.min(from, ...touched.map(range => range[0])), Math.max(to, ...touched.map(range => range[1]))],
    ...after,
  ];
}
