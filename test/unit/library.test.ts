import { describe, expect, test } from 'vitest';
import { type Asked, daysMeant, EVERYTHING, findSessions, type Line, type When } from '../../src/session/library';
import type { Session } from '../../src/session/types';

const MINUTE_MS = 60_000;
const session = (id: string, startedAt: number, minutes: number, more: Partial<Session> = {}): Session => ({
  id,
  site: 'shop.test',
  identity: 'normal',
  startedAt,
  lastActivityAt: startedAt + minutes * MINUTE_MS,
  timeoutMs: 30 * MINUTE_MS,
  landing: { url: `http://www.shop.test/${id}`, title: `Page of ${id}` },
  counts: { pages: 1, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes: 1 },
  ...more,
});
const counts = (errors: number, clicks: number, bytes: number) => ({
  pages: 1,
  clicks,
  inputs: 0,
  errors,
  gaps: 0,
  bytes,
});

const sessions = [
  session('cart', 3_000, 5, { title: 'TC-4 Basket', counts: counts(0, 9, 300) }),
  session('login', 2_000, 1, { site: 'login.test', starred: true, counts: counts(2, 1, 100) }),
  session('pay', 1_000, 9, { counts: counts(1, 4, 900) }),
];
const lines: Record<string, Line[]> = {
  cart: [{ in: 'page', text: 'Checkout http://www.shop.test/checkout' }],
  login: [{ in: 'error', text: 'TypeError: total is undefined' }],
  pay: [
    { in: 'note', text: 'The total is wrong' },
    { in: 'page', text: 'Pay http://pay.test/checkout' },
  ],
};
const look = (asked: Partial<Asked>) =>
  findSessions(sessions, { ...EVERYTHING, ...asked }, id => lines[id] ?? []).map(
    ({ session, line }) => session.id + (line ? ` (${line.in})` : ''),
  );

describe('The list of sessions', () => {
  test.each<[string, Partial<Asked>, string[]]>([
    ['everything, newest first', {}, ['cart', 'login', 'pay']],
    ['oldest first', { sort: 'oldest' }, ['pay', 'login', 'cart']],
    ['longest first', { sort: 'longest' }, ['pay', 'cart', 'login']],
    ['most errors first', { sort: 'errors' }, ['login', 'pay', 'cart']],
    ['most clicks first', { sort: 'clicks' }, ['cart', 'pay', 'login']],
    ['largest first', { sort: 'largest' }, ['pay', 'cart', 'login']],
    ['those with errors', { withErrors: true }, ['login', 'pay']],
    ['those with a star', { starred: true }, ['login']],
    ['of a site', { site: 'login.test' }, ['login']],
    ['begun in a time, both ends included', { began: [1_000, 2_000] }, ['login', 'pay']],
    ['a title, in any case', { words: 'basket' }, ['cart']],
    ['a site', { words: 'login.test' }, ['login']],
    ['a landing page’s title', { words: 'page of pay' }, ['pay']],
    ['an address that only a page has', { words: '/checkout' }, ['cart (page)', 'pay (page)']],
    ['an error', { words: 'typeerror' }, ['login (error)']],
    ['words in different places', { words: 'wrong pay.test' }, ['pay (note)']],
    ['the line with most of the words', { words: 'checkout pay.test wrong' }, ['pay (page)']],
    ['words in any order', { words: 'undefined total' }, ['login (error)']],
    ['all words or nothing', { words: 'total basket' }, []],
    ['words and a filter', { words: 'total', starred: true }, ['login (error)']],
    ['of nothing but spaces, everything', { words: '  ' }, ['cart', 'login', 'pay']],
  ])('%s', (_, asked, expected) => expect(look(asked)).toEqual(expected));
});

// The zone of the tests has summer time: 25 October 2026 has 25 hours.
test.each<[When, string, string, string]>([
  ['today', '', '2026-10-26T00:00', '2026-10-27T00:00'],
  ['yesterday', '', '2026-10-25T00:00', '2026-10-26T00:00'],
  ['week', '', '2026-10-20T00:00', '2026-10-27T00:00'],
  ['month', '', '2026-09-27T00:00', '2026-10-27T00:00'],
  ['day', '2026-10-25', '2026-10-25T00:00', '2026-10-26T00:00'],
])('The days meant by %s %s', (when, named, from, before) => {
  const now = new Date('2026-10-26T15:30').getTime();
  expect(daysMeant(when, now, named)).toEqual([new Date(from).getTime(), new Date(before).getTime() - 1]);
});

test('No day named, or a wrong one, is any day', () => {
  expect(daysMeant('day', 0, '')).toBeUndefined();
  expect(daysMeant('any', 0)).toBeUndefined();
});
