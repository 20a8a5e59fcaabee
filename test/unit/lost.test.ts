import { expect, test } from 'vitest';
import { LOST, lostStreams, withLosses } from '../../src/session/lost';
import type { SessionIndex, Stream } from '../../src/session/types';

const stream = (id: string, openedAt: number, more: Partial<Stream> = {}): Stream => ({
  id,
  sessionId: 's',
  pageViewId: 'p',
  tabId: 1,
  frameId: 0,
  openedAt,
  lastAt: openedAt + 5,
  openReason: 'load',
  visible: true,
  windows: [],
  active: [],
  ...more,
});

const lost = (isOver: boolean, ...streams: Stream[]) => lostStreams(streams, isOver).map(({ id }) => id);

test('A stream that is open in a session that runs is not lost', () => {
  expect(lost(false, stream('a', 0))).toEqual([]);
});

test('A stream without an end is lost when its tab has opened another', () => {
  expect(lost(false, stream('a', 0), stream('b', 10))).toEqual(['a']);
  expect(lost(false, stream('a', 0), stream('b', 10, { tabId: 2 }))).toEqual([]);
  expect(lost(false, stream('a', 0), stream('b', 10, { frameId: 3 }))).toEqual([]);
});

test('A stream without an end is lost when its session is over, and one with an end never', () => {
  expect(lost(true, stream('a', 0), stream('b', 10, { closeReason: 'left' }))).toEqual(['a']);
});

test('A loss is a gap among the marks, at the last moment that was stored', () => {
  const click = { kind: 'click', at: 20, label: 'Buy', streamId: 'b', seq: 0, n: 0 } as const;
  const index = { streams: [stream('a', 0), stream('b', 10)], marks: [click] } as unknown as SessionIndex;
  expect(withLosses(index, false)).toEqual([{ kind: 'gap', at: 5, label: LOST, streamId: 'a', seq: -1, n: 0 }, click]);
});
