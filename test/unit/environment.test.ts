import { describe, expect, test } from 'vitest';
import { changedIn, environmentAt, readChange, systemOf } from '../../src/session/environment';
import type { Environment, Mark, PageView, Stream } from '../../src/session/types';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each<[userAgent: string, browser: string, os: string]>([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/148.0.0.0 Safari/537.36`, 'Chrome 148', 'Windows'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/148.0.0.0 Safari/537.36 Edg/148.0.0.0`,
    'Edge 148',
    'Windows',
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/156.0.0.0 Safari/537.36`, 'Chrome 156', 'Linux'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/148.0.0.0 Safari/537.36`, 'Chrome 148', 'macOS'],
  [`Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/148.0.0.0 Mobile Safari/537.36`, 'Chrome 148', 'Android 10'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153', 'Linux'],
  ['Mozilla/5.0 (Windows NT 6.1; rv:115.0) Gecko/20100101 Firefox/115.0', 'Firefox 115', 'Windows 6.1'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
    'Safari 17',
    'iOS 17.4',
  ],
  ['something else', '', ''],
])('%s', (userAgent, browser, os) => {
  expect(systemOf(userAgent)).toEqual({ browser, os });
});

const desk: Environment = {
  browser: 'Chrome 148',
  os: 'Windows',
  viewport: [1280, 720],
  pixelRatio: 1,
  touch: false,
  language: 'en',
  timeZone: 'Europe/Berlin',
  colourScheme: 'light',
  extension: '0.1.0',
};

test('only what is another has changed', () => {
  expect(changedIn(desk, { ...desk, viewport: [1280, 720] })).toEqual({});
  expect(changedIn(desk, { ...desk, viewport: [390, 844], touch: true })).toEqual({
    viewport: [390, 844],
    touch: true,
  });
  expect(changedIn({ ...desk, privacy: ['console'] }, { ...desk, privacy: ['console'] })).toEqual({});
  expect(changedIn({ ...desk, privacy: ['console'] }, { ...desk, privacy: [] })).toEqual({ privacy: [] });
});

test('of what was switched on, only what there is to switch is read', () => {
  expect(readChange('{"privacy":["strict","console","forged"]}')).toEqual({ privacy: ['console', 'strict'] });
  expect(readChange('{"privacy":"console"}')).toEqual({});
});

describe('the environment at a moment', () => {
  const pageViews = [{ id: 'p', environment: desk }, { id: 'old' }] as PageView[];
  const streams = [
    { id: 's', pageViewId: 'p' },
    { id: 'o', pageViewId: 'other' },
  ] as Stream[];
  const change = (streamId: string, at: number, to: object) =>
    ({ kind: 'environment', streamId, at, label: '', detail: JSON.stringify(to) }) as Mark;
  const marks = [
    change('s', 200, { colourScheme: 'dark' }),
    change('s', 100, { viewport: [390, 844], pixelRatio: 3 }),
    change('o', 50, { language: 'fr' }),
  ];
  const index = { pageViews, streams, marks };

  test.each<[at: number, expected: Partial<Environment>]>([
    [99, {}],
    [100, { viewport: [390, 844], pixelRatio: 3 }],
    [300, { viewport: [390, 844], pixelRatio: 3, colourScheme: 'dark' }],
  ])('at %s', (at, expected) => {
    expect(environmentAt(index, 'p', at)).toEqual({ ...desk, ...expected });
  });

  test('of a tape that does not tell, none', () => {
    expect(environmentAt(index, 'old', 300)).toBeUndefined();
  });
});

test.each<[detail: string | undefined, change: object]>([
  [undefined, {}],
  ['not JSON', {}],
  ['null', {}],
  ['{"viewport":[1]}', {}],
  ['{"viewport":["a",2],"touch":"yes","colourScheme":"pink","language":7}', {}],
  ['{"viewport":[1,2],"more":1,"touch":true}', { viewport: [1, 2], touch: true }],
])('a change that reads %s', (detail, change) => {
  expect(readChange(detail)).toEqual(change);
});
