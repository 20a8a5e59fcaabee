import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Asset } from '../../src/session/types';
import { makeCopy } from '../../src/transfer/copy';
import { meta, plugin, snapshot, tapeOf } from './tape-sample';
import { sha256 } from './transfer-sample';

const KB = 1_000;
/** What nothing packs. */
const noise = (bytes: number) => randomBytes((bytes * 3) / 4).toString('base64');
const picture = (bytes: number): Asset => {
  const made = new Uint8Array(randomBytes(bytes));
  return { hash: sha256(made), type: 'image/png', bytes: made };
};

/** 40 KB that no page shows, 30 KB of bodies, 20 KB of a picture that is shown, 10 KB of text. */
function tape() {
  const img = { type: 2, id: 2, tagName: 'img', attributes: { src: 'tapedeck:shown' }, childNodes: [] };
  const text = { type: 3, id: 3, textContent: noise(13 * KB) };
  const request = { name: '/a', startTime: 0, duration: 1, responseBody: noise(40 * KB) };
  const source = tapeOf([
    { id: 'a', chunks: [[meta(0), snapshot(1, [img, text]), plugin(5, 'rrweb/network@1', { requests: [request] })]] },
  ]);
  const assets = new Map([
    ['shown', picture(20 * KB)],
    ['unused', picture(40 * KB)],
  ]);
  return { ...source, assets: async () => assets };
}

const smaller = async (asset: Asset): Promise<Asset> => {
  const bytes = asset.bytes.slice(0, 2 * KB);
  return { ...asset, bytes, hash: sha256(bytes) };
};

describe('A file that has to be small', () => {
  const made = (maxBytes: number) =>
    makeCopy(tape(), { format: 'session.zip', without: [], maxBytes }, { template: async () => '', shrink: smaller });

  it.each([
    ['nothing where it fits', 110 * KB, []],
    ['pictures that no page shows, first', 80 * KB, ['unused-assets']],
    ['then bodies', 40 * KB, ['unused-assets', 'bodies']],
    ['then points of pictures', 20 * KB, ['unused-assets', 'bodies', 'pictures-smaller']],
  ] as const)('gives up %s', async (_, maxBytes, givenUp) => {
    const copy = await made(maxBytes);
    expect(copy.givenUp).toEqual(givenUp);
    expect(copy.isTooLarge).toBe(false);
    expect(copy.blob.size).toBeLessThanOrEqual(maxBytes);
  });

  it('is told to be too large when there is nothing left to give up', async () => {
    const copy = await made(5 * KB);
    expect(copy.isTooLarge).toBe(true);
    expect(copy.blob.size).toBeGreaterThan(5 * KB);
  });

  it('says nothing of what brought nothing', async () => {
    const bare = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1)]] }]);
    const copy = await makeCopy(
      bare,
      { format: 'session.zip', without: [], maxBytes: 1 },
      { template: async () => '' },
    );
    expect(copy.givenUp).toEqual([]);
  });
});
