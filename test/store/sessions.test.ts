import { beforeEach, describe, expect, test } from 'vitest';
import { sessionScope } from '../../src/session/split';
import type { Session } from '../../src/session/types';
import type { Database } from '../../src/store/database';
import { setNextTitle } from '../../src/store/ingest';
import { purge, UNDO_MS } from '../../src/store/retention';
import {
  deleteSessions,
  describeSession,
  endSession,
  handOversOf,
  listSessions,
  newestSessions,
  putNote,
  runningSession,
  undelete,
  watch,
} from '../../src/store/sessions';
import { storedSession } from '../../src/store/source';
import { deliver, freshDatabase, HERE, minute, onlySession, sessionsIn, stretch } from './deliveries';

let db: Database;
let session: Session;

beforeEach(async () => {
  db = freshDatabase();
  await deliver(db, { at: 0 }, { at: 10, seq: 1 });
  session = await onlySession(db);
});

const idOf = async (place: Parameters<typeof runningSession>[1], at: number) =>
  (await runningSession(db, place, minute(at)))?.id;

describe('the running session', () => {
  test.each([
    [-1, false],
    [0, true],
    [39, true],
    [40, false],
  ])('at minute %d: %s', async (at, runs) => {
    expect(await idOf(HERE, at)).toBe(runs ? session.id : undefined);
  });

  test('is that of its site and identity only', async () => {
    expect(await idOf({ site: 'pay.test', identity: 'normal' }, 11)).toBeUndefined();
    expect(await idOf({ site: 'shop.test', identity: 'private' }, 11)).toBeUndefined();
  });

  test('is never a deleted or an imported one', async () => {
    await db.sessions.update(session.id, { importedAt: minute(11) });
    expect(await idOf(HERE, 11)).toBeUndefined();
    await db.sessions.update(session.id, { importedAt: undefined, deletedAt: minute(11) });
    expect(await idOf(HERE, 11)).toBeUndefined();
  });

  test('ends at once by hand, and the next activity begins the next', async () => {
    expect(await endSession(db, session.id, minute(12))).toMatchObject({ id: session.id, endedAt: minute(12) });
    expect(await idOf(HERE, 12)).toBeUndefined();
    await deliver(db, { at: 13, stream: 's2' });
    expect((await sessionsIn(db)).map(stretch)).toEqual([
      [0, 10],
      [13, 13],
    ]);
  });

  test('does not end by hand before what it is known to hold', async () => {
    expect((await endSession(db, session.id, minute(9)))?.endedAt).toBe(minute(10));
  });

  test('cannot be ended by hand when it is over already', async () => {
    expect(await endSession(db, session.id, minute(40))).toBeUndefined();
    expect((await onlySession(db)).endedAt).toBeUndefined();
    expect(await endSession(db, 'no such session', minute(5))).toBeUndefined();
  });
});

describe('the title for the next session', () => {
  const scope = sessionScope(HERE.identity, HERE.site);

  test('is taken by the session that begins next, once', async () => {
    await setNextTitle(db, scope, 'TC-7');
    await deliver(db, { at: 50, stream: 's2' }, { at: 100, stream: 's3' });
    expect((await sessionsIn(db)).map(({ title }) => title)).toEqual([undefined, 'TC-7', undefined]);
  });

  test('is not taken by what joins a session, nor by a page that merely loads', async () => {
    await setNextTitle(db, scope, 'TC-7');
    await deliver(db, { at: 11, seq: 2 }, { at: 60, stream: 's2', passive: true });
    expect((await onlySession(db)).title).toBeUndefined();
    await deliver(db, { at: 60, stream: 's3' });
    expect((await sessionsIn(db)).map(({ title }) => title)).toEqual([undefined, 'TC-7']);
  });

  test('waits for its own site and identity', async () => {
    await setNextTitle(db, scope, 'TC-7');
    await deliver(db, { at: 50, stream: 's2', place: { identity: 'private' } });
    await deliver(db, { at: 51, stream: 's3' });
    expect((await sessionsIn(db)).map(({ title }) => title)).toEqual([undefined, undefined, 'TC-7']);
  });

  test('is the last one set', async () => {
    await setNextTitle(db, scope, 'TC-7');
    await setNextTitle(db, scope, 'TC-8');
    await deliver(db, { at: 50, stream: 's2' });
    expect((await sessionsIn(db))[1]?.title).toBe('TC-8');
  });
});

describe('deleting', () => {
  test('takes a session from the list at once, and can be taken back', async () => {
    await deleteSessions(db, [session.id], minute(50));
    expect(await listSessions(db)).toEqual([]);
    await undelete(db, [session.id]);
    expect(await listSessions(db)).toEqual([session]);
  });

  test('a running session ends it: the next activity begins another', async () => {
    await deleteSessions(db, [session.id], minute(11));
    expect(await deliver(db, { at: 12, stream: 's2' })).toEqual(['ok']);
    expect((await listSessions(db)).map(stretch)).toEqual([[12, 12]]);
  });

  test('a running session, taken back, stays ended and is not bridged', async () => {
    await deleteSessions(db, [session.id], minute(11));
    await deliver(db, { at: 12, stream: 's2' });
    await undelete(db, [session.id]);
    await deliver(db, { at: 10.5, stream: 's3' });
    expect((await listSessions(db)).map(stretch)).toEqual([
      [12, 12],
      [0, 10.5],
    ]);
  });

  test('one that was over keeps the end it had', async () => {
    await deleteSessions(db, [session.id], minute(50));
    expect((await onlySession(db)).endedAt).toBeUndefined();
  });

  test('again does not move the time from which undo counts', async () => {
    await deleteSessions(db, [session.id], minute(50));
    await deleteSessions(db, [session.id], minute(51));
    expect((await onlySession(db)).deletedAt).toBe(minute(50));
  });

  test('late chunks of known and new streams hear it, until and after the purge', async () => {
    const late = () =>
      deliver(db, { at: 11, seq: 2 }, { at: 12, stream: 's2' }, { at: 12, stream: 's3', passive: true });
    await deleteSessions(db, [session.id], minute(50));
    expect(await late()).toEqual(['deleted', 'deleted', 'deleted']);
    await purge(db, session.id, minute(50) + UNDO_MS);
    expect(await late()).toEqual(['deleted', 'deleted', 'deleted']);
    expect(await db.chunks.count()).toBe(0);
  });

  test('what was purged does not come back by undo', async () => {
    await deleteSessions(db, [session.id], minute(50));
    await purge(db, session.id, minute(51));
    await undelete(db, [session.id]);
    expect(await listSessions(db)).toEqual([]);
  });

  test('late activity near a deleted session and a living one joins the living one', async () => {
    await deliver(db, { at: 60, stream: 's2' });
    await deleteSessions(db, [session.id], minute(61));
    expect(await deliver(db, { at: 35, stream: 's3' })).toEqual(['ok']);
    expect((await listSessions(db)).map(stretch)).toEqual([[35, 60]]);
  });
});

test('the list is newest first', async () => {
  await deliver(db, { at: 100, stream: 's3' }, { at: 50, stream: 's2' });
  expect((await listSessions(db)).map(stretch)).toEqual([
    [100, 100],
    [50, 50],
    [0, 10],
  ]);
});

test('title and star can be set and taken away', async () => {
  await describeSession(db, session.id, { title: 'TC-1', starred: true });
  await describeSession(db, session.id, { title: undefined });
  const changed = await onlySession(db);
  expect([changed.title, changed.starred]).toEqual([undefined, true]);
});

test('watching tells the answer now and after each change, until stopped', async () => {
  const heard: number[] = [];
  let next = () => {};
  const change = () => new Promise<void>(resolve => (next = resolve));
  const first = change();
  const stop = watch(
    () => db.sessions.count(),
    count => {
      heard.push(count);
      next();
    },
    error => expect.unreachable(String(error)),
  );
  await first;
  const second = change();
  await deliver(db, { at: 50, stream: 's2' });
  await second;
  stop();
  await deliver(db, { at: 100, stream: 's3' });
  expect(heard).toEqual([1, 2]);
});

test('The newest sessions are read without those behind them', async () => {
  for (let n = 1; n <= 50; n++)
    await db.sessions.add({ ...session, id: `later-${n}`, startedAt: session.startedAt + n });
  await deleteSessions(db, ['later-50'], minute(0));
  let read = 0;
  db.sessions.hook('reading', row => {
    read++;
    return row;
  });
  const found = await newestSessions(db, 3);
  expect(found.map(({ id }) => id)).toEqual(['later-49', 'later-48', 'later-47']);
  expect(read, 'of fifty').toBeLessThan(10);
});

test('where a tab went on in other sessions is told by their pages, of the same identity and while it was there', async () => {
  const other = { site: 'pay.test' };
  await deliver(
    db,
    { at: 5, stream: 'early', document: 'early', place: { ...other, tabId: 3 } },
    { at: 62, stream: 'looked', document: 'looked', place: { site: 'mail.test', tabId: 3 } },
    { at: 70, stream: 'pay', document: 'pay', place: { ...other, tabId: 3 } },
    { at: 71, stream: 'private', document: 'private', place: { ...other, identity: 'private', tabId: 3 } },
    { at: 72, stream: 'elsewhere', document: 'elsewhere', place: { ...other, tabId: 4 } },
    { at: 75, openedAt: 75, passive: true, stream: 'seen', document: 'seen', place: { site: 'mail.test', tabId: 3 } },
    { at: 60, to: 80, stream: 'own', document: 'own', place: { site: 'own.test', tabId: 3 } },
    { at: 400, stream: 'late', document: 'late', place: { site: 'late.test', tabId: 3 } },
  );
  const own = (await sessionsIn(db)).find(({ site }) => site === 'own.test') as Session;
  const index = await storedSession(db, own.id).index();
  const told = await handOversOf(db, index);
  expect(told.map(({ at, sessionId }) => [(at - minute(0)) / 60_000, typeof sessionId])).toEqual([
    [62, 'string'],
    [70, 'string'],
    [75, 'string'],
  ]);
  expect(told.every(({ host, tabId }) => host === 'www.shop.test' && tabId === 3)).toBe(true);
});

test('a note on a session that was deleted is refused: nothing of it would go with the session', async () => {
  const note = { id: 'n', sessionId: session.id, at: minute(1), text: 'Look' };
  await putNote(db, note);
  await deleteSessions(db, [session.id], minute(20));
  await expect(putNote(db, { ...note, text: 'Look here' })).rejects.toThrow('gone');
  await purge(db, session.id, minute(30));
  await expect(putNote(db, note)).rejects.toThrow('gone');
  expect(await db.notes.count()).toBe(0);
});
