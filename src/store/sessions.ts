import Dexie from 'dexie';
import type { HandOver } from '../session/journeys';
import { endsAt, isRunning } from '../session/split';
import type { Identity, Note, Session, SessionIndex, Site } from '../session/types';
import type { Database } from './database';

/** Calls `show` with a query's answer now and after every change of what it read, also from other contexts. Returns the way to stop. */
export function watch<T>(
  query: () => Promise<T>,
  show: (value: T) => void,
  fail: (error: unknown) => void,
): () => void {
  const subscription = Dexie.liveQuery(query).subscribe({ next: show, error: fail });
  return () => subscription.unsubscribe();
}

/** All sessions that are not deleted, newest first. */
export const listSessions = async (db: Database): Promise<Session[]> => {
  // Filtered afterwards: a filter in the query would go by a cursor, twice as slow with a thousand rows.
  const sessions = await db.sessions.orderBy('startedAt').toArray();
  return sessions.filter(({ deletedAt }) => deletedAt === undefined).reverse();
};

/** The newest sessions that are not deleted, without reading those behind them. */
export const newestSessions = (db: Database, count: number): Promise<Session[]> =>
  db.sessions
    .orderBy('startedAt')
    .reverse()
    .filter(({ deletedAt }) => deletedAt === undefined)
    .limit(count)
    .toArray();

/** The session of a site and identity that runs at `now`. */
export async function runningSession(
  db: Database,
  { identity, site }: { identity: Identity; site: Site },
  now: number,
): Promise<Session | undefined> {
  const newest = await db.sessions
    .where('[identity+site+startedAt]')
    .between([identity, site, Dexie.minKey], [identity, site, now], true, true)
    .reverse()
    .filter(session => session.importedAt === undefined && session.deletedAt === undefined)
    .first();
  return newest && isRunning(newest, now) ? newest : undefined;
}

/** Of these sessions, the one whose page was the last to be loaded in a tab, if any was. */
export async function sessionInTab(
  db: Database,
  sessionIds: readonly string[],
  tabId: number,
): Promise<string | undefined> {
  const views = await db.pageViews.where('sessionId').anyOf(sessionIds).toArray();
  const here = views.filter(view => view.tabId === tabId).sort((a, b) => a.startedAt - b.startedAt);
  return here.at(-1)?.sessionId;
}

/** Ends a session by hand, unless it is over already. Gives it, if it was running. */
export const endSession = (db: Database, sessionId: string, at: number): Promise<Session | undefined> =>
  db.transaction('rw', db.sessions, async () => {
    const session = await db.sessions.get(sessionId);
    if (!session || session.endedAt !== undefined || !isRunning(session, at)) return;
    const ended = { ...session, endedAt: Math.max(at, session.lastActivityAt) };
    await db.sessions.put(ended);
    return ended;
  });

/** Marks sessions as deleted at once; a running one ends with it. Content stays until `purge`. */
export const deleteSessions = (db: Database, sessionIds: string[], at: number): Promise<void> =>
  db.transaction('rw', db.sessions, async () => {
    for (const session of await db.sessions.bulkGet(sessionIds)) {
      if (!session || session.deletedAt !== undefined) continue;
      const endedAt =
        session.endedAt === undefined && endsAt(session) > at && session.importedAt === undefined
          ? { endedAt: Math.max(at, session.lastActivityAt) }
          : {};
      await db.sessions.put({ ...session, ...endedAt, deletedAt: at });
    }
  });

/** Takes a deletion back, if the session has not been purged. */
export const undelete = async (db: Database, sessionIds: string[]): Promise<void> => {
  await db.sessions
    .where('id')
    .anyOf(sessionIds)
    .filter(({ purgedAt }) => purgedAt === undefined)
    .modify(session => {
      delete session.deletedAt;
    });
};

/** The tester's own words for a session, and whether it is kept for good. */
export const describeSession = async (
  db: Database,
  sessionId: string,
  words: { title?: string; starred?: boolean },
): Promise<void> => {
  await db.sessions.update(sessionId, words);
};

export const noteById = (db: Database, noteId: string): Promise<Note | undefined> => db.notes.get(noteId);

/** Adds or replaces a note. */
export const putNote = async (db: Database, note: Note): Promise<void> => {
  await db.transaction('rw', [db.sessions, db.notes], async () => {
    const session = await db.sessions.get(note.sessionId);
    // Of a session that is gone nothing may stay.
    if (!session || session.deletedAt !== undefined) throw new Error(`session ${note.sessionId} is gone`);
    await db.notes.put(note);
  });
};

export const removeNote = (db: Database, noteId: string): Promise<void> => db.notes.delete(noteId);

/** Sessions by id, deleted ones too; those that are gone are left out. */
export const sessionsById = async (db: Database, sessionIds: string[]): Promise<Session[]> =>
  (await db.sessions.bulkGet(sessionIds)).filter(session => session !== undefined);

/** A page may be looked at for as long before its user begins to act: its session begins then. */
const LOOKED_AT_MS = 3_600_000;

/** Where tabs of a session went on in sessions of other sites, in order of time: derived from the pages, stored nowhere. */
export async function handOversOf(db: Database, { session, streams }: SessionIndex): Promise<HandOver[]> {
  if (session.importedAt !== undefined) return []; // its tabs were another browser's
  const tabs = new Set(streams.map(({ tabId }) => tabId));
  const end = Math.max(session.lastActivityAt, ...streams.map(({ lastAt }) => lastAt));
  const begun = await db.sessions
    .where('startedAt')
    .belowOrEqual(end + LOOKED_AT_MS)
    .toArray();
  const others = begun.filter(
    other =>
      other.site !== session.site &&
      other.identity === session.identity &&
      endsAt(other) >= session.startedAt &&
      other.deletedAt === undefined &&
      other.importedAt === undefined,
  );
  const views = await db.pageViews
    .where('sessionId')
    .anyOf(others.map(({ id }) => id))
    .toArray();
  return views
    .filter(({ tabId, url, startedAt }) => tabs.has(tabId) && startedAt > session.startedAt && URL.canParse(url))
    .map(({ sessionId, tabId, url, startedAt: at }) => ({ tabId, at, host: new URL(url).host, sessionId }))
    .sort((a, b) => a.at - b.at);
}
