import { describe, expect, test } from 'vitest';
import { clockTime, day, size, timeNear, timeOfDay } from '../../src/ui/format';

test.each([
  [0, '0:00'],
  [-5_000, '0:00'],
  [999, '0:00'],
  [7_000, '0:07'],
  [59_999, '0:59'],
  [60_000, '1:00'],
  [754_000, '12:34'],
  [3_599_999, '59:59'],
  [3_600_000, '1:00:00'],
  [3_723_000, '1:02:03'],
  [90_000_000, '25:00:00'],
])('%d ms read %s', (ms, words) => {
  expect(clockTime(ms)).toBe(words);
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1 kB'],
  [1_240, '1.2 kB'],
  [12_400, '12 kB'],
  [1_200_000, '1.2 MB'],
  [5 * 1024 ** 3, '5.4 GB'],
  [2e12, '2,000 GB'],
])('%d bytes read %s', (bytes, words) => {
  expect(size(bytes)).toBe(words);
});

test('the time of day has two figures for hours and minutes', () => {
  expect(timeOfDay(new Date(2026, 2, 2, 14, 5).getTime())).toBe('02:05 PM');
});

describe('the day of a moment', () => {
  const now = new Date(2026, 2, 31, 0, 30).getTime();

  test.each<[words: string, moment: Date]>([
    ['Today', new Date(2026, 2, 31, 0, 0)],
    ['Today', new Date(2026, 2, 31, 23, 59)],
    ['Yesterday', new Date(2026, 2, 30, 23, 59)],
    ['Yesterday', new Date(2026, 2, 30, 0, 0)],
    ['Sunday, March 29', new Date(2026, 2, 29, 23, 59)],
    ['Sunday, March 1', new Date(2026, 2, 1, 12, 0)],
    ['Wednesday, December 31, 2025', new Date(2025, 11, 31, 12, 0)],
    ['Wednesday, April 1', new Date(2026, 3, 1, 12, 0)],
  ])('is %s', (words, moment) => {
    expect(day(moment.getTime(), now)).toBe(words);
  });

  test('the day when summer time begins has 23 hours, and is still one day', () => {
    const monday = new Date(2026, 2, 30, 0, 10).getTime();
    expect(day(new Date(2026, 2, 29, 0, 10).getTime(), monday)).toBe('Yesterday');
    expect(day(new Date(2026, 2, 28, 23, 50).getTime(), monday)).toBe('Saturday, March 28');
  });
});

test.each([
  // In the night to 29 March 2026 the clock leaps from two to three, in that to 25 October it goes back.
  [[2026, 2, 28, 23, 30], '04:15:10', [2026, 2, 29, 4, 15, 10]],
  [[2026, 9, 24, 23, 30], '04:15', [2026, 9, 25, 4, 15]],
  [[2026, 9, 24, 23, 30], '23:45', [2026, 9, 24, 23, 45]],
  [[2026, 9, 24, 23, 30, 40], '23:30', [2026, 9, 24, 23, 30]],
] as const)('after %j, %s is %j', (near, time, meant) => {
  const at = ([y, m, d, ...rest]: readonly number[]) => new Date(y as number, m as number, d, ...rest).getTime();
  expect(timeNear(at(near), time)).toBe(at(meant));
});
