import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect, collectLeft } from '../../src/background/assets';
import type { AssetOffer } from '../../src/messages/protocol';
import type { MissingReason } from '../../src/session/assets';
import { DEFAULTS } from '../../src/settings/settings';
import type { Database } from '../../src/store/database';
import { deliver, freshDatabase } from './deliveries';

const granted = new Set(['cdn.test', 'www.shop.test']);
vi.mock('webextension-polyfill', () => ({
  default: {
    permissions: {
      contains: async ({ origins: [pattern = ''] }: { origins: string[] }) => granted.has(pattern.split('/')[2] ?? ''),
    },
  },
}));

const LIMITS = { ...DEFAULTS, assetBytes: 1_000, largestAssetBytes: 100 };
const PICTURE = { type: 'image/png', body: 'x'.repeat(60) };

let db: Database;
/** What the servers give, by address. */
let files: Record<string, { type: string; body: string; status?: number; length?: number }>;
let asked: string[];
let atOnce = 0;
let mostAtOnce = 0;

beforeEach(async () => {
  db = freshDatabase();
  await deliver(db, { stream: 'a', at: 0 }, { stream: 'b', document: 'd2', at: 1 });
  [files, asked, mostAtOnce] = [{ 'http://cdn.test/a.png': PICTURE }, [], 0];
  vi.stubGlobal('fetch', async (url: string, { credentials }: RequestInit) => {
    asked.push(`${credentials} ${url}`);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    await new Promise(resolve => setTimeout(resolve));
    atOnce--;
    const file = files[url];
    if (!file) throw new TypeError('Failed to fetch');
    const { type, body, status = 200, length = body.length } = file;
    const response = new Response(body, { status, headers: { 'content-type': type, 'content-length': `${length}` } });
    Object.defineProperty(response, 'url', { value: url });
    return response;
  });
});
afterEach(() => vi.unstubAllGlobals());

const offer = (more: Partial<AssetOffer> = {}): AssetOffer => ({
  streamId: 'a',
  ref: 'u1',
  url: 'http://cdn.test/a.png',
  kind: 'image',
  ...more,
});
const row = (streamId: string, ref: string) => db.assetRefs.get([streamId, ref]);

describe('What a page shows', () => {
  test('is fetched with the user’s cookies, once for all pages of a session', async () => {
    await Promise.all([collect(db, offer(), LIMITS), collect(db, offer({ streamId: 'b' }), LIMITS)]);
    await collect(db, offer({ streamId: 'b' }), LIMITS);
    expect(asked).toEqual(['include http://cdn.test/a.png']);
    expect((await row('b', 'u1'))?.hash).toBe((await row('a', 'u1'))?.hash);
    expect(await db.assets.count()).toBe(1);
  });

  test('is fetched by each page where its address has a secret: the name cannot tell them apart', async () => {
    for (const [streamId, secret] of ['a1', 'b2'].entries()) {
      const url = `http://cdn.test/a.png?token=${secret}`;
      files[url] = { ...PICTURE, body: secret };
      await collect(db, offer({ streamId: 'ab'[streamId], url }), LIMITS);
    }
    expect(asked).toHaveLength(2);
    expect((await row('b', 'u1'))?.hash).not.toBe((await row('a', 'u1'))?.hash);
  });

  test.each<[MissingReason, Partial<AssetOffer>, (typeof files)[string]?]>([
    ['no-access', { url: 'http://other.test/a.png' }],
    ['status', {}, { ...PICTURE, status: 403 }],
    ['too-large', {}, { ...PICTURE, length: 101 }],
    ['too-large', {}, { type: 'image/png', body: 'x'.repeat(101), length: 0 }],
    ['too-large', { bytes: new Uint8Array(101), type: 'image/png' }],
    ['other-type', {}, { type: 'text/html; charset=utf-8', body: 'Please log in' }],
    ['other-type', { kind: 'style', url: 'http://cdn.test/style' }, { type: 'image/png', body: '' }],
    ['failed', { url: 'http://cdn.test/none.png' }],
    ['broken', { missing: 'broken' }],
  ])('is listed where it cannot be kept: %s', async (reason, more, file) => {
    if (file) files[more.url ?? 'http://cdn.test/a.png'] = file;
    await collect(db, offer(more), LIMITS);
    const host = more.url ? new URL(more.url).host : 'cdn.test';
    const status = reason === 'status' && { status: 403 };
    expect((await row('a', 'u1'))?.missing).toEqual({ kind: more.kind ?? 'image', host, reason, ...status });
    expect(await db.assets.count()).toBe(0);
    if (reason === 'no-access' || reason === 'broken') expect(asked).toEqual([]);
  });

  test('is listed where the session is full', async () => {
    const limits = { ...LIMITS, assetBytes: 60 };
    files['http://cdn.test/b.png'] = PICTURE;
    await collect(db, offer(), limits);
    await collect(db, offer({ ref: 'u2', url: 'http://cdn.test/b.png' }), limits);
    expect((await row('a', 'u2'))?.missing?.reason).toBe('session-full');
    expect(asked).toHaveLength(1);
  });

  test('is not taken in for a session that is deleted', async () => {
    const { sessionId = '' } = (await db.streams.get('a')) ?? {};
    await db.sessions.update(sessionId, { deletedAt: 1 });
    await collect(db, offer(), LIMITS);
    await collect(db, offer({ bytes: new Uint8Array(1) }), LIMITS);
    expect([asked, await db.assetRefs.count()]).toEqual([[], 0]);
  });
});

describe('A style sheet', () => {
  const SHEET = 'http://cdn.test/s.css';
  const sheet = (more: Partial<AssetOffer> = {}) => offer({ ref: 'us', url: SHEET, kind: 'style', ...more });
  beforeEach(() => {
    files[SHEET] = { type: 'text/css', body: '@import "t.css"; b { src: url(f.woff) }' };
    files['http://cdn.test/t.css'] = { type: 'text/css', body: 'a { b: url(a.png) }' };
    files['http://cdn.test/f.woff'] = { type: 'font/woff', body: 'font' };
  });

  test('says what it refers to, and is asked for again where only it could say so', async () => {
    const { wanted } = await collect(db, sheet(), LIMITS);
    expect(wanted.map(({ url, kind }) => `${kind} ${url}`)).toEqual([
      'style http://cdn.test/t.css',
      'font http://cdn.test/f.woff',
    ]);
    // The answer was lost with the page.
    expect((await collect(db, sheet({ streamId: 'b' }), LIMITS)).wanted).toEqual(wanted);
    for (const one of wanted) await collect(db, { ...one, streamId: 'a', anonymous: true }, LIMITS);
    for (const one of wanted) await collect(db, { ...one, streamId: 'b', anonymous: true }, LIMITS);
    const before = asked.length;
    expect((await collect(db, sheet({ streamId: 'a', ref: wanted[1]?.ref, kind: 'font' }), LIMITS)).wanted).toEqual([]);
    expect(asked).toHaveLength(before);
  });

  test('of a page that was left is followed to the end, without cookies, a few files at a time', async () => {
    const left = ['1', '2', '3', '4', '5', '6'].map(name => {
      files[`http://cdn.test/${name}.png`] = PICTURE;
      return { ...offer({ ref: `u${name}`, url: `http://cdn.test/${name}.png` }), host: 'cdn.test' };
    });
    await collectLeft(db, [{ ...sheet(), host: 'cdn.test' }, ...left], LIMITS);
    expect(mostAtOnce).toBeGreaterThan(1);
    expect(mostAtOnce).toBeLessThanOrEqual(4);
    expect(asked).toContain('omit http://cdn.test/a.png');
    expect(asked).toContain('include http://cdn.test/1.png');
    expect(asked).toHaveLength(new Set(asked).size);
    expect((await db.assetRefs.toArray()).filter(({ hash }) => hash === undefined)).toEqual([]);
  });
});
