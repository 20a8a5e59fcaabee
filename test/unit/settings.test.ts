import { describe, expect, test } from 'vitest';
import type { RecordingOptions } from '../../src/messages/channel';
import { siteFrom } from '../../src/options/site-from';
import { recordedAlike } from '../../src/settings/alike';
import {
  complete,
  DEFAULTS,
  inScope,
  matchPatterns,
  narrower,
  optionsFor,
  type ScopeRule,
  type Settings,
  type SiteRule,
  withScope,
  withSiteRule,
} from '../../src/settings/settings';

/** Whether a page is recorded, as the browser spells its host. */
const recorded = (url: string, scopes: ScopeRule[], neverRecord: string[] = []): boolean =>
  inScope({ ...DEFAULTS, scopes, neverRecord }, new URL(url));

const HOST: ScopeRule = { kind: 'host', value: 'www.shop.test' };
const DOMAIN: ScopeRule = { kind: 'domain', value: 'shop.test' };
const EVERYTHING: ScopeRule = { kind: 'everything', value: '' };

describe('what is recorded', () => {
  test.each<[url: string, scopes: ScopeRule[], is: boolean]>([
    ['https://www.shop.test/', [], false],
    ['https://www.shop.test/cart', [HOST], true],
    ['http://www.shop.test/', [HOST], true],
    ['https://app.shop.test/', [HOST], false],
    ['https://shop.test/', [HOST], false],
    ['https://www.shop.test.evil.test/', [HOST], false],
    ['https://shop.test/', [DOMAIN], true],
    ['https://app.shop.test/', [DOMAIN], true],
    ['https://a.b.shop.test/', [DOMAIN], true],
    ['https://workshop.test/', [DOMAIN], false],
    ['https://shop.test.evil.test/', [DOMAIN], false],
    ['https://pay.test/', [EVERYTHING], true],
    ['https://pay.test/', [HOST, { kind: 'host', value: 'pay.test' }], true],
  ])('%s with %j: %s', (url, scopes, is) => {
    expect(recorded(url, scopes)).toBe(is);
  });

  test.each<[url: string, rule: ScopeRule, is: boolean]>([
    ['http://localhost:3000/', { kind: 'host', value: 'localhost:3000' }, true],
    ['http://localhost:4000/', { kind: 'host', value: 'localhost:3000' }, false],
    ['http://127.0.0.1:3000/', { kind: 'host', value: '127.0.0.1:3000' }, true],
    ['http://[::1]:3000/', { kind: 'host', value: '[::1]:3000' }, true],
    ['http://www.shop.test:8080/', HOST, true],
    ['http://localhost:3000/', { kind: 'domain', value: 'localhost:3000' }, true],
    ['http://localhost:4000/', { kind: 'domain', value: 'localhost:3000' }, false],
  ])('a port counts only where it tells sites apart: %s with %j: %s', (url, rule, is) => {
    expect(recorded(url, [rule])).toBe(is);
  });
});

describe('what is never recorded', () => {
  test.each<[url: string, never: string, is: boolean]>([
    ['https://bank.test/', 'bank.test', false],
    ['https://www.bank.test/', 'bank.test', false],
    ['https://bank.test/', 'www.bank.test', true],
    ['https://notbank.test/', 'bank.test', true],
    ['http://localhost:3000/', 'localhost:3000', false],
    ['http://localhost:4000/', 'localhost:3000', true],
    ['http://localhost:4000/', 'localhost', false],
  ])('%s with %s on the list: %s', (url, never, is) => {
    expect(recorded(url, [EVERYTHING], [never])).toBe(is);
  });

  test('the list wins over a scope that names the very host', () => {
    expect(recorded('https://www.shop.test/', [HOST, DOMAIN], ['www.shop.test'])).toBe(false);
  });
});

test.each<[rule: ScopeRule, patterns: string[]]>([
  [HOST, ['*://www.shop.test/*']],
  [DOMAIN, ['*://*.shop.test/*']],
  [EVERYTHING, ['*://*/*']],
  [{ kind: 'host', value: 'localhost:3000' }, ['*://localhost/*']],
  [{ kind: 'host', value: '[::1]:3000' }, ['*://[::1]/*']],
  [{ kind: 'host', value: '[::1]' }, ['*://[::1]/*']],
  [{ kind: 'domain', value: '127.0.0.1:3000' }, ['*://127.0.0.1/*']],
  [{ kind: 'domain', value: 'localhost:3000' }, ['*://localhost/*']],
])('the match patterns of %j are %j', (rule, patterns) => {
  expect(matchPatterns(rule)).toEqual(patterns);
});

describe('what is recorded of one site', () => {
  const siteRules: SiteRule[] = [
    { site: 'app.shop.test', recording: { keystrokes: false, console: false } },
    { site: 'shop.test', recording: { keystrokes: true, network: false } },
    { site: 'localhost:3000', recording: { strict: true } },
  ];
  test.each<[url: string, differing: Partial<RecordingOptions>]>([
    ['https://other.test/', {}],
    ['https://workshop.test/', {}],
    ['https://www.shop.test/', { keystrokes: true, network: false }],
    ['https://app.shop.test/', { console: false, network: false }],
    ['http://localhost:3000/', { strict: true }],
    ['http://localhost:4000/', {}],
  ])('%s differs by %j', (url, differing) => {
    expect(optionsFor({ ...DEFAULTS, siteRules }, new URL(url))).toEqual({ ...DEFAULTS.recording, ...differing });
  });

  test('is set, changed and left to what holds for all; a rule without a difference is none', () => {
    const on = withSiteRule([], 'shop.test', 'keystrokes', true);
    expect(on).toEqual([{ site: 'shop.test', recording: { keystrokes: true } }]);
    const both = withSiteRule(on, 'shop.test', 'console', false);
    expect(both).toEqual([{ site: 'shop.test', recording: { keystrokes: true, console: false } }]);
    expect(withSiteRule(both, 'shop.test', 'keystrokes', undefined)).toEqual([
      { site: 'shop.test', recording: { console: false } },
    ]);
    expect(withSiteRule(on, 'shop.test', 'keystrokes', undefined)).toEqual([]);
  });
});

describe('settings as stored are completed', () => {
  test('nothing stored gives the defaults', () => {
    expect(complete({})).toEqual(DEFAULTS);
  });

  test('private by default: keystrokes off, console and network on', () => {
    const off = { keystrokes: false, media: false, bodies: false, canvas: false, strict: false };
    expect(complete({}).recording).toEqual({ ...off, console: true, network: true, assets: true });
  });

  test('what is stored stays, also inside what is recorded', () => {
    const stored = { paused: true, recording: { keystrokes: true } } as Partial<Settings>;
    expect(complete(stored)).toEqual({
      ...DEFAULTS,
      paused: true,
      recording: { ...DEFAULTS.recording, keystrokes: true },
    });
  });

  test.each([
    [0, 1],
    [-5, 1],
    [1, 1],
    [29.6, 30],
    [240, 240],
    [241, 240],
    [Number.NaN, 30],
    [Number.POSITIVE_INFINITY, 30],
  ])('an idle timeout of %d minutes becomes %d', (stored, minutes) => {
    expect(complete({ idleTimeoutMinutes: stored }).idleTimeoutMinutes).toBe(minutes);
  });

  test.each([Number.NaN, -1, 0])('a limit of %d, which would remove every session, is the default', limit => {
    expect(complete({ keepDays: limit, keepBytes: limit })).toEqual(DEFAULTS);
  });
});

test('of two hosts in one page, only what is recorded of both is recorded', () => {
  const page = { ...DEFAULTS.recording, keystrokes: true, bodies: true };
  const frame = { ...DEFAULTS.recording, keystrokes: true, console: false, strict: true };
  expect(narrower(page, frame)).toEqual({ ...DEFAULTS.recording, keystrokes: true, console: false, strict: true });
  expect(narrower(frame, page)).toEqual(narrower(page, frame));
});

describe('what the browser is told before a page loads', () => {
  const matches = (pattern: string, { hostname }: URL): boolean => {
    const [, host = ''] = /^\*:\/\/([^/]*)\/\*$/.exec(pattern) ?? [];
    if (host === '*') return true;
    return host.startsWith('*.') ? `.${hostname}`.endsWith(host.slice(1)) : hostname === host;
  };
  const settings: Settings = {
    ...DEFAULTS,
    neverRecord: ['bank.test'],
    siteRules: [
      { site: 'shop.test', recording: { console: false } },
      { site: 'app.shop.test', recording: { bodies: true } },
      { site: 'localhost', recording: { network: false } },
    ],
  };
  const scopes: Record<string, ScopeRule[]> = {
    everything: [{ kind: 'everything', value: '' }],
    'a host and a domain': [HOST, { kind: 'domain', value: 'shop.test' }],
    'a host below a site with a rule': [HOST],
    'a port': [{ kind: 'host', value: 'localhost:8080' }],
  };
  const pages = [
    'http://www.shop.test/',
    'http://shop.test/',
    'http://app.shop.test/',
    'http://a.app.shop.test/',
    'http://other.test/',
    'http://www.bank.test/',
    'http://localhost:8080/',
  ].map(url => new URL(url));

  test.each(Object.entries(scopes))('is what is set for each page, once: %s', (_, rules) => {
    const groups = recordedAlike(settings, rules);
    for (const page of pages) {
      const found = groups.filter(
        ({ matches: wanted, excludeMatches: not }) =>
          wanted.some(one => matches(one, page)) && !not.some(one => matches(one, page)),
      );
      const isRecorded = inScope({ ...settings, scopes: rules }, page);
      expect(
        found.map(({ options }) => options),
        page.href,
      ).toEqual(isRecorded ? [optionsFor(settings, page)] : []);
    }
  });
});

test.each([
  ['bank.example', 'bank.example'],
  [' *.Bank.example ', 'bank.example'],
  ['https://www.bank.example/login?next=1', 'www.bank.example'],
  ['localhost:8080', 'localhost:8080'],
  ['http://my_service.test:81/', 'my_service.test:81'],
  ['[::1]:3000', '[::1]:3000'],
  ['two words', undefined],
  ['ftp://bank.example', undefined],
  ['', undefined],
])('what is typed as a site, %j, is %j', (typed, site) => {
  expect(siteFrom(typed)).toBe(site);
});

test.each([
  ['host', 'www.bank.test', ['www.bank.test'], []],
  ['host', 'www.bank.test', ['bank.test', 'other.test'], ['bank.test', 'other.test']],
  ['domain', 'bank.test', ['www.bank.test', 'other.test'], ['other.test']],
  ['everything', '', ['www.bank.test'], ['www.bank.test']],
] as const)(
  'switching on %s %s of www.bank.test, where %j were never recorded, leaves %j',
  (kind, value, before, after) => {
    const scopes: ScopeRule[] = [{ kind: 'host', value: 'shop.test' }];
    const rule = { kind, value };
    const page = { host: 'www.bank.test', hostname: 'www.bank.test' };
    const now = withScope({ scopes: [...scopes, rule], neverRecord: [...before] }, rule, page);
    expect(now).toEqual({ scopes: [...scopes, rule], neverRecord: after });
  },
);
