/** A pause between requests takes no more room than this. */
const MAX_PAUSE_MS = 500;

/**
 * The axis of a waterfall for requests in order of their beginning: gives a moment's place, 0 to 1. Pauses without any request
 * are cut short, so that what happened together can be compared.
 */
export function waterfallAxis(requests: readonly { at: number; durationMs: number }[]): (at: number) => number {
  /** Where each stretch with requests begins, and how much of the pauses before it was cut. */
  const stretches: { from: number; to: number; cutMs: number }[] = [];
  let cutMs = 0;
  for (const { at, durationMs } of requests) {
    const last = stretches.at(-1);
    if (last && at - last.to <= MAX_PAUSE_MS) {
      last.to = Math.max(last.to, at + durationMs);
      continue;
    }
    if (last) cutMs += at - last.to - MAX_PAUSE_MS;
    stretches.push({ from: at, to: at + durationMs, cutMs });
  }
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (!first || !last) return () => 0;
  const wholeMs = Math.max(1, last.to - first.from - last.cutMs);
  return at => {
    const stretch = stretches.findLast(({ from }) => from <= at) ?? first;
    return Math.min(1, Math.max(0, (at - first.from - stretch.cutMs) / wholeMs));
  };
}
