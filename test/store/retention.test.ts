import { beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../src/session/types';
import type { Database } from '../../src/store/database';
import { expired, purge, retain, UNDO_MS } from '../../src/store/retention';
import { deleteSessions, describeSession, listSessions, putNote } from '../../src/store/sessions';
import { asset, DAY_MS, deliver, freshDatabase, LIMITS, minute, sessionsIn, stretch } from './deliveries';

const NOW = minute(0);
const NO_NOTES: ReadonlySet<string> = new Set();

/** A session that was last active so many days ago, for ten minutes. */
const session = (daysAgo: number, rest: Partial<Session> & { bytes?: number } = {}): Session => {
  const { bytes = 100, ...more } = rest;
  const lastActivityAt = NOW - daysAgo * DAY_MS;
  return {
    id: `${daysAgo} days`,
    site: 'shop.test',
    identity: 'normal',
    startedAt: lastActivityAt - 600_000,
    lastActivityAt,
    timeoutMs: 1_800_000,
    landing: { url: '', title: '' },
    counts: { pages: 1, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes },
    ...more,
  };
};

const gone = (sessions: Session[], limits = { keepDays: 14, keepBytes: 1_000 }, noted = NO_NOTES) =>
  expired(sessions, noted, limits, NOW).map(({ id }) => id);

describe('what is to go', () => {
  test('nothing while it is young and small enough', () => {
    expect(gone([session(14), session(1), session(0)])).toEqual([]);
  });

  test('what is older than the days to keep', () => {
    expect(gone([session(1), session(14.1), session(30)])).toEqual(['30 days', '14.1 days']);
  });

  test('the oldest first, and no more than needed, where there are too many bytes', () => {
    const all = [session(1, { bytes: 500 }), session(3, { bytes: 400 }), session(2, { bytes: 400 })];
    expect(gone(all)).toEqual(['3 days']);
    expect(gone(all, { keepDays: 14, keepBytes: 899 })).toEqual(['3 days', '2 days']);
  });

  test('exactly the limit is not too many', () => {
    expect(gone([session(2, { bytes: 500 }), session(1, { bytes: 500 })])).toEqual([]);
  });

  test('what goes for its age makes room for the rest', () => {
    expect(gone([session(20, { bytes: 900 }), session(2, { bytes: 900 })])).toEqual(['20 days']);
  });

  test.each<[string, Partial<Session>]>([
    ['starred', { starred: true }],
    ['titled', { title: 'TC-1' }],
  ])('never what is %s, though its bytes count', (_, words) => {
    expect(gone([session(20, { ...words, bytes: 950 }), session(2), session(1)])).toEqual(['2 days', '1 days']);
  });

  test('never what is noted', () => {
    expect(gone([session(20), session(21)], undefined, new Set(['20 days']))).toEqual(['21 days']);
  });

  test('an imported session is as old as its import, by days and by bytes', () => {
    const imported = session(300, { importedAt: NOW - DAY_MS });
    expect(gone([imported])).toEqual([]);
    expect(gone([imported, session(2, { bytes: 950 })])).toEqual(['2 days']);
    expect(gone([session(300, { importedAt: NOW - 15 * DAY_MS })])).toEqual(['300 days']);
  });
});

describe('in the database', () => {
  let db: Database;
  beforeEach(() => {
    db = freshDatabase();
  });

  const rows = async () =>
    Object.fromEntries(await Promise.all(db.tables.map(async table => [table.name, await table.count()])));

  test('old sessions are emptied, and young, titled and noted ones stay', async () => {
    await deliver(
      db,
      { at: 0 },
      { at: 60, stream: 's2' },
      { at: 120, stream: 's3' },
      { at: 20 * 24 * 60, stream: 's4' },
    );
    const [, titled, noted] = await sessionsIn(db);
    await describeSession(db, titled?.id ?? '', { title: 'TC-1' });
    await putNote(db, { id: 'n', sessionId: noted?.id ?? '', at: minute(120), text: 'look' });
    expect(await retain(db, LIMITS, minute(20 * 24 * 60))).toBe(1);
    expect((await listSessions(db)).map(stretch)).toEqual([
      [28_800, 28_800],
      [120, 120],
      [60, 60],
    ]);
    expect(await db.chunks.toCollection().primaryKeys()).toEqual([
      ['s2', 0],
      ['s3', 0],
      ['s4', 0],
    ]);
    expect(await retain(db, LIMITS, minute(20 * 24 * 60))).toBe(0);
  });

  test('a deleted session is emptied when the time for undo is over, not before', async () => {
    await deliver(db, { at: 0, marks: [{ kind: 'click', at: minute(0), label: 'Buy' }] });
    const [{ id } = { id: '' }] = await sessionsIn(db);
    await putNote(db, { id: 'n', sessionId: id, at: minute(0), text: 'look' });
    await deleteSessions(db, [id], minute(40));
    await retain(db, LIMITS, minute(40) + UNDO_MS - 1);
    expect(await rows()).toMatchObject({ chunks: 1, marks: 1, pageViews: 1, notes: 1 });
    await retain(db, LIMITS, minute(40) + UNDO_MS);
    expect(await rows()).toMatchObject({ chunks: 0, marks: 0, pageViews: 0, notes: 0, sessions: 1, streams: 1 });
  });

  test('what remains of it tells nothing of what was seen, and goes after thirty days', async () => {
    await deliver(db, { at: 0 });
    const [{ id } = { id: '' }] = await sessionsIn(db);
    await describeSession(db, id, { title: 'TC-1' });
    await deleteSessions(db, [id], minute(40));
    const purgedAt = minute(41);
    await retain(db, LIMITS, purgedAt);
    expect((await db.sessions.get(id))?.landing).toEqual({ url: '', title: '' });
    expect((await db.sessions.get(id))?.title).toBeUndefined();
    await retain(db, LIMITS, purgedAt);
    await retain(db, LIMITS, purgedAt - DAY_MS);
    await retain(db, LIMITS, purgedAt + 30 * DAY_MS);
    expect(await rows()).toMatchObject({ sessions: 1, streams: 1 });
    await retain(db, LIMITS, purgedAt + 30 * DAY_MS + 1);
    expect(await rows()).toMatchObject({ sessions: 0, streams: 0 });
  });

  test('a deletion keeps its content where the clock jumped back, until undo is over by that clock', async () => {
    await deliver(db, { at: 0 });
    await deleteSessions(db, [(await sessionsIn(db))[0]?.id ?? ''], minute(40));
    await retain(db, LIMITS, minute(-60));
    expect(await db.chunks.count()).toBe(1);
  });

  test('an asset goes with the last session that refers to it', async () => {
    await deliver(
      db,
      {
        at: 0,
        assets: [
          { ref: 'a1', asset: asset('shared') },
          { ref: 'a2', asset: asset('own') },
        ],
      },
      { at: 60, stream: 's2', assets: [{ ref: 'b1', asset: asset('shared') }] },
    );
    const [first, second] = await sessionsIn(db);
    await purge(db, first?.id ?? '', minute(100));
    expect(await db.assets.toCollection().primaryKeys()).toEqual(['shared']);
    expect((await db.assetRefs.toArray()).map(({ streamId }) => streamId)).toEqual(['s2']);
    await purge(db, second?.id ?? '', minute(100));
    expect(await db.assets.count()).toBe(0);
  });

  test('emptying one session leaves its neighbours whole', async () => {
    await deliver(db, { at: 0 }, { at: 60, stream: 's10' }, { at: 61, stream: 's10', seq: 1 });
    await purge(db, (await sessionsIn(db))[0]?.id ?? '', minute(100));
    expect(await db.chunks.toCollection().primaryKeys()).toEqual([
      ['s10', 0],
      ['s10', 1],
    ]);
    expect(await db.pageViews.count()).toBe(1);
  });

  test('a session emptied while it runs is over: recording goes on in a new one', async () => {
    await deliver(db, { at: 0 });
    await purge(db, (await sessionsIn(db))[0]?.id ?? '', minute(1));
    expect(await deliver(db, { at: 2, seq: 1 }, { at: 3, stream: 's2' })).toEqual(['deleted', 'ok']);
    expect((await listSessions(db)).map(stretch)).toEqual([[3, 3]]);
  });

  test('emptying what is not there does nothing', async () => {
    await purge(db, 'no such session', NOW);
    expect(await db.sessions.count()).toBe(0);
  });
});
