import { describe, expect, test } from 'vitest';
import { redactHeaders } from '../../src/session/redact-headers';

describe('headers on tape', () => {
  test.each([
    'Authorization',
    'Cookie',
    'Set-Cookie',
    'Proxy-Authorization',
    'proxy-anything',
    'X-Api-Key',
    'X-Auth-Token',
    'x-csrf-token',
    'X-Amz-Security-Token',
    'X-Shop-Secret',
  ])('%s is dropped', name => {
    expect(redactHeaders([[name, 'value-of-it']])).toEqual({});
  });

  test.each<[name: string, value: string, shown: string]>([
    ['Content-Type', 'application/json; charset=utf-8', 'application/json; charset=utf-8'],
    ['X-Request-Source', 'cart', 'cart'],
    ['Sec-WebSocket-Version', '13', '13'],
    ['Cache-Key', 'page-1', 'page-1'],
    ['Date', 'Mon, 23 Nov 2026 16:00:00 GMT', 'Mon, 23 Nov 2026 16:00:00 GMT'],
    ['X-Custom', 'Bearer abcdef123456789', 'Bearer redacted'],
    ['X-Custom', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'redacted'],
    ['Location', 'https://shop.test/a?token=kakapo', 'https://shop.test/a?token=redacted'],
  ])('%s: %s', (name, value, shown) => {
    expect(redactHeaders([[name, value]])).toEqual({ [name.toLowerCase()]: shown });
  });

  test('names that come twice are one, long values are cut', () => {
    const headers = redactHeaders([
      ['Vary', 'accept'],
      ['vary', 'cookie'],
      ['x-long', 'long '.repeat(1_000)],
    ]);
    expect(headers.vary).toBe('accept, cookie');
    expect(headers['x-long']).toHaveLength(2_000);
  });
});
