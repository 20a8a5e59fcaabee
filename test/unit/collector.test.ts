import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AssetReply } from '../../src/messages/protocol';
import { createCollector } from '../../src/relay/assets';
import type { WantedAsset } from '../../src/session/asset-ref';

beforeEach(() => vi.stubGlobal('location', { origin: 'http://www.shop.test' }));
afterEach(() => vi.unstubAllGlobals());

const everything = {
  look: () => {},
  has: () => true,
  isPixel: () => false,
  isBroken: () => false,
  close: () => {},
};

const image = (n: number): WantedAsset => ({ ref: `u${n}`, url: `http://cdn.test/${n}.png`, kind: 'image' });

test('a page asks for four of its assets at a time, until all are taken in', async () => {
  const answers: ((reply: AssetReply) => void)[] = [];
  const asked: string[] = [];
  const collector = createCollector(
    ({ ref }) => {
      asked.push(ref);
      return new Promise(resolve => answers.push(resolve));
    },
    () => everything,
    run => run(),
    () => 1_000,
  );
  const all = Array.from({ length: 10 }, (_, n) => image(n));
  collector.named('a', 0, all);
  expect(asked).toEqual([]);
  collector.committed('a', 0);
  for (let answered = 0; answered < all.length; answered++) {
    await vi.waitFor(() => expect(asked).toHaveLength(Math.min(all.length, answered + 4)));
    answers[answered]?.({ wanted: [] });
  }
  expect(asked).toEqual(all.map(({ ref }) => ref));
});
