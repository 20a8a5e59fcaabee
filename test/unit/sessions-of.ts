import { type Activity, joins, merged } from '../../src/session/split';
import type { Span } from '../../src/session/types';

const byStart = (a: Span, b: Span) => a.startedAt - b.startedAt;

/** Sessions after one more activity became known: what the store does with rows, done with a list. */
export function place(spans: readonly Span[], activity: Activity, timeoutMs: number): Span[] {
  const joined = joins(spans, activity, timeoutMs);
  return [...spans.filter(span => !joined.includes(span)), merged(joined, activity, timeoutMs)].sort(byStart);
}

/** The rule read by brute force: all activity times sorted, cut at every gap of the timeout and where a hand came between. */
export function bruteForce(activities: readonly Activity[], handEnds: readonly number[], timeoutMs: number): Span[] {
  const times = activities.flatMap(({ first, last }) => [first, last]).sort((a, b) => a - b);
  const spans: Span[] = [];
  times.forEach((time, n) => {
    const previous = times[n - 1] ?? -Infinity;
    const span = spans.at(-1);
    const byHand = handEnds.some(end => previous <= end && end < time);
    if (!span || time - previous >= timeoutMs || byHand)
      spans.push({ startedAt: time, lastActivityAt: time, timeoutMs });
    else span.lastActivityAt = time;
  });
  for (const end of handEnds) {
    const span = spans.findLast(({ startedAt }) => startedAt <= end);
    if (span) span.endedAt = end;
  }
  return spans;
}
