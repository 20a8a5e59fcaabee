import { describe, expect, test } from 'vitest';
import { AssetUrls } from '../../src/player/engine/asset-urls';
import { HeldAssets } from '../../src/player/engine/held-assets';
import { putBackCss } from '../../src/player/engine/put-back-css';
import { Sanitiser } from '../../src/player/engine/sanitise';
import type { Asset, SessionSource } from '../../src/session/types';

const asset = (type: string, text: string): Asset => ({ hash: text, type, bytes: new TextEncoder().encode(text) });

const STREAM = new Map([
  ['u1', asset('image/png', 'picture')],
  ['u2', asset('text/css', 'a { background: url("tapedeck:u1"), url("tapedeck:gone") }')],
  ['u3', asset('text/css', '@import url("tapedeck:u2"); @import url("tapedeck:u3");')],
]);

const snapshot = (tagName: string, attributes: Record<string, unknown>) =>
  ({ type: 2, timestamp: 1, data: { node: { id: 1, type: 2, tagName, attributes, childNodes: [] } } }) as never;

/** The attributes of an element once it has been cleaned. */
const cleaned = (tagName: string, attributes: Record<string, unknown>) => {
  const urls = new AssetUrls();
  expect(new Sanitiser(urls.of(STREAM)).clean(snapshot(tagName, attributes))).toBe(true);
  return attributes;
};

describe('On the stage', () => {
  test('a picture comes from the tape, a missing one is a quiet surface', () => {
    expect(cleaned('img', { src: 'tapedeck:u1' }).src).toMatch(/^blob:/);
    expect(cleaned('img', { src: 'tapedeck:gone' }).src).toMatch(/^data:image\/svg/);
    expect(cleaned('img', { src: 'http://shop.test/a.png', srcset: 'http://shop.test/a.png 2x' })).toEqual({
      src: expect.stringMatching(/^data:image\/svg/),
    });
    expect(cleaned('img', { src: 'tapedeck:u1', srcset: 'tapedeck:u1 2x' })).toEqual({
      src: null,
      srcset: expect.stringMatching(/^blob:\S+ 2x$/),
    });
    expect(cleaned('img', { srcset: 'tapedeck:u1 80w, http://shop.test/a.png 2x' })).toEqual({});
    expect(cleaned('source', { src: 'tapedeck:u1' }).src).toMatch(/^blob:/);
    expect(cleaned('video', { src: 'http://shop.test/film.mp4', loop: '' })).toEqual({ loop: '' });
    expect(cleaned('use', { href: 'tapedeck:u1#cart' }).href).toMatch(/^blob:.*#cart$/);
  });

  test('a style sheet is its text, with addresses for what it refers to', () => {
    expect(cleaned('link', { _cssText: 'tapedeck:u2' })._cssText).toMatch(
      /^a \{ background: url\("blob:.*"\), url\("data:,"\)/,
    );
    expect(cleaned('link', { _cssText: 'tapedeck:gone' })._cssText).toBe('/* not on tape */');
    expect(cleaned('div', { style: 'background: url("tapedeck:u1")' }).style).toMatch(/^background: url\("blob:/);
  });

  test('a style sheet that imports itself comes to an end', () => {
    expect(cleaned('link', { _cssText: 'tapedeck:u3' })._cssText).toMatch(/^@import url\("blob:/);
  });

  test('windows share addresses, so that equal texts stay equal', () => {
    const urls = new AssetUrls();
    expect(urls.of(STREAM).text('u2')).toBe(urls.of(new Map(STREAM)).text('u2'));
  });
});

test('what scripts did to style sheets is put back in place', () => {
  const added = { source: 8, adds: [{ rule: 'a { b: tapedeck }' }, null], replace: 'tapedeck' };
  putBackCss(added as never, text => text.replace('tapedeck', 'blob'));
  expect(added).toEqual({ source: 8, adds: [{ rule: 'a { b: blob }' }, null], replace: 'blob' });
});

test('assets are read once for all windows of a page; beyond their room the oldest are read again', async () => {
  const read: string[] = [];
  const source = {
    assets: async (names: string, held: ReadonlyMap<string, Asset>) =>
      new Map(
        [...names].map(name => {
          const known = held.get(name);
          if (!known) read.push(name);
          return [name, known ?? asset('image/png', name)];
        }),
      ),
  } as unknown as SessionSource;
  const held = new HeldAssets(2);
  for (const names of ['ab', 'ab', 'b', 'c', 'ab'])
    expect([...(await held.of(source, names)).keys()]).toEqual([...names]);
  expect(read).toEqual(['a', 'b', 'c', 'a']);
});
