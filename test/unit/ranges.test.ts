import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIVE_JOIN_MS, addRange } from '../../src/session/ranges';
import type { Range } from '../../src/session/types';

const JOIN_MS = 5;

const add = (...ranges: Range[]) => ranges.reduce<Range[]>((all, range) => addRange(all, range, JOIN_MS), []);

test.each<{ rule: string; ranges: Range[]; gives: Range[] }>([
  { rule: 'the first is taken as it is', ranges: [[10, 12]], gives: [[10, 12]] },
  { rule: 'a moment is a range', ranges: [[10, 10]], gives: [[10, 10]] },
  {
    rule: 'nearer than the pause they are one',
    ranges: [
      [10, 12],
      [16, 20],
    ],
    gives: [[10, 20]],
  },
  {
    rule: 'exactly the pause apart they are one',
    ranges: [
      [10, 12],
      [17, 20],
    ],
    gives: [[10, 20]],
  },
  {
    rule: 'further apart they are two',
    ranges: [
      [10, 12],
      [18, 20],
    ],
    gives: [
      [10, 12],
      [18, 20],
    ],
  },
  {
    rule: 'the order of arrival does not matter',
    ranges: [
      [18, 20],
      [10, 12],
    ],
    gives: [
      [10, 12],
      [18, 20],
    ],
  },
  {
    rule: 'one inside another adds nothing',
    ranges: [
      [10, 30],
      [15, 16],
    ],
    gives: [[10, 30]],
  },
  {
    rule: 'one around another replaces it',
    ranges: [
      [15, 16],
      [10, 30],
    ],
    gives: [[10, 30]],
  },
  {
    rule: 'one between two joins them',
    ranges: [
      [10, 12],
      [20, 22],
      [16, 16],
    ],
    gives: [[10, 22]],
  },
  {
    rule: 'one that touches neither stands between',
    ranges: [
      [0, 1],
      [40, 41],
      [20, 21],
    ],
    gives: [
      [0, 1],
      [20, 21],
      [40, 41],
    ],
  },
])('$rule', ({ ranges, gives }) => {
  expect(add(...ranges)).toEqual(gives);
});

test('what was given is left as it was', () => {
  const before: readonly Range[] = Object.freeze([[10, 12]] as Range[]);
  addRange(before, [13, 14], JOIN_MS);
  expect(before).toEqual([[10, 12]]);
});

test('a pause of up to five seconds is no pause', () => {
  expect(addRange([[0, 0]], [5_000, 5_000], ACTIVE_JOIN_MS)).toEqual([[0, 5_000]]);
  expect(addRange([[0, 0]], [5_001, 5_001], ACTIVE_JOIN_MS)).toHaveLength(2);
});

const range = fc.tuple(fc.nat(100), fc.nat(8)).map(([from, length]): Range => [from, from + length]);

test('in any order they give what sorting and joining neighbours gives', () => {
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 20 }), ranges => {
      const expected: Range[] = [];
      for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
        const last = expected.at(-1);
        if (last && from - last[1] <= JOIN_MS) last[1] = Math.max(last[1], to);
        else expected.push([from, to]);
      }
      expect(add(...ranges)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
