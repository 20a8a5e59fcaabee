import { describe, expect, test } from 'vitest';
import { pathBelow, pathOf } from '../../src/relay/frames';
import { asFrameNote, type FramePath } from '../../src/session/frame-note';
import { buildTimeline, locateFrame, type Timeline } from '../../src/session/timeline';
import type { SessionIndex, Stream } from '../../src/session/types';

const stream = (id: string, frameId: number, at: number[], rest: Partial<Stream> = {}): Stream => ({
  id,
  sessionId: 's',
  pageViewId: 'page',
  tabId: 1,
  frameId,
  openedAt: at[0] ?? 0,
  lastAt: 1_000,
  openReason: 'load',
  visible: true,
  windows: at.map((time, n) => ({ seq: n * 10, at: time })),
  active: [],
  ...rest,
});

describe('What is to be seen in a frame', () => {
  const top = stream('top', 0, [0]);
  const index = {
    pageViews: [],
    marks: [],
    notes: [],
    streams: [
      top,
      stream('second', 7, [500]),
      stream('first', 7, [100, 300]),
      stream('empty', 8, []),
      stream('elsewhere', 9, [0], { tabId: 2 }),
      stream('before', 9, [0], { pageViewId: 'another page' }),
    ],
  } as unknown as SessionIndex;
  const timeline = buildTimeline(index) as Timeline;

  test.each([
    [7, 50, 'later'],
    [7, 100, 'first 0'],
    [7, 299, 'first 0'],
    [7, 300, 'first 1'],
    [7, 600, 'second 0'],
    [8, 600, undefined],
    [9, 600, undefined],
    [10, 600, undefined],
  ])('frame %i at %i: %s', (frame, at, wanted) => {
    const found = locateFrame(timeline, top, frame, at);
    expect(typeof found === 'object' ? `${found.stream.id} ${found.window}` : found).toBe(wanted);
  });

  test('is no piece of the timeline', () => {
    expect(new Set(timeline.pieces.map(({ stream: { id } }) => id))).toEqual(new Set(['top']));
  });
});

test.each<[FramePath, FramePath, FramePath | undefined]>([
  [[], [[2, 4]], [[2, 4]]],
  [
    [[2, 4]],
    [
      [2, 5],
      [0, 1],
    ],
    [[0, 1]],
  ],
  [[[2, 4]], [[2, 4]], undefined],
  [
    [[1, 4]],
    [
      [2, 4],
      [0, 1],
    ],
    undefined,
  ],
])('below %j, %j is %j', (around, path, below) => {
  expect(pathBelow(around, path)).toEqual(below);
});

test('a frame finds its place by comparing windows, and none in a shadow tree', () => {
  const top = { length: 2 } as unknown as Record<number | string, unknown>;
  const middle = { length: 1, parent: top } as unknown as Record<number | string, unknown>;
  const inner = { length: 0, parent: middle };
  const hidden = { length: 0, parent: middle };
  Object.assign(top, { parent: top, 0: {}, 1: middle });
  Object.assign(middle, { 0: inner });
  expect(pathOf(top as unknown as Window)).toEqual([]);
  expect(pathOf(inner as unknown as Window)).toEqual([
    [1, 2],
    [0, 1],
  ]);
  expect(pathOf(hidden as unknown as Window)).toBeUndefined();
});

test.each([
  [
    { tag: 'tapedeck/frame', payload: { id: 3, frame: 7, host: 'pay.test', more: 1 } },
    { id: 3, frame: 7, host: 'pay.test' },
  ],
  [
    { tag: 'tapedeck/frame', payload: { id: 3, own: true } },
    { id: 3, own: true },
  ],
  [{ tag: 'tapedeck/frame', payload: { id: '3' } }, undefined],
  [{ tag: 'tapedeck/frame', payload: null }, undefined],
  [{ tag: 'another', payload: { id: 3 } }, undefined],
  [undefined, undefined],
])('a note of a frame: %j', (data, note) => {
  expect(asFrameNote(data)).toEqual(note);
});
