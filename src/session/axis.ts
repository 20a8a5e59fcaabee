import type { Timeline } from './timeline';

/** A folded idle stretch is drawn as this share of all that is not idle. */
const FOLDED_SHARE = 0.015;

/** Where moments stand on a line that is 1 long. */
export interface Axis {
  place(at: number): number;
  /** The moment at a place. */
  moment(place: number): number;
}

/** Where the line between moments and places bends. */
interface Corner {
  at: number;
  place: number;
}

/** The timeline's axis: in proportion to time, but idle stretches are short where they are folded. */
export function axisOf({ start, end, idle }: Pick<Timeline, 'start' | 'end' | 'idle'>, folded: boolean): Axis {
  const idleMs = idle.reduce((sum, [from, to]) => sum + to - from, 0);
  const foldedMs = Math.max(1, end - start - idleMs) * FOLDED_SHARE;
  const corners: Corner[] = [{ at: start, place: 0 }];
  let place = 0;
  let done = start;
  for (const [from, to] of folded ? idle : []) {
    place += from - done;
    corners.push({ at: from, place });
    place += Math.min(to - from, foldedMs);
    corners.push({ at: to, place });
    done = to;
  }
  const whole = place + end - done;
  corners.push({ at: end, place: whole });
  return {
    place: at => between(corners, 'at', 'place', at) / whole,
    moment: share => between(corners, 'place', 'at', share * whole),
  };
}

/** The straight line between the two corners around a value; outside of all corners the nearest counts. */
function between(corners: readonly Corner[], from: keyof Corner, to: keyof Corner, value: number): number {
  const n = corners.findIndex(corner => corner[from] >= value);
  const [a, b] = [corners[n - 1], corners[n]];
  if (!b) return corners.at(-1)?.[to] ?? 0;
  if (!a) return b[to];
  return a[to] + ((value - a[from]) / (b[from] - a[from])) * (b[to] - a[to]);
}
