import { describe, expect, test } from 'vitest';
import { createStylesheets, withOwnFragments } from '../../src/recorder/stylesheets';

describe('A reference inside the document', () => {
  test.each([
    ['clip-path: url("http://shop.test/a/#logo")', 'clip-path: url("#logo")'],
    ["fill:url(https://shop.test:8080/#grad);mask:url('file:///tmp/#m')", "fill:url(#grad);mask:url('#m')"],
    ['clip-path: url("#logo")', 'clip-path: url("#logo")'],
    ['background: url("http://shop.test/sprite.svg#cart")', 'background: url("http://shop.test/sprite.svg#cart")'],
    [
      'background: url("data:image/svg+xml,<a href=\'/#b\'/>")',
      'background: url("data:image/svg+xml,<a href=\'/#b\'/>")',
    ],
  ])('%s', (asRecorded, asWritten) => {
    expect(withOwnFragments(asRecorded)).toBe(asWritten);
  });

  test('is one also in a stylesheet that is sent by ref', () => {
    const sheets = createStylesheets();
    const text = `.logo { fill: url("http://shop.test/#g"); } ${'.a { color: red; } '.repeat(40)}`;
    const ref = sheets.refer(text);
    expect(sheets.refer(text), 'the same text again is the same ref').toBe(ref);
    const [sent, ...more] = sheets.takeFresh();
    expect(sent?.text).toContain('fill: url("#g")');
    expect(more).toEqual([]);
  });
});

test('A ref never means another text, for a stream may begin anew without a new name', () => {
  const sheets = createStylesheets();
  const first = sheets.refer('a'.repeat(600));
  sheets.reset();
  expect(sheets.refer('b'.repeat(600))).not.toBe(first);
});
