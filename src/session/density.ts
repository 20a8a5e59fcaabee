import type { Axis } from './axis';

/** How much happened along an axis: `buckets` numbers from 0 to 1, 1 being the busiest stretch. */
export function density(moments: readonly number[], axis: Axis, buckets: number): number[] {
  const counts = new Array<number>(buckets).fill(0);
  for (const at of moments) {
    const n = Math.min(buckets - 1, Math.floor(axis.place(at) * buckets));
    counts[n] = (counts[n] ?? 0) + 1;
  }
  const soft = softened(softened(counts));
  const most = Math.max(...soft) || 1;
  // Roots, for one burst would make all else look like nothing.
  return soft.map(count => Math.sqrt(count / most));
}

/** Each with a part of its neighbours: hills rather than needles. */
const softened = (counts: readonly number[]): number[] =>
  counts.map((count, n) => (counts[n - 1] ?? 0) / 4 + count / 2 + (counts[n + 1] ?? 0) / 4);
