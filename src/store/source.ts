import type { Asset, Chunk, MissingAsset, SessionIndex, SessionSource } from '../session/types';
import { addAssets, assetsOf, missingOf } from './assets';
import type { Database } from './database';
import { purge } from './retention';

/** A session in the database, as a player reads it. `index` fails when the session is not there or was deleted. */
export function storedSession(db: Database, sessionId: string): SessionSource {
  return {
    index: () => readIndex(db, sessionId),
    chunks: (streamId, fromSeq, toSeq) =>
      db.chunks.where('[streamId+seq]').between([streamId, fromSeq], [streamId, toSeq], true, false).toArray(),
    assets: (streamId, held) => assetsOf(db, streamId, held),
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

/** What an imported session has of bytes, in pieces that are held one at a time. */
export interface Piece {
  chunks?: Chunk[];
  /** By stream and ref. */
  assets?: { streamId: string; ref: string; asset: Asset }[];
}

/** A session from a file: its small rows, and the way to read the rest. */
export interface IncomingSession extends SessionIndex {
  missing?: { streamId: string; ref: string; missing: MissingAsset }[];
  pieces(): AsyncGenerator<Piece>;
}

/** Long after the largest file has been read. */
const UNFINISHED_MS = 3_600_000;

/**
 * Stores an imported session, all or nothing. Its ids must be new ones. Until its last piece is there it counts as deleted: nobody sees
 * it, and what is left when the browser quits meanwhile is purged as a deleted session is.
 */
export async function addSession(db: Database, incoming: IncomingSession): Promise<void> {
  const { session, pageViews, streams, marks, notes, missing = [] } = incoming;
  await db.transaction('rw', db.tables, async () => {
    for (const { id } of streams) {
      const chunks = db.chunks.where('[streamId+seq]').between([id, -Infinity], [id, Infinity]);
      const refs = db.assetRefs.where('[streamId+ref]').between([id, ''], [id, '\uffff']);
      if ((await chunks.count()) + (await refs.count()) > 0) throw new Error(`stream ${id} is here already`);
    }
    await db.sessions.add({ ...session, deletedAt: (session.importedAt ?? 0) + UNFINISHED_MS });
    await db.pageViews.bulkAdd(pageViews);
    await db.streams.bulkAdd(streams);
    await db.marks.bulkAdd(marks);
    await db.notes.bulkAdd(notes);
    await db.assetRefs.bulkAdd(missing);
  });
  try {
    for await (const { chunks = [], assets = [] } of incoming.pieces())
      await db.transaction('rw', [db.chunks, db.assets, db.assetRefs], async () => {
        await db.chunks.bulkAdd(chunks);
        await addAssets(db, assets);
        await db.assetRefs.bulkAdd(assets.map(({ streamId, ref, asset }) => ({ streamId, ref, hash: asset.hash })));
      });
    await db.sessions.update(session.id, { deletedAt: undefined });
  } catch (error) {
    await purge(db, session.id, session.importedAt ?? 0);
    throw error;
  }
}
