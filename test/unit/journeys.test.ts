import { describe, expect, test } from 'vitest';
import { type HandOver, journeysOf, NOT_RECORDED, withJourneys } from '../../src/session/journeys';
import type { Mark, SessionIndex, Stream } from '../../src/session/types';

const stream = (id: string, openedAt: number, lastAt: number, rest: Partial<Stream> = {}): Stream => ({
  id,
  sessionId: 's',
  pageViewId: `page ${id}`,
  tabId: 1,
  frameId: 0,
  openedAt,
  lastAt,
  openReason: 'load',
  visible: true,
  closeReason: 'left',
  windows: [{ seq: 0, at: openedAt + 10 }],
  active: [],
  ...rest,
});

const mark = (kind: Mark['kind'], streamId: string, at: number, label: string, detail?: string): Mark => ({
  kind,
  streamId,
  at,
  label,
  seq: 1,
  n: 0,
  ...(detail && { detail }),
});

const told = (marks: Mark[], handOvers: HandOver[] = [], more: Stream[] = []) => {
  const streams = [stream('a', 0, 1_000), stream('b', 43_000, 50_000), ...more];
  const index = { streams, marks } as unknown as SessionIndex;
  return withJourneys(marks, journeysOf(index, handOvers)).map(
    ({ kind, at, label, detail }) => `${at} ${kind} ${label}${detail ? ` ${detail}` : ''}`,
  );
};

describe('A tab at another site', () => {
  const left = mark('left', 'a', 990, 'pay.test', NOT_RECORDED);
  const back = mark('back', 'b', 43_020, 'pay.test', NOT_RECORDED);
  const other: HandOver = { tabId: 1, at: 1_100, host: 'pay.test', sessionId: 'other' };

  test.each<[string, Mark[], HandOver[], string[]]>([
    ['is told by who left and who came back', [left, back], [], ['990 left pay.test not-recorded', '43010 back 42020']],
    ['by who left', [left], [], ['990 left pay.test not-recorded', '43010 back 42020']],
    ['by who came back', [back], [], ['1000 left pay.test not-recorded', '43010 back 42010']],
    ['by its pages there', [], [other], ['1000 left pay.test', '43010 back 42010']],
    ['and is recorded where its pages are', [left], [other], ['990 left pay.test', '43010 back 42020']],
    ['not by another tab', [], [{ ...other, tabId: 2 }], []],
    ['nor by a page before it', [], [{ ...other, at: -1 }], []],
    ['nor by where the session came from', [mark('back', 'a', 5, 'search.test')], [], []],
  ])('%s', (_, marks, handOvers, wanted) => {
    expect(told(marks, handOvers)).toEqual(wanted);
  });

  test('may never come back', () => {
    const last = mark('left', 'b', 49_000, 'bank.test');
    expect(told([last])).toEqual(['49000 left bank.test']);
    expect(told([], [{ ...other, at: 51_000 }])).toEqual(['50000 left pay.test']);
    expect(told([], [{ ...other, at: 1_000_000 }]), 'long after, it is something else').toEqual([]);
  });

  test('is of its top document', () => {
    const frame = stream('f', 1_200, 1_300, { frameId: 7 });
    expect(told([left], [], [frame])).toEqual(['990 left pay.test not-recorded', '43010 back 42020']);
  });
});
