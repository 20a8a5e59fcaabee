import { beforeEach, describe, expect, test } from 'vitest';
import type { Asset, AssetRef, MissingAsset } from '../../src/session/types';
import { hasRoom, keepAssets, linkAssets, noteMissing, stillNeeded, unfetchedIn } from '../../src/store/assets';
import type { Database } from '../../src/store/database';
import { ingest } from '../../src/store/ingest';
import { purge } from '../../src/store/retention';
import { delivery, freshDatabase } from './deliveries';

let db: Database;
let sessionId = '';

const asset = (hash: string, size: number): Asset => ({ hash, type: 'image/png', bytes: new Uint8Array(size) });

const keep = (row: AssetRef, asset?: Asset) => keepAssets(db, [{ row, asset }]);

const missing = (reason: MissingAsset['reason']): MissingAsset => ({ kind: 'image', host: 'cdn.test', reason });

/** The streams `a` and `b` of one session. */
beforeEach(async () => {
  db = freshDatabase();
  for (const stream of ['a', 'b']) await deliver(stream, 0);
  sessionId = (await db.streams.get('a'))?.sessionId ?? '';
  expect((await db.streams.get('b'))?.sessionId).toBe(sessionId);
});

async function deliver(stream: string, at: number): Promise<void> {
  const one = delivery({ at, seq: 0, openedAt: at });
  await ingest(db, { ...one, stream: { ...one.stream, id: stream } });
}

const bytes = async () => (await db.sessions.get(sessionId))?.counts.bytes ?? 0;

describe('The assets of a session', () => {
  test('count as its bytes, each once however many of its pages show it', async () => {
    const before = await bytes();
    await keep({ streamId: 'a', ref: 'u1', hash: 'h1' }, asset('h1', 1_000));
    await keep({ streamId: 'b', ref: 'u1', hash: 'h1' }, asset('h1', 1_000));
    await keep({ streamId: 'b', ref: 'u2', hash: 'h2' }, asset('h2', 50));
    expect(await bytes()).toBe(before + 1_050);
    expect((await db.sessions.get(sessionId))?.assetBytes).toBe(1_050);
  });

  test('have room up to the limit', async () => {
    expect(await hasRoom(db, 'a', 1_000)).toBe(true);
    await keep({ streamId: 'a', ref: 'u1', hash: 'h1' }, asset('h1', 1_000));
    expect(await hasRoom(db, 'b', 1_000)).toBe(false);
    expect(await hasRoom(db, 'b', 1_001)).toBe(true);
  });

  test('are taken over by its next page, with all that a style sheet names', async () => {
    const css = new TextEncoder().encode(
      '@import url("tapedeck:u2"); a { b: url("tapedeck:u3"); c: url("tapedeck:u4") }',
    );
    await keep({ streamId: 'a', ref: 'u1', hash: 'sheet' }, { hash: 'sheet', type: 'text/css', bytes: css });
    await keep({ streamId: 'a', ref: 'u2', hash: 'h2' }, asset('h2', 10));
    await keep({ streamId: 'a', ref: 'u3', missing: missing('no-access') });
    const before = await bytes();
    await linkAssets(db, 'b', ['u1', 'u9']);
    const rows = await db.assetRefs.where('[streamId+ref]').between(['b', ''], ['b', '\uffff']).toArray();
    expect(rows.map(({ ref, hash, missing }) => [ref, hash ?? missing?.reason])).toEqual([
      ['u1', 'sheet'],
      ['u2', 'h2'],
      ['u3', 'no-access'],
    ]);
    expect(await bytes(), 'and not counted again').toBe(before);
    expect(await unfetchedIn(db, 'b', 'u1')).toEqual([missing('no-access'), undefined]);
    await deliver('c', 600);
    await linkAssets(db, 'c', ['u1']);
    expect(await db.assetRefs.get(['c', 'u1']), 'another session asks for itself').toBeUndefined();
  });

  test.each([
    ['status', false],
    ['too-large', false],
    ['other-type', false],
    ['no-access', true],
    ['failed', true],
    ['session-full', true],
    ['left', true],
  ] as const)('that are missing (%s) are asked for again by another page: %s', async (reason, isAskedAgain) => {
    await keep({ streamId: 'a', ref: 'u1', missing: missing(reason) });
    await linkAssets(db, 'b', ['u1']);
    expect(await stillNeeded(db, [{ streamId: 'b', ref: 'u1' }])).toHaveLength(isAskedAgain ? 1 : 0);
  });

  test('that a page which was left had no time for are noted, unless they have come', async () => {
    await keep({ streamId: 'a', ref: 'u1', hash: 'h1' }, asset('h1', 10));
    await noteMissing(
      db,
      ['u1', 'u2'].map(ref => ({ streamId: 'a', ref, missing: missing('left') })),
    );
    expect((await db.assetRefs.get(['a', 'u1']))?.hash).toBe('h1');
    expect((await db.assetRefs.get(['a', 'u2']))?.missing?.reason).toBe('left');
    await keep({ streamId: 'a', ref: 'u2', hash: 'h2' }, asset('h2', 10));
    expect(await db.assetRefs.get(['a', 'u2'])).toEqual({ streamId: 'a', ref: 'u2', hash: 'h2' });
  });

  test('that a page read anew are what it showed', async () => {
    await keep({ streamId: 'a', ref: 'u1', hash: 'h1' }, asset('h1', 10));
    await linkAssets(db, 'b', ['u1']);
    await keep({ streamId: 'b', ref: 'u1', hash: 'h2' }, asset('h2', 10));
    expect((await db.assetRefs.get(['b', 'u1']))?.hash).toBe('h2');
  });

  test('go with the last session that needs them', async () => {
    await deliver('c', 600);
    const other = (await db.streams.get('c'))?.sessionId ?? '';
    expect(other).not.toBe(sessionId);
    for (const streamId of ['a', 'c']) await keep({ streamId, ref: 'u1', hash: 'h1' }, asset('h1', 10));
    await purge(db, sessionId, Date.now());
    expect(await db.assets.get('h1')).toBeDefined();
    expect((await db.sessions.get(other))?.assetBytes).toBe(10);
    await purge(db, other, Date.now());
    expect(await db.assets.get('h1')).toBeUndefined();
  });
});
