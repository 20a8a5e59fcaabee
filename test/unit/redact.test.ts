import { describe, expect, test } from 'vitest';
import {
  isSecretHeader,
  isSecretName,
  redactMark,
  redactText,
  redactUrl,
  redactValue,
  wordless,
} from '../../src/session/redact';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLW9mLWl0';
const KEY = '9f86d081884c7d659a2feaa0c55ad015';
const UUID = '0b6e1d9c-5f5e-4a63-9a39-0d2f3b7f7c11';

describe('an address', () => {
  test.each<[url: string, redacted: string]>([
    ['https://a.test/cart?color=teal#top', 'https://a.test/cart?color=teal#top'],
    ['https://me:pw@a.test/x', 'https://a.test/x'],
    ['//me:p@w@a.test/x', '//a.test/x'],
    ['ftp://me@a.test/', 'ftp://a.test/'],
    ['https://a.test/@me/x@2x.png', 'https://a.test/@me/x@2x.png'],
    ['/x?token=abc&color=teal', '/x?token=redacted&color=teal'],
    ['/x?user%5Fpassword=abc', '/x?user%5Fpassword=redacted'],
    ['/x?accessToken=abc', '/x?accessToken=redacted'],
    [`/x?a=${JWT}`, '/x?a=redacted'],
    [`/x?${JWT}`, '/x?redacted'],
    [`/x?a=${KEY}`, '/x?a=redacted'],
    [`/x#access_token=abc&x=1`, '/x#access_token=redacted&x=1'],
    [`/x#/route?token=abc`, '/x#/route?token=redacted'],
    [`/reset/${JWT}/done`, '/reset/redacted/done'],
    ['/x;jsessionid=1A2B?y=1', '/x;jsessionid=redacted?y=1'],
    ['/x?code=de', '/x?code=de'],
    ['/x?code=4%2F0AfJohXkQ9ab', '/x?code=redacted'],
    [`/x?next=${encodeURIComponent('/y?token=abc')}`, `/x?next=${encodeURIComponent('/y?token=redacted')}`],
    [
      `/x?next=${encodeURIComponent(`https://b.test/?j=${JWT}`)}`,
      `/x?next=${encodeURIComponent('https://b.test/?j=redacted')}`,
    ],
    ['/x?q=100%', '/x?q=100%'],
    ['data:image/png;base64,token=1', 'data:image/png;base64,token=1'],
    ['blob:https://a.test/0b6e1d9c', 'blob:https://a.test/0b6e1d9c'],
  ])('%s becomes %s', (url, redacted) => {
    expect(redactUrl(url)).toBe(redacted);
  });
});

describe('a text', () => {
  test.each<[text: string, redacted: string]>([
    ['', ''],
    ['Add to cart', 'Add to cart'],
    ['Password: at least eight letters', 'Password: at least eight letters'],
    ['Basic information about Bearer tokens', 'Basic information about Bearer tokens'],
    [`signed in as ${JWT}.`, 'signed in as redacted'],
    [`Authorization: Bearer ${KEY}`, 'Authorization: Bearer redacted'],
    ['Bearer abc.DEF-123', 'Bearer redacted'],
    ['Basic dXNlcjpwYXNz', 'Basic redacted'],
    ['at https://a.test/app.js?token=abc:10:5', 'at https://a.test/app.js?token=redacted'],
    ['failed: password=hunter2 user=me', 'failed: password=redacted user=me'],
    ['{"password":"hun ter2","user":"me"}', '{"password":"redacted","user":"me"}'],
    ['"{\\"password\\":\\"hunter2\\",\\"a\\":1}"', '"{\\"password\\":\\"redacted\\",\\"a\\":1}"'],
    ['api_key: sk_live_12', 'api_key: redacted'],
    [`the key ${KEY} is gone`, 'the key redacted is gone'],
    [`order ${UUID} is gone`, `order ${UUID} is gone`],
    ['checkout-confirmation-page-section-2-of-3', 'checkout-confirmation-page-section-2-of-3'],
    ['SomeVeryLongClassNameOfAComponentThatGoesOn1', 'SomeVeryLongClassNameOfAComponentThatGoesOn1'],
    ['/images/products/2026/spring/collection/teapot', '/images/products/2026/spring/collection/teapot'],
  ])('%s becomes %s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });
});

test.each<[value: unknown, redacted: unknown]>([
  [
    { user: 'me', password: 'hunter2' },
    { user: 'me', password: 'redacted' },
  ],
  [
    { auth: { user: 'me' }, pin: 12 },
    { auth: { user: 'me' }, pin: 12 },
  ],
  [
    { apiKey: 'abc', tokens: 3 },
    { apiKey: 'redacted', tokens: 3 },
  ],
  [
    { Authorization: 'x', 'X-Api-Key': 'y', Accept: '*/*' },
    { Authorization: 'redacted', 'X-Api-Key': 'redacted', Accept: '*/*' },
  ],
  [
    ['{"token":"abc"}', '"text"', '[1,2]'],
    ['{"token":"redacted"}', '"text"', '[1,2]'],
  ],
  [
    JSON.stringify({ body: JSON.stringify({ password: 'x' }) }),
    JSON.stringify({ body: JSON.stringify({ password: 'redacted' }) }),
  ],
  ['user=me&password=abc', 'user=me&password=redacted'],
  ['{not json, token=abc}', '{not json, token=redacted}'],
  [
    { requestHeaders: { Key: 'x', 'X-Goog-Key-Id': 'y' }, key: 'Enter' },
    { requestHeaders: { Key: 'redacted', 'X-Goog-Key-Id': 'redacted' }, key: 'Enter' },
  ],
  [null, null],
  [7, 7],
])('of %j remains %j', (value, redacted) => {
  expect(redactValue(value)).toEqual(redacted);
});

test.each<[name: string, is: boolean]>([
  ['password', true],
  ['user_password', true],
  ['userPassword', true],
  ['csrfmiddlewaretoken', true],
  ['_csrf', true],
  ['authenticity_token', true],
  ['api-key', true],
  ['author', false],
  ['keyboard', false],
  ['tokenize', false],
  ['compass', false],
  ['otpional', false],
])('the name %s is a secret’s: %s', (name, is) => {
  expect(isSecretName(name)).toBe(is);
});

test.each<[name: string, is: boolean]>([
  ['Authorization', true],
  ['Proxy-Authorization', true],
  ['Set-Cookie', true],
  ['X-Api-Key', true],
  ['X-Auth-Token', true],
  ['X-Goog-Signature', true],
  ['X-Request-Id', false],
  ['Content-Type', false],
  ['Author', false],
])('the header %s is a credential: %s', (name, is) => {
  expect(isSecretHeader(name)).toBe(is);
});

describe('a step', () => {
  const mark = {
    kind: 'click' as const,
    at: 1,
    label: `Copy ${JWT}`,
    selectors: [
      '[data-testid="copy"]',
      'aria/Copy it[role="button"]',
      'text/Copy it',
      '#form [aria-label="Copy it"]',
      '#form > button',
    ],
  };

  test('is without token-like values', () => {
    expect(redactMark({ ...mark, detail: `Bearer ${KEY}` })).toEqual({
      ...mark,
      label: 'Copy redacted',
      detail: 'Bearer redacted',
    });
  });

  test('of a strict recording has no word of the page, and how to find the element as far as that holds none', () => {
    expect(wordless(mark)).toEqual({ ...mark, label: '••••••', selectors: ['[data-testid="copy"]', '#form > button'] });
    expect(wordless({ kind: 'page', at: 1, label: 'My letters', detail: 'https://a.test/letters' }).label).toBe(
      'https://a.test/letters',
    );
    expect(wordless({ kind: 'key', at: 1, label: 'Enter' }).label).toBe('Enter');
  });
});
