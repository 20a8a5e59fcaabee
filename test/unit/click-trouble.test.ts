import { describe, expect, test } from 'vitest';
import { clickTroubles } from '../../src/session/click-trouble';
import type { Mark } from '../../src/session/types';

let n = 0;
const mark = (kind: Mark['kind'], at: number, rest: Partial<Mark> = {}): Mark => ({
  kind,
  at,
  label: 'Save',
  streamId: 's',
  seq: 0,
  n: n++,
  ...rest,
});
const click = (at: number, x = 10, rest: Partial<Mark> = {}) => mark('click', at, { place: [x, 10], ...rest });

describe('what clicks tell of trouble', () => {
  test.each<[name: string, marks: Mark[], expected: Record<number, string>]>([
    ['one click is none', [click(0)], {}],
    ['two fast clicks are a double click', [click(0), click(200)], {}],
    [
      'three in a second are rage, all of them',
      [click(0), click(400), click(1_000)],
      { 0: 'rage', 400: 'rage', 1000: 'rage' },
    ],
    ['three in more than a second are not', [click(0), click(500), click(1_001)], {}],
    [
      'of four slow ones the three close ones',
      [click(0), click(900), click(1_300), click(1_700)],
      { 900: 'rage', 1300: 'rage', 1700: 'rage' },
    ],
    ['a hand trembles', [click(0), click(300, 25), click(600, 40)], { 0: 'rage', 300: 'rage', 600: 'rage' }],
    ['three in three places are not', [click(0), click(300, 100), click(600, 200)], {}],
    [
      'three on three pages are not',
      [click(0), click(300, 10, { streamId: 't' }), click(600, 10, { streamId: 'u' })],
      {},
    ],
    [
      'without a place the same element counts',
      [mark('click', 0), mark('click', 1), mark('click', 2)],
      { 0: 'rage', 1: 'rage', 2: 'rage' },
    ],
    ['… and another does not', [mark('click', 0), mark('click', 1, { label: 'Back' }), mark('click', 2)], {}],
    ['three neighbours are not', [click(0), click(1, 20, { label: 'Back' }), click(2, 30)], {}],
    ['a right click is another thing', [click(0), click(1), click(2, 10, { detail: 'right' })], {}],
    ['an error within a second', [click(0), mark('error', 1_000)], { 0: 'error' }],
    ['an error later', [click(0), mark('error', 1_001)], {}],
    ['an error before', [mark('error', 0), click(1)], {}],
    ['an error is the last click’s', [click(0, 10), click(400, 200), mark('error', 500)], { 400: 'error' }],
    ['an error of another page', [click(0), mark('error', 1, { streamId: 't' })], {}],
    ['a failed request is no error of the page', [click(0), mark('request', 1)], {}],
    ['a dead click', [click(0), mark('dead', 0)], { 0: 'dead' }],
    [
      'dead clicks of a rage are rage',
      [click(0), click(1), click(2), mark('dead', 2)],
      { 0: 'rage', 1: 'rage', 2: 'rage' },
    ],
    ['in whatever order they come', [mark('error', 300), click(0)], { 0: 'error' }],
  ])('%s', (_, marks, expected) => {
    const found = [...clickTroubles(marks)].map(([{ at }, trouble]) => [at, trouble]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});
