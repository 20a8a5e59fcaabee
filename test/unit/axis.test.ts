import { expect, test } from 'vitest';
import { axisOf } from '../../src/session/axis';
import { density } from '../../src/session/density';

const line = { start: 1_000, end: 101_000, idle: [[11_000, 91_000]] as [number, number][] };

test.each([
  // Unfolded, in proportion.
  [false, 1_000, 0],
  [false, 51_000, 0.5],
  [false, 101_000, 1],
  // Folded: 10 s, then 80 s as long as 0.3 s, then 10 s.
  [true, 1_000, 0],
  [true, 11_000, 10 / 20.3],
  [true, 51_000, 10.15 / 20.3],
  [true, 91_000, 10.3 / 20.3],
  [true, 101_000, 1],
  [true, 0, 0],
  [true, 200_000, 1],
])('Folded: %s, the moment %i stands at %f', (folded, at, place) => {
  const axis = axisOf(line, folded);
  expect(axis.place(at)).toBeCloseTo(place, 6);
  if (at >= line.start && at <= line.end) expect(axis.moment(place)).toBeCloseTo(at, 3);
});

test('A session that is idle from beginning to end has an axis all the same', () => {
  const axis = axisOf({ start: 0, end: 10, idle: [[0, 10]] }, true);
  for (const [at, place] of [
    [0, 0],
    [10, 1],
  ] as const) {
    expect(axis.place(at)).toBeCloseTo(place, 6);
    expect(axis.moment(place)).toBeCloseTo(at, 6);
  }
});

test('The hills are highest where most happened', () => {
  const hills = density([10_000, 10_100, 10_200, 60_000], axisOf({ ...line, idle: [] }, false), 20);
  expect(hills).toHaveLength(20);
  expect(Math.max(...hills)).toBe(1);
  expect(hills.indexOf(1)).toBe(1);
  expect(hills[11]).toBeGreaterThan(0);
  expect(hills[11]).toBeLessThan(1);
  expect(hills[16]).toBe(0);
  expect(density([], axisOf(line, false), 3)).toEqual([0, 0, 0]);
});
