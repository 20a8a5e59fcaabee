import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Activity, isRunning } from '../../src/session/split';
import type { Span } from '../../src/session/types';
import { bruteForce, place } from './sessions-of';

/** Small numbers, so that gaps of exactly the timeout are common. */
const TIMEOUT_MS = 10;

/** A chunk's activity: shorter than the timeout, for a stream is closed before that. */
const activity = fc
  .tuple(fc.nat(120), fc.constantFrom(0, 0, 1, 3, TIMEOUT_MS - 1))
  .map(([first, length]): Activity => ({ first, last: first + length }));

const activities = fc.array(activity, { minLength: 1, maxLength: 25 });

const inAnyOrder = activities.chain(all =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
);

const placeAll = (all: readonly Activity[], timeoutMs = TIMEOUT_MS) =>
  all.reduce<Span[]>((spans, one) => place(spans, one, timeoutMs), []);

test('any order of arrival gives the sessions that all activity times, sorted, give', () => {
  fc.assert(
    fc.property(inAnyOrder, ([all, shuffled]) => {
      expect(placeAll(shuffled)).toEqual(bruteForce(all, [], TIMEOUT_MS));
    }),
    { numRuns: 1_000 },
  );
});

test('no session holds an activity gap of the timeout, and every activity is in exactly one', () => {
  fc.assert(
    fc.property(activities, all => {
      const spans = placeAll(all);
      const times = all.flatMap(({ first, last }) => [first, last]).sort((a, b) => a - b);
      const perSession = spans.map(({ startedAt, lastActivityAt }) =>
        times.filter(time => startedAt <= time && time <= lastActivityAt),
      );
      expect(perSession.flat()).toEqual(times);
      const gaps = perSession.flatMap(own => own.map((time, n) => time - (own[n - 1] ?? time)));
      expect(Math.max(...gaps)).toBeLessThan(TIMEOUT_MS);
    }),
    { numRuns: 500 },
  );
});

test('placing the same activity again changes nothing', () => {
  fc.assert(
    fc.property(activities, all => {
      expect(placeAll([...all, ...all])).toEqual(placeAll(all));
    }),
  );
});

test('sessions never overlap, and each begins at least its predecessor’s timeout after it, also while the setting changes', () => {
  const withTimeout = fc.tuple(activity, fc.constantFrom(2, 5, TIMEOUT_MS, 30));
  fc.assert(
    fc.property(fc.array(withTimeout, { minLength: 1, maxLength: 25 }), all => {
      const spans = all.reduce<Span[]>((known, [one, timeoutMs]) => place(known, one, timeoutMs), []);
      spans.forEach((span, n) => {
        const previous = spans[n - 1];
        if (previous) expect(span.startedAt - previous.lastActivityAt).toBeGreaterThanOrEqual(previous.timeoutMs);
      });
    }),
    { numRuns: 500 },
  );
});

/** Either activity becomes known, or a hand ends one of the sessions known by then, some time before it would end by itself. */
type Step = { act: Activity } | { endNth: number; afterLastMs: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: activity }) },
  { weight: 1, arbitrary: fc.record({ endNth: fc.nat(10), afterLastMs: fc.nat(TIMEOUT_MS - 1) }) },
);

/**
 * Plays steps in their order. A hand's end applies to what was known then; what arrives later may be from before or after it.
 * A chunk that is cut by a hand's end is the relay's to prevent, so activity crossing one is left out.
 */
function play(steps: readonly Step[]) {
  const taken: Activity[] = [];
  const handEnds: number[] = [];
  let spans: Span[] = [];
  for (const one of steps) {
    if ('act' in one) {
      if (handEnds.some(end => one.act.first <= end && end < one.act.last)) continue;
      taken.push(one.act);
      spans = place(spans, one.act, TIMEOUT_MS);
      continue;
    }
    const target = spans[one.endNth % (spans.length || 1)];
    const end = (target?.lastActivityAt ?? 0) + one.afterLastMs;
    if (!target || target.endedAt !== undefined || !isRunning(target, end)) continue;
    handEnds.push(end);
    spans = spans.map(span => (span === target ? { ...span, endedAt: end } : span));
  }
  return { taken, handEnds, spans };
}

test('with hands’ ends as well, the order in which activity and ends become known does not matter', () => {
  let ended = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), steps => {
      const { taken, handEnds, spans } = play(steps);
      ended += handEnds.length;
      expect(spans).toEqual(bruteForce(taken, handEnds, TIMEOUT_MS));
    }),
    { numRuns: 2_000 },
  );
  expect(ended, 'the generator does end sessions by hand').toBeGreaterThan(500);
});

test('nothing after a hand’s end is ever one session with anything before it', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), steps => {
      const { handEnds, spans } = play(steps);
      for (const { startedAt, lastActivityAt } of spans)
        expect(handEnds.filter(end => startedAt <= end && end < lastActivityAt)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
