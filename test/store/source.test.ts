import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../src/store/database';
import { purge, retain } from '../../src/store/retention';
import { deleteSessions, listSessions, putNote } from '../../src/store/sessions';
import {
  addSession as addIncoming,
  type IncomingSession,
  type Piece,
  SessionNotFound,
  storedSession,
} from '../../src/store/source';
import { asset, deliver, everything, freshDatabase, minute, onlySession, sessionsIn, stretch } from './deliveries';

type WholeSession = Omit<IncomingSession, 'pieces'> & Required<Piece>;

/** Stores a session whose bytes come one by one. */
const addSession = (db: Database, { chunks, assets, ...rows }: WholeSession) =>
  addIncoming(db, {
    ...rows,
    async *pieces() {
      for (const chunk of chunks) yield { chunks: [chunk] };
      for (const asset of assets) yield { assets: [asset] };
    },
  });

let db: Database;
beforeEach(() => {
  db = freshDatabase();
});

describe('reading a session', () => {
  beforeEach(() =>
    deliver(
      db,
      { at: 5, stream: 's2', document: 'd2', marks: [{ kind: 'click', at: minute(5), label: 'Pay' }] },
      { at: 1, seq: 1 },
      {
        at: 0,
        marks: [
          { kind: 'error', at: minute(8), label: 'boom' },
          { kind: 'click', at: minute(0), label: 'Buy' },
        ],
        assets: [
          { ref: 'a1', asset: asset('h1') },
          { ref: 'a2', asset: asset('h2') },
        ],
      },
      { at: 100, stream: 's9', document: 'd9', marks: [{ kind: 'click', at: minute(100), label: 'Other' }] },
    ),
  );

  const first = async () => (await sessionsIn(db))[0]?.id ?? '';

  test('its index has all but chunks and assets, each in the order of time, and nothing of another session', async () => {
    const id = await first();
    await putNote(db, { id: 'nA', sessionId: id, at: minute(4), text: 'second' });
    await putNote(db, { id: 'nB', sessionId: id, at: minute(3), text: 'first' });
    const { session, pageViews, streams, marks, notes } = await storedSession(db, id).index();
    expect(stretch(session)).toEqual([0, 5]);
    expect(pageViews.map(({ documentId }) => documentId).sort()).toEqual(['d1', 'd2']);
    expect(streams.map(one => one.id).sort()).toEqual(['s1', 's2']);
    expect(marks.map(({ label }) => label)).toEqual(['Buy', 'Pay', 'boom']);
    expect(notes.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  test('chunks come in order, up to and without the last asked for; what is missing is left out', async () => {
    await deliver(db, { at: 3, seq: 3 });
    const chunks = (...span: [number, number]) =>
      storedSession(db, 's')
        .chunks('s1', ...span)
        .then(list => list.map(({ seq }) => seq));
    expect(await chunks(0, 3)).toEqual([0, 1]);
    expect(await chunks(1, 4)).toEqual([1, 3]);
    expect(await chunks(1, Infinity)).toEqual([1, 3]);
    expect(await chunks(4, 9)).toEqual([]);
  });

  test('a chunk comes back byte for byte', async () => {
    const [chunk] = await storedSession(db, await first()).chunks('s1', 1, 2);
    expect(chunk).toEqual({
      streamId: 's1',
      seq: 1,
      from: minute(1),
      to: minute(1),
      count: 1,
      opensWithSnapshot: false,
      firstActivityAt: minute(1),
      lastActivityAt: minute(1),
      bytes: new Uint8Array(10).fill(1),
    });
  });

  test('assets come by what the stream calls them; what is missing is left out', async () => {
    await db.assets.delete('h2');
    const source = storedSession(db, await first());
    expect([...(await source.assets('s1')).entries()]).toEqual([['a1', asset('h1')]]);
    expect((await source.assets('s2')).size).toBe(0);
    // What is held is not read again: here it is not even there any more.
    expect([...(await source.assets('s1', new Map([['h2', asset('h2')]]))).keys()]).toEqual(['a1', 'a2']);
  });

  test('one that is not there, deleted or purged is not found', async () => {
    await expect(storedSession(db, 'none').index()).rejects.toThrow(SessionNotFound);
    const id = await first();
    await deleteSessions(db, [id], minute(50));
    await expect(storedSession(db, id).index()).rejects.toThrow(SessionNotFound);
    await purge(db, id, minute(51));
    await expect(storedSession(db, id).index()).rejects.toThrow(SessionNotFound);
  });
});

describe('adding an imported session', () => {
  /** A session as it would be read from a file: recorded elsewhere, with ids of its own. */
  async function imported(at = 0): Promise<WholeSession> {
    const elsewhere = freshDatabase();
    await deliver(elsewhere, {
      at,
      stream: 'i1',
      marks: [{ kind: 'click', at: minute(at), label: 'Buy' }],
      assets: [{ ref: 'a1', asset: asset('h1') }],
    });
    const { id } = await onlySession(elsewhere);
    await putNote(elsewhere, { id: 'note', sessionId: id, at: minute(at), text: 'look' });
    const source = storedSession(elsewhere, id);
    const index = await source.index();
    return {
      ...index,
      session: { ...index.session, importedAt: minute(500) },
      chunks: await source.chunks('i1', 0, Infinity),
      assets: [...(await source.assets('i1'))].map(([ref, one]) => ({ streamId: 'i1', ref, asset: one })),
    };
  }

  test('it reads back as it was', async () => {
    const whole = await imported();
    await addSession(db, whole);
    const source = storedSession(db, whole.session.id);
    const { chunks, assets, ...index } = whole;
    expect(await source.index()).toEqual(index);
    expect(await source.chunks('i1', 0, Infinity)).toEqual(chunks);
    expect([...(await source.assets('i1'))]).toEqual(assets.map(({ ref, asset: one }) => [ref, one]));
  });

  test.each(['sessions', 'pageViews', 'streams', 'chunks', 'marks', 'notes', 'assetRefs'] as const)(
    'all or nothing: where a row of %s is there already, nothing is stored',
    async table => {
      const whole = await imported();
      await addSession(db, whole);
      const taken = await db.table(table).toArray();
      await Promise.all(db.tables.map(one => one.clear()));
      await db.table(table).bulkAdd(taken);
      const before = await everything(db);
      await expect(addSession(db, whole)).rejects.toThrow();
      expect(await everything(db)).toEqual(before);
    },
  );

  test('nobody sees it before its last piece, and nothing of it stays where that never comes', async () => {
    const { chunks, assets: _, ...rows } = await imported();
    const seen: number[] = [];
    const broken = addIncoming(db, {
      ...rows,
      async *pieces() {
        yield { chunks: chunks.slice(0, 1) };
        seen.push((await db.chunks.count()) > 0 ? (await listSessions(db)).length : -1);
        throw new Error('the disk is gone');
      },
    });
    await expect(broken).rejects.toThrow('the disk is gone');
    expect(seen).toEqual([0]);
    expect(Object.values(await everything(db)).flat()).toEqual([]);
  });

  test('what a browser that quit left of one is purged as a deleted session is', async () => {
    const { chunks, assets: _, ...rows } = await imported();
    void addIncoming(db, {
      ...rows,
      async *pieces() {
        yield { chunks };
        await new Promise(() => {});
      },
    });
    await vi.waitFor(async () => expect(await db.chunks.count()).toBeGreaterThan(0));
    const limits = { keepDays: 999, keepBytes: 1e12 };
    await retain(db, limits, minute(501));
    expect(await db.chunks.count(), 'it may still be on its way').toBeGreaterThan(0);
    await retain(db, limits, minute(600));
    expect(Object.values(await everything(db)).flat()).toEqual([]);
  });

  test('an asset that is there already is no obstacle', async () => {
    await db.assets.add(asset('h1'));
    await addSession(db, await imported());
    expect(await db.assets.count()).toBe(1);
  });

  test('it is never joined: activity in its time begins a session of its own', async () => {
    await addSession(db, await imported(0));
    await deliver(db, { at: 1, stream: 's1' }, { at: -1, stream: 's2' });
    expect((await sessionsIn(db)).map(one => [...stretch(one), one.importedAt !== undefined])).toEqual([
      [-1, 1, false],
      [0, 0, true],
    ]);
    expect(await deliver(db, { at: 20, stream: 's3', passive: true })).toEqual(['ok']);
  });

  test('it does not stand between sessions that a late chunk bridges', async () => {
    await addSession(db, await imported(20));
    await deliver(db, { at: 0 }, { at: 40, stream: 's2' }, { at: 21, stream: 's3' });
    expect((await sessionsIn(db)).map(stretch)).toEqual([
      [0, 40],
      [20, 20],
    ]);
  });

  test('a page that loads in its time is not taken into it', async () => {
    await addSession(db, await imported(0));
    expect(await deliver(db, { at: 1, passive: true })).toEqual(['ended']);
  });

  test('deleted, it is not ended by that; purged, it leaves nothing behind', async () => {
    const whole = await imported();
    await addSession(db, whole);
    await deleteSessions(db, [whole.session.id], minute(10));
    expect((await onlySession(db)).endedAt).toBeUndefined();
    await purge(db, whole.session.id, minute(11));
    expect(Object.values(await everything(db)).flat()).toEqual([]);
  });
});
