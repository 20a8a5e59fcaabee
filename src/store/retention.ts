import { isRunning } from '../session/split';
import type { Session } from '../session/types';
import type { Database } from './database';

/** How long a deletion can be taken back. */
export const UNDO_MS = 30_000;

/** Starred, titled and noted sessions stay. */
const isKept = (session: Session, noted: ReadonlySet<string>): boolean =>
  Boolean(session.starred || session.title) || noted.has(session.id);

/**
 * Which sessions are to go, oldest first: those whose last activity is over `keepDays` ago, then as many as bring the total under `keepBytes`.
 */
export function expired(
  sessions: readonly Session[],
  noted: ReadonlySet<string>,
  limits: { keepDays: number; keepBytes: number },
  now: number,
): Session[] {
  // An imported session is as old as its import: a backup read back is not gone the next minute.
  const since = ({ lastActivityAt, importedAt = 0 }: Session) => Math.max(lastActivityAt, importedAt);
  const oldestFirst = [...sessions].sort((a, b) => since(a) - since(b));
  const before = now - limits.keepDays * 86_400_000;
  let total = sessions.reduce((sum, { counts }) => sum + counts.bytes, 0);
  return oldestFirst.filter(session => {
    if (isKept(session, noted) || (since(session) >= before && total <= limits.keepBytes)) return false;
    total -= session.counts.bytes;
    return true;
  });
}

/** Removes what is past its time and empties what was deleted longer ago than the time for undo. Gives the number of sessions removed. */
export async function retain(
  db: Database,
  limits: { keepDays: number; keepBytes: number },
  now: number,
): Promise<number> {
  const sessions = await db.sessions.filter(({ deletedAt }) => deletedAt === undefined).toArray();
  const noted = new Set((await db.notes.toArray()).map(({ sessionId }) => sessionId));
  const old = expired(sessions, noted, limits, now).map(({ id }) => id);
  const deleted = await db.sessions
    .where('deletedAt')
    .belowOrEqual(now - UNDO_MS)
    .filter(({ purgedAt }) => purgedAt === undefined || purgedAt < now - TOMBSTONE_MS)
    .primaryKeys();
  for (const id of new Set([...old, ...deleted])) await purge(db, id, now);
  return old.length;
}

/**
 * Empties a session for good. Its row and its streams stay without content, so that a late chunk still hears `deleted`;
 * tombstones go when no page could still hold a chunk of theirs.
 */
export const purge = (db: Database, sessionId: string, now: number): Promise<void> =>
  db.transaction('rw', db.tables, async () => {
    const session = await db.sessions.get(sessionId);
    if (!session) return;
    const streamIds = (await db.streams.where({ sessionId }).primaryKeys()) as string[];
    const hashes = new Set<string>();
    for (const streamId of streamIds) {
      const [from, to] = [
        [streamId, -Infinity],
        [streamId, Infinity],
      ];
      await db.chunks.where('[streamId+seq]').between(from, to).delete();
      await db.marks.where({ streamId }).delete();
      const refs = db.assetRefs.where('[streamId+ref]').between([streamId, ''], [streamId, '\uffff']);
      for (const { hash } of await refs.toArray()) if (hash !== undefined) hashes.add(hash);
      await refs.delete();
    }
    for (const hash of hashes) if ((await db.assetRefs.where({ hash }).count()) === 0) await db.assets.delete(hash);
    await db.pageViews.where({ sessionId }).delete();
    await db.notes.where({ sessionId }).delete();
    if (session.importedAt !== undefined || session.purgedAt !== undefined) {
      await db.streams.bulkDelete(streamIds);
      await db.sessions.delete(sessionId);
      return;
    }
    await db.streams.where({ sessionId }).modify({ windows: [], active: [] });
    await db.sessions.put({
      ...session,
      // One that runs ends here, or the next activity would join what is gone.
      ...(session.endedAt === undefined &&
        isRunning(session, now) && { endedAt: Math.max(now, session.lastActivityAt) }),
      deletedAt: session.deletedAt ?? now,
      purgedAt: now,
      landing: { url: '', title: '' },
      title: undefined,
      assetBytes: undefined,
      counts: { pages: 0, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes: 0 },
    });
  });

/** A tab that was frozen for longer than this has been discarded. */
const TOMBSTONE_MS = 30 * 86_400_000;
