import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRecall, type Recall } from '../../src/background/recall';
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
/** `storage.session`. */
let memory: Record<string, unknown>;
let isMemoryFull = false;
let recall: Recall;
let worker: typeof import('../../src/background/assets');
/** As a worker has it that was just started. */
const startWorker = async () => {
  vi.resetModules();
  worker = await import('../../src/background/assets');
  recall = createRecall({
    get: async key => (key in memory ? { [key]: memory[key] } : {}),
    set: async items => {
      if (isMemoryFull) throw new Error('QUOTA_BYTES quota exceeded');
      Object.assign(memory, items);
    },
    clear: async () => {
      memory = {};
      isMemoryFull = false;
    },
  });
};
const collect = (to: Database, offer: AssetOffer, limits: typeof LIMITS) => worker.collect(to, offer, limits, recall);
/** What the servers give, by address. */
let files: Record<string, { type: string; body: string; status?: number; length?: number; after?: Promise<unknown> }>;
let asked: string[];
let atOnce = 0;
let mostAtOnce = 0;

beforeEach(async () => {
  db = freshDatabase();
  memory = {};
  await startWorker();
  await deliver(db, { stream: 'a', at: 0 }, { stream: 'b', document: 'd2', at: 1 });
  [files, asked, mostAtOnce] = [{ 'http://cdn.test/a.png': PICTURE }, [], 0];
  vi.stubGlobal('fetch', async (url: string, { credentials }: RequestInit) => {
    asked.push(`${credentials} ${url}`);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    await new Promise(resolve => setTimeout(resolve));
    atOnce--;
    const file = files[url];
    await file?.after;
    if (!file) throw new TypeError('Failed to fetch');
    const { type, body, status = 200, length = body.length } = file;
    const response = new Response(body, { status, headers: { 'content-type': type } });
    if (!Number.isNaN(length)) response.headers.set('content-length', `${length}`);
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

  test('is fetched for each secret in its address: the name cannot tell them apart', async () => {
    for (const [streamId, secret] of ['a1', 'b2'].entries()) {
      const url = `http://cdn.test/a.png?token=${secret}`;
      files[url] = { ...PICTURE, body: secret };
      await collect(db, offer({ streamId: 'ab'[streamId], url }), LIMITS);
    }
    expect(asked).toHaveLength(2);
    expect((await row('b', 'u1'))?.hash).not.toBe((await row('a', 'u1'))?.hash);
  });

  test('is fetched once in a session with the same secret, which is not kept, also by a worker that was stopped since', async () => {
    const secret = 'hunter2';
    const at = (name: string) => `http://cdn.test/${name}?token=${secret}`;
    files[at('s.css')] = { type: 'text/css', body: 'b { background: url(b.png?x=1) }' };
    files['http://cdn.test/b.png?x=1'] = PICTURE;
    files[at('gone.png')] = { ...PICTURE, status: 410 };
    for (const streamId of ['a', 'b']) {
      await startWorker();
      await collect(db, offer({ streamId, url: at('gone.png'), ref: 'u-gone' }), LIMITS);
      const { wanted } = await collect(db, offer({ streamId, url: at('s.css'), ref: 'u-s', kind: 'style' }), LIMITS);
      for (const one of wanted) await collect(db, { ...one, streamId, anonymous: true }, LIMITS);
    }
    expect(asked).toEqual([`include ${at('gone.png')}`, `include ${at('s.css')}`, 'omit http://cdn.test/b.png?x=1']);
    const of = async (streamId: string) =>
      (await db.assetRefs.where({ streamId }).toArray()).map(({ streamId: _, ...one }) => one);
    expect(await of('b')).toEqual(await of('a'));
    expect(await of('b')).toHaveLength(3);
    expect(JSON.stringify([memory, await db.assetRefs.toArray()])).not.toContain(secret);
    expect(JSON.stringify(memory)).not.toContain('cdn.test');
  });

  test('is fetched where what has been fetched can be remembered no more: the memory is begun anew', async () => {
    const at = (name: string) => `http://cdn.test/${name}.png?token=hunter2`;
    for (const name of ['a', 'b']) files[at(name)] = PICTURE;
    isMemoryFull = true;
    await collect(db, offer({ url: at('a') }), LIMITS);
    isMemoryFull = true;
    await collect(db, offer({ url: at('b'), ref: 'u2' }), LIMITS);
    await startWorker();
    for (const [ref, name] of [['u1', 'a'] as const, ['u2', 'b'] as const])
      await collect(db, offer({ streamId: 'b', ref, url: at(name) }), LIMITS);
    expect(asked).toEqual(['a', 'b', 'a'].map(name => `include ${at(name)}`));
    expect((await row('b', 'u2'))?.hash).toBe((await row('a', 'u2'))?.hash);
  });

  test.each<[MissingReason, Partial<AssetOffer>, (typeof files)[string]?]>([
    ['no-access', { url: 'http://other.test/a.png' }],
    ['status', {}, { ...PICTURE, status: 403 }],
    ['too-large', {}, { ...PICTURE, length: 101 }],
    ['too-large', {}, { type: 'image/png', body: 'x'.repeat(101), length: 0 }],
    ['too-large', { bytes: new Uint8Array(101), type: 'image/png' }],
    ['other-type', {}, { type: 'text/html; charset=utf-8', body: 'Please log in' }],
    ['other-type', { kind: 'style', url: 'http://cdn.test/style' }, { type: 'image/png', body: '' }],
    ['stream', { kind: 'media' }, { type: 'audio/mpeg', body: 'x', length: Number.NaN }],
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
    await worker.collectLeft(db, [{ ...sheet(), host: 'cdn.test' }, ...left], LIMITS, recall);
    expect(mostAtOnce).toBeGreaterThan(1);
    expect(mostAtOnce).toBeLessThanOrEqual(4);
    expect(asked).toContain('omit http://cdn.test/a.png');
    expect(asked).toContain('include http://cdn.test/1.png');
    expect(asked).toHaveLength(new Set(asked).size);
    expect((await db.assetRefs.toArray()).filter(({ hash }) => hash === undefined)).toEqual([]);
  });

  test('that a page which was left has in common with another gives it what it names, fetched once', async () => {
    const left = ['1', '2', '3', '4', '5', '6'].map(name => {
      const url = `http://cdn.test/${name}.css`;
      files[url] = { type: 'text/css', body: `a { b: url(a.png); c: url(${name}.png) }` };
      files[`http://cdn.test/${name}.png`] = PICTURE;
      return { ...sheet({ ref: `u${name}`, url }), host: 'cdn.test' };
    });
    await worker.collectLeft(
      db,
      [...left, { ...sheet({ streamId: 'b', ref: 'u1', url: left[0]?.url }), host: '' }],
      LIMITS,
      recall,
    );
    expect(asked).toHaveLength(new Set(asked).size);
    expect(await db.assetRefs.where({ streamId: 'a' }).count()).toBe(13);
    expect(await db.assetRefs.where({ streamId: 'b' }).count()).toBe(3);
  });
});

test('What cannot be stored of a page that was left takes nothing else along', async () => {
  const broken = new Promise<void>(resolve =>
    db.assets.hook('creating', (_, { type }) => {
      if (type !== 'image/broken') return;
      resolve();
      throw new Error('the disk is full');
    }),
  );
  files['http://cdn.test/broken.png'] = { type: 'image/broken', body: 'x' };
  files['http://cdn.test/b.png'] = { ...PICTURE, after: broken };
  const left = ['broken', 'b'].map(name => ({
    ...offer({ ref: `u-${name}`, url: `http://cdn.test/${name}.png` }),
    host: 'cdn.test',
  }));
  await expect(worker.collectLeft(db, left, LIMITS, recall)).rejects.toThrow();
  await vi.waitFor(async () => expect((await row('a', 'u-b'))?.hash).toBeDefined());
  expect(await row('a', 'u-broken')).toBeUndefined();
});

test('What a page has offered while its other pictures were on their way, as it was left, is fetched once', async () => {
  let answer = () => {};
  const after = new Promise<void>(resolve => {
    answer = resolve;
  });
  const slow = ['1', '2', '3', '4'].map(name => {
    files[`http://cdn.test/${name}.png`] = { ...PICTURE, after };
    return { ...offer({ ref: `u${name}`, url: `http://cdn.test/${name}.png` }), host: 'cdn.test' };
  });
  const left = worker.collectLeft(db, [...slow, { ...offer(), host: 'cdn.test' }], LIMITS, recall);
  await vi.waitFor(() => expect(asked).toHaveLength(4));
  await collect(db, offer(), LIMITS);
  await new Promise(resolve => setTimeout(resolve)); // a worker's next task: it forgets what it need not know any more
  answer();
  await left;
  expect(asked.filter(one => one.endsWith('/a.png'))).toHaveLength(1);
});
