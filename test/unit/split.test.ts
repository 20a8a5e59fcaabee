import { describe, expect, test } from 'vitest';
import { durationMs, endsAt, isOver, isRunning, joins } from '../../src/session/split';
import type { Span } from '../../src/session/types';
import { place } from './sessions-of';
import { at, clock, MINUTE_MS } from './times';

/** One thing becoming known: activity at a time or from–to, or a hand ending the session that runs then. */
type Step = `${string}:${string}` | { end: string } | { act: string; to?: string; timeoutMin: number };

function sessionsAfter(steps: readonly Step[]): Span[] {
  let spans: Span[] = [];
  for (const step of steps) {
    if (typeof step === 'object' && 'end' in step) {
      const end = at(step.end);
      expect(
        spans.some(span => isRunning(span, end)),
        `a session runs at ${step.end}`,
      ).toBe(true);
      spans = spans.map(span =>
        isRunning(span, end) ? { ...span, endedAt: Math.max(end, span.lastActivityAt) } : span,
      );
      continue;
    }
    const { act, timeoutMin } = typeof step === 'string' ? { act: step, timeoutMin: 30 } : step;
    const [first = '', last = first] = act.split('–');
    spans = place(spans, { first: at(first), last: at(last) }, timeoutMin * MINUTE_MS);
  }
  return spans;
}

/** `11:00–11:25 ends 11:55`. */
const inWords = (span: Span) => `${clock(span.startedAt)}–${clock(span.lastActivityAt)} ends ${clock(endsAt(span))}`;

interface Case {
  rule: string;
  /** In the order in which it becomes known. */
  steps: Step[];
  sessions: string[];
}

const table = (cases: Case[]) =>
  test.each(cases)('$rule', ({ steps, sessions }) => {
    expect(sessionsAfter(steps).map(inWords)).toEqual(sessions);
  });

describe('a session begins and ends', () => {
  table([
    { rule: 'begins with activity, and with none there is none', steps: [], sessions: [] },
    { rule: 'acting once is a session', steps: ['11:25'], sessions: ['11:25–11:25 ends 11:55'] },
    {
      rule: 'at 11:25 and never again: ends at 11:55',
      steps: ['11:00', '11:25'],
      sessions: ['11:00–11:25 ends 11:55'],
    },
    {
      rule: 'last acting at 12:27: ends at 12:57',
      steps: ['11:40', '12:05', '12:27'],
      sessions: ['11:40–12:27 ends 12:57'],
    },
    { rule: 'back after 29 minutes: it goes on', steps: ['11:00', '11:29'], sessions: ['11:00–11:29 ends 11:59'] },
    {
      rule: 'back a second before 30 minutes are over: it goes on',
      steps: ['11:00', '11:29:59'],
      sessions: ['11:00–11:29 ends 11:59'],
    },
    {
      rule: 'back after 31 minutes: a new one',
      steps: ['11:00', '11:31'],
      sessions: ['11:00–11:00 ends 11:30', '11:31–11:31 ends 12:01'],
    },
    {
      rule: 'back after exactly 30 minutes: a new one',
      steps: ['11:00', '11:30'],
      sessions: ['11:00–11:00 ends 11:30', '11:30–11:30 ends 12:00'],
    },
    {
      rule: 'the gap counts from the last activity, not from the first',
      steps: ['11:00–11:20', '11:45'],
      sessions: ['11:00–11:45 ends 12:15'],
    },
    {
      rule: 'many a day are kept apart',
      steps: ['09:00', '11:00', '13:00'],
      sessions: ['09:00–09:00 ends 09:30', '11:00–11:00 ends 11:30', '13:00–13:00 ends 13:30'],
    },
  ]);
});

describe('a session keeps the timeout it began with', () => {
  table([
    {
      rule: 'made longer meanwhile: it still ends after its own',
      steps: ['11:00', { act: '11:20', timeoutMin: 60 }, { act: '11:55', timeoutMin: 60 }],
      sessions: ['11:00–11:20 ends 11:50', '11:55–11:55 ends 12:55'],
    },
    {
      rule: 'made shorter meanwhile: it still goes on for its own',
      steps: ['11:00', { act: '11:20', timeoutMin: 5 }],
      sessions: ['11:00–11:20 ends 11:50'],
    },
    {
      rule: 'the next one begins with the new one',
      steps: ['11:00', { act: '12:00', timeoutMin: 5 }, { act: '12:10', timeoutMin: 5 }],
      sessions: ['11:00–11:00 ends 11:30', '12:00–12:00 ends 12:05', '12:10–12:10 ends 12:15'],
    },
    {
      rule: 'late activity that turns out to be its beginning brings its timeout along',
      steps: ['11:20', { act: '11:00', timeoutMin: 60 }, '12:10'],
      sessions: ['11:00–12:10 ends 13:10'],
    },
    {
      rule: 'of two that merge, the earlier one’s timeout stays',
      steps: [{ act: '11:00', timeoutMin: 60 }, '12:20', '11:50'],
      sessions: ['11:00–12:20 ends 13:20'],
    },
  ]);
});

describe('what arrives late gives the sessions it would have given in time', () => {
  table([
    { rule: 'it extends backwards', steps: ['11:20', '11:00'], sessions: ['11:00–11:20 ends 11:50'] },
    {
      rule: 'it falls into one, which stays as it is',
      steps: ['11:00', '11:20', '11:10'],
      sessions: ['11:00–11:20 ends 11:50'],
    },
    {
      rule: 'exactly the timeout before one: its own',
      steps: ['11:30', '11:00'],
      sessions: ['11:00–11:00 ends 11:30', '11:30–11:30 ends 12:00'],
    },
    {
      rule: 'it bridges two, which become one',
      steps: ['11:00', '11:40', '11:20'],
      sessions: ['11:00–11:40 ends 12:10'],
    },
    {
      rule: 'a stretch bridges three',
      steps: ['11:00', '11:40', '12:20', '11:20–12:00'],
      sessions: ['11:00–12:20 ends 12:50'],
    },
    {
      rule: 'near one of two it joins that one only',
      steps: ['11:00', '12:00', '11:20'],
      sessions: ['11:00–11:20 ends 11:50', '12:00–12:00 ends 12:30'],
    },
    {
      rule: 'between two and near neither it is one of its own',
      steps: ['11:00', '13:00', '12:00'],
      sessions: ['11:00–11:00 ends 11:30', '12:00–12:00 ends 12:30', '13:00–13:00 ends 13:30'],
    },
  ]);
});

describe('the user’s hand', () => {
  table([
    { rule: 'ends a session at once', steps: ['11:00', { end: '11:10' }], sessions: ['11:00–11:00 ends 11:10'] },
    {
      rule: 'the next activity begins the next',
      steps: ['11:00', { end: '11:10' }, '11:11'],
      sessions: ['11:00–11:00 ends 11:10', '11:11–11:11 ends 11:41'],
    },
    {
      rule: 'activity of the very moment still belongs to what was ended',
      steps: ['11:00', { end: '11:10' }, '11:10'],
      sessions: ['11:00–11:10 ends 11:10'],
    },
    {
      rule: 'late activity from before it joins what was ended',
      steps: ['11:00', { end: '11:10' }, '11:05'],
      sessions: ['11:00–11:05 ends 11:10'],
    },
    {
      rule: 'late activity from before it extends what was ended backwards',
      steps: ['11:00', { end: '11:10' }, '10:45'],
      sessions: ['10:45–11:00 ends 11:10'],
    },
    {
      rule: 'late activity from before it never reaches what began after it',
      steps: ['11:00', { end: '11:10' }, '11:12', '11:05'],
      sessions: ['11:00–11:05 ends 11:10', '11:12–11:12 ends 11:42'],
    },
    {
      rule: 'late activity from after it joins what began after it',
      steps: ['11:00', { end: '11:10' }, '11:20', '11:12'],
      sessions: ['11:00–11:00 ends 11:10', '11:12–11:20 ends 11:50'],
    },
    {
      rule: 'a late stretch before and one after do not bridge it',
      steps: ['11:00', { end: '11:10' }, '11:20', '11:05–11:09', '11:11–11:15'],
      sessions: ['11:00–11:09 ends 11:10', '11:11–11:20 ends 11:50'],
    },
    {
      rule: 'two ended one after the other stay two',
      steps: ['11:00', { end: '11:10' }, '11:12', { end: '11:15' }, '11:20', '11:14', '11:08'],
      sessions: ['11:00–11:08 ends 11:10', '11:12–11:14 ends 11:15', '11:20–11:20 ends 11:50'],
    },
    {
      rule: 'what merges before the hand’s end stays ended',
      steps: ['11:00', '11:40', { end: '11:45' }, '11:20', '11:50'],
      sessions: ['11:00–11:40 ends 11:45', '11:50–11:50 ends 12:20'],
    },
    {
      rule: 'the second of two is not reached over the ended first, however near',
      steps: ['11:00', '11:40', { end: '11:41' }, '11:42', '11:20'],
      sessions: ['11:00–11:40 ends 11:41', '11:42–11:42 ends 12:12'],
    },
  ]);

  test('a stretch that began before the hand came counts up to it', () => {
    const spans = sessionsAfter(['11:00', { end: '11:10' }, '11:09–11:12']);
    expect(spans.map(inWords)).toEqual(['11:00–11:10 ends 11:10']);
  });
});

describe('is over, derived from the last activity and the clock', () => {
  const span: Span = { startedAt: at('11:00'), lastActivityAt: at('11:25'), timeoutMs: 30 * MINUTE_MS };

  test.each([
    ['10:59', false, false],
    ['11:00', true, false],
    ['11:25', true, false],
    ['11:54', true, false],
    ['11:55', false, true],
    ['23:00', false, true],
  ])('at %s running is %s, over is %s', (time, running, over) => {
    expect([isRunning(span, at(time)), isOver(span, at(time))]).toEqual([running, over]);
  });

  test('ended by hand it is over from that moment', () => {
    const ended = { ...span, endedAt: at('11:30') };
    expect([at('11:29'), at('11:30'), at('11:31')].map(time => isOver(ended, time))).toEqual([false, true, true]);
  });
});

describe('what is shown', () => {
  test('the duration is first to last activity; the timeout after it is not part of it', () => {
    const span: Span = { startedAt: at('11:00'), lastActivityAt: at('11:25'), timeoutMs: 30 * MINUTE_MS };
    expect(durationMs(span)).toBe(25 * MINUTE_MS);
    expect(endsAt(span)).toBe(at('11:55'));
    expect(durationMs({ ...span, endedAt: at('11:40') })).toBe(25 * MINUTE_MS);
  });

  test('the duration is never negative', () => {
    expect(durationMs({ startedAt: at('11:00'), lastActivityAt: at('10:00'), timeoutMs: 1 })).toBe(0);
  });
});

test('what is joined is told earliest first, whatever the order it was asked in', () => {
  const spans = sessionsAfter(['11:00', '11:40', '12:30']);
  const activity = { first: at('11:20'), last: at('11:20') };
  const joined = joins(spans.toReversed(), activity, 30 * MINUTE_MS);
  expect(joined.map(inWords)).toEqual(['11:00–11:00 ends 11:30', '11:40–11:40 ends 12:10']);
});
