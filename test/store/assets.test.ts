import { beforeEach, describe, expect, test } from 'vitest';
import type { Asset } from '../../src/session/types';
import { assetBytesOf, hasRoom, keepAsset } from '../../src/store/assets';
import type { Database } from '../../src/store/database';
import { ingest } from '../../src/store/ingest';
import { purge } from '../../src/store/retention';
import { delivery, freshDatabase } from './deliveries';

let db: Database;
let sessionId = '';

const asset = (hash: string, size: number): Asset => ({ hash, type: 'image/png', bytes: new Uint8Array(size) });

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
    await keepAsset(db, { streamId: 'a', ref: 'u1', hash: 'h1' }, asset('h1', 1_000));
    await keepAsset(db, { streamId: 'b', ref: 'u1', hash: 'h1' }, asset('h1', 1_000));
    await keepAsset(db, { streamId: 'b', ref: 'u2', hash: 'h2' }, asset('h2', 50));
    expect(await bytes()).toBe(before + 1_050);
    expect(await assetBytesOf(db, sessionId)).toBe(1_050);
  });

  test('have room up to the limit', async () => {
    expect(await hasRoom(db, 'a', 1_000)).toBe(true);
    await keepAsset(db, { streamId: 'a', ref: 'u1', hash: 'h1' }, asset('h1', 1_000));
    expect(await hasRoom(db, 'b', 1_000)).toBe(false);
    expect(await hasRoom(db, 'b', 1_001)).toBe(true);
  });

  test('go with the last session that needs them', async () => {
    await deliver('c', 600);
    const other = (await db.streams.get('c'))?.sessionId ?? '';
    expect(other).not.toBe(sessionId);
    for (const streamId of ['a', 'c']) await keepAsset(db, { streamId, ref: 'u1', hash: 'h1' }, asset('h1', 10));
    await purge(db, sessionId, Date.now());
    expect(await db.assets.get('h1')).toBeDefined();
    expect(await assetBytesOf(db, other)).toBe(10);
    await purge(db, other, Date.now());
    expect(await db.assets.get('h1')).toBeUndefined();
  });
});
