import { describe, expect, test } from 'vitest';
import { createAssetNames, fetchable } from '../../src/session/asset-ref';
import { mapCssUrls, referCss } from '../../src/session/css-urls';

/** The addresses that are found in a text, imports with a star. */
const found = (css: string): string[] => {
  const urls: string[] = [];
  mapCssUrls(css, (url, isImport) => {
    urls.push(isImport ? `*${url}` : url);
    return undefined;
  });
  return urls;
};

test.each<[what: string, css: string, urls: string[]]>([
  ['quoted, in either way', `a { background: url("a.png"), url('b.png') }`, ['a.png', 'b.png']],
  ['bare, with spaces around', 'a { background: url(  a.png ) }', ['a.png']],
  ['with escapes', String.raw`a { background: url(a\(1\).png), url("b\22.png") }`, ['a(1).png', 'b".png']],
  ['in an import as text', '@import "a.css" screen;', ['*a.css']],
  ['in an import as url', '@import url(a.css);@import url("b.css");', ['*a.css', '*b.css']],
  ['in minified text', '@import"a.css";a{src:url(b.woff2)format("woff2")}', ['*a.css', 'b.woff2']],
  ['not in comments', '/* url(a.png) "*/ a { background: url(b.png) } /* url(c.png)', ['b.png']],
  ['not in strings', `a { content: "url(a.png)"; b: 'url("b.png")' }`, []],
  ['not in a namespace', '@namespace svg url(http://www.w3.org/2000/svg); a { b: url(c.png) }', ['c.png']],
  [
    'in an image set, where strings are addresses and types are none',
    `a { b: image-set("a.png" 1x, url(b.png) type("image/png") 2x); c: -webkit-image-set('c.png' 1x); d: "image-set" }`,
    ['a.png', 'b.png', 'c.png'],
  ],
  ['of data as well', 'a { b: url("data:image/png;base64,AA==") }', ['data:image/png;base64,AA==']],
])('addresses in a style sheet are found: %s', (_, css, urls) => {
  expect(found(css)).toEqual(urls);
});

test('what is not replaced stays as it was, to the letter', () => {
  const css = `@import "a.css";\n/* rr_split */ a { background: URL( 'b.png' ) }`;
  expect(mapCssUrls(css, () => undefined)).toBe(css);
});

test('a style sheet’s addresses become refs, whole ones are handed over', () => {
  const wanted: [string, string][] = [];
  const css = referCss(
    '@import "more.css"; a { background: url(../i/a.png); mask: url(s.svg#cart), url(#own), url(data:,x) } b { src: url(f.woff2?v=1) }',
    'http://cdn.test/styles/shop.css?token=secret',
    (url, kind) => {
      wanted.push([kind, url]);
      return `r${wanted.length}`;
    },
  );
  expect(css).toBe(
    '@import url("tapedeck:r1"); a { background: url("tapedeck:r2"); mask: url("tapedeck:r3#cart"), url(#own), url(data:,x) } b { src: url("tapedeck:r4") }',
  );
  expect(wanted).toEqual([
    ['style', 'http://cdn.test/styles/more.css'],
    ['image', 'http://cdn.test/i/a.png'],
    ['image', 'http://cdn.test/styles/s.svg'],
    ['font', 'http://cdn.test/styles/f.woff2?v=1'],
  ]);
  expect(
    referCss(css, 'http://cdn.test/', () => 'again'),
    'refs stay',
  ).toBe(css);
});

describe('A ref', () => {
  test('is the same for the same address in every document, and another for another', () => {
    const [one, other] = [createAssetNames(), createAssetNames()];
    expect(one('http://cdn.test/a.png')).toBe(other('http://cdn.test/a.png'));
    expect(one('http://cdn.test/b.png')).not.toBe(one('http://cdn.test/a.png'));
  });

  test('tells nothing of the secrets in an address, and yet tells two such addresses apart', () => {
    const [one, other] = [createAssetNames(), createAssetNames()];
    const first = one('http://cdn.test/a?token=first-secret');
    expect(other('http://cdn.test/a?token=second-secret')).toBe(first);
    expect(one('http://cdn.test/a?token=second-secret')).not.toBe(first);
  });
});

test.each([
  'data:image/png,x',
  '#own',
  'tapedeck:u1',
  'javascript:alert(1)',
  'about:blank',
  'ftp://a.test/b',
  'http://',
])('%s is nothing to fetch', value => {
  expect(fetchable(value, 'http://shop.test/')).toBeUndefined();
});
