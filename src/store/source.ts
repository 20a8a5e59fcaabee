import type { Asset, Chunk, MissingAsset, SessionIndex, SessionSource } from '../session/types';
import { addAssets, assetsOf, missingOf } from './assets';
import type { Database } from './database';

/** A session in the database, as a player reads it. `index` fails when the session is not there or was deleted. */
export function storedSession(db: Database, sessionId: string): SessionSource {
  return {
    index: () => readIndex(db, sessionId),
    chunks: (streamId, fromSeq, toSeq) =>
      db.chunks.where('[streamId+seq]').between([streamId, fromSeq], [streamId, toSeq], true, false).toArray(),
    assets: streamId => assetsOf(db, streamId),
    missing: streamId => missingOf(db, streamId),
  };
}

export class SessionNotFound extends Error {}

const readIndex = (db: Database, sessionId: string): Promise<SessionIndex> =>
  db.transaction('r', [db.sessions, db.pageViews, db.streams, db.marks, db.notes], async () => {
    const session = await db.sessions.get(sessionId);
    if (!session || session.deletedAt !== undefined) throw new SessionNotFound(sessionId);
    const [pageViews, streams, notes] = await Promise.all([
      db.pageViews.where({ sessionId }).sortBy('startedAt'),
      db.streams.where({ sessionId }).sortBy('openedAt'),
      db.notes.where({ sessionId }).sortBy('at'),
    ]);
    const marks = await db.marks
      .where('streamId')
      .anyOf(streams.map(({ id }) => id))
      .toArray();
    return { session, pageViews, streams, marks: marks.sort((a, b) => a.at - b.at), notes };
  });

/** A session with all it has, for writing it in one go. */
export interface WholeSession extends SessionIndex {
  chunks: Chunk[];
  /** By stream and ref. */
  assets: { streamId: string; ref: string; asset: Asset }[];
  missing?: { streamId: string; ref: string; missing: MissingAsset }[];
}

/** Stores an imported session, all or nothing. Its ids must be new ones. */
export const addSession = (db: Database, whole: WholeSession): Promise<void> =>
  db.transaction('rw', db.tables, async () => {
    await db.sessions.add(whole.session);
    await db.pageViews.bulkAdd(whole.pageViews);
    await db.streams.bulkAdd(whole.streams);
    await db.chunks.bulkAdd(whole.chunks);
    await db.marks.bulkAdd(whole.marks);
    await db.notes.bulkAdd(whole.notes);
    await addAssets(db, whole.assets);
    await db.assetRefs.bulkAdd(whole.assets.map(({ streamId, ref, asset }) => ({ streamId, ref, hash: asset.hash })));
    await db.assetRefs.bulkAdd(whole.missing ?? []);
  });
