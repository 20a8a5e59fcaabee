import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isGuessedIcon } from '../../src/recorder/guessed-icon';
import { remember } from '../../src/recorder/remember';
import { curlOf } from '../../src/session/curl';
import { phasesOf } from '../../src/session/request-phases';
import { waterfallAxis } from '../../src/session/waterfall';

const GET = { name: 'http://shop.test/a', initiatorType: 'fetch', startTime: 10, endTime: 40, duration: 30 };

/** What curl would be given, by a real shell. */
const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`])
    .toString()
    .split('\0')
    .slice(0, -1);

test.each([
  [{}, ['--globoff', 'http://shop.test/a']],
  [{ method: 'DELETE' }, ['--globoff', 'http://shop.test/a', '-X', 'DELETE']],
  [
    { method: 'POST', requestHeaders: { 'content-type': 'text/plain' }, requestBody: 'it\'s $HOME `id` \\ "x"\n2' },
    ['--globoff', 'http://shop.test/a', '-H', 'content-type: text/plain', '--data-raw', 'it\'s $HOME `id` \\ "x"\n2'],
  ],
  [{ method: "x'; rm -rf /" }, ['--globoff', 'http://shop.test/a', '-X', "x'; rm -rf /"]],
])('A shell reads the curl command of %j as it is meant', (request, expected) => {
  expect(words(curlOf({ ...GET, ...request }))).toEqual(expected);
});

test('A waterfall is in proportion, and pauses in it are cut short', () => {
  const axis = waterfallAxis([
    { at: 0, durationMs: 500 },
    { at: 100, durationMs: 100 },
    { at: 60_000, durationMs: 1_000 },
  ]);
  // 500 ms, the pause at 500 ms, 1,000 ms.
  expect([0, 250, 500, 60_000, 61_000].map(axis)).toEqual([0, 0.125, 0.25, 0.5, 1]);
  expect(waterfallAxis([])(5)).toBe(0);
});

test.each([
  [{}, []],
  [
    { domainLookupStart: 12, domainLookupEnd: 15, connectStart: 15, secureConnectionStart: 17, connectEnd: 20 },
    ['queued 2', 'dns 3', 'connect 2', 'tls 3'],
  ],
  [{ requestStart: 10, responseStart: 25, responseEnd: 38 }, ['waiting 15', 'download 13']],
  [{ connectStart: 15, secureConnectionStart: 0, connectEnd: 20 }, ['queued 5', 'connect 5']],
  [{ requestStart: 0, responseStart: 0 }, []],
])('The phases of %j', (timing, expected) => {
  expect(phasesOf({ ...GET, timing }).map(({ name, from, to }) => `${name} ${to - from}`)).toEqual(expected);
});

test('What is remembered of a page that goes on for ever is what it named last', () => {
  const known = new Set<string>();
  for (const one of ['a', 'b', 'c', 'a', 'd', 'd']) remember(known, one, 3);
  expect([...known]).toEqual(['c', 'a', 'd']);
});

test.each([
  ['other', 'http://shop.test/favicon.ico', true],
  ['other', 'http://shop.test:8080/favicon.ico', true],
  ['other', 'http://shop.test/icons/favicon.ico', false],
  ['other', 'http://shop.test/favicon.ico?v=2', false],
  ['fetch', 'http://shop.test/favicon.ico', false],
])('The icon that a browser looks for by itself: %s %s', (initiatorType, name, isGuessed) => {
  expect(isGuessedIcon({ initiatorType, name })).toBe(isGuessed);
});
