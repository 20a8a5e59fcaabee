import { isFetched } from '../session/asset-ref';
import type { Asset, AssetRef, MissingAsset } from '../session/types';
import type { Database } from './database';

const refsOf = (db: Database, streamId: string) =>
  db.assetRefs.where('[streamId+ref]').between([streamId, ''], [streamId, '\uffff']);

/** The assets of a stream, by ref. */
export async function assetsOf(db: Database, streamId: string): Promise<Map<string, Asset>> {
  const refs = await refsOf(db, streamId).toArray();
  const stored = refs.flatMap(({ ref, hash }) => (hash === undefined ? [] : [{ ref, hash }]));
  const assets = await db.assets.bulkGet(stored.map(({ hash }) => hash));
  return new Map(
    stored.flatMap(({ ref }, n): [string, Asset][] => {
      const asset = assets[n];
      return asset ? [[ref, asset]] : [];
    }),
  );
}

/** What a stream refers to and could not be fetched, by ref. */
export async function missingOf(db: Database, streamId: string): Promise<Map<string, MissingAsset>> {
  const refs = await refsOf(db, streamId).toArray();
  return new Map(refs.flatMap(({ ref, missing }): [string, MissingAsset][] => (missing ? [[ref, missing]] : [])));
}

/** Stores the assets that are not there yet: the same content is the same asset, and what is there is never replaced. */
export async function addAssets(db: Database, assets: { asset: Asset }[]): Promise<void> {
  const known = new Set(
    await db.assets.bulkGet(assets.map(({ asset }) => asset.hash)).then(rows => rows.map(row => row?.hash)),
  );
  await db.assets.bulkPut(assets.flatMap(({ asset }) => (known.has(asset.hash) ? [] : [asset])));
}

/** Whether a stream is there, its session not deleted, and has no content for this ref yet. */
export async function needsAsset(db: Database, { streamId, ref }: Omit<AssetRef, 'hash'>): Promise<boolean> {
  const stream = await db.streams.get(streamId);
  const session = stream && (await db.sessions.get(stream.sessionId));
  if (!session || session.deletedAt !== undefined) return false;
  return (await db.assetRefs.get([streamId, ref]))?.hash === undefined;
}

/** Whether a session has room for more of what its pages show. */
export async function hasRoom(db: Database, streamId: string, limitBytes: number): Promise<boolean> {
  const stream = await db.streams.get(streamId);
  const session = stream && (await db.sessions.get(stream.sessionId));
  return (session?.assetBytes ?? 0) < limitBytes;
}

/**
 * Stores what a stream refers to, or that it is missing and why; all or nothing. What its session did not have yet is counted
 * as the session's.
 */
export const keepAsset = (db: Database, row: AssetRef, asset?: Asset): Promise<void> =>
  db.transaction('rw', [db.sessions, db.streams, db.assets, db.assetRefs], async () => {
    // The session may have been deleted meanwhile.
    if (!(await needsAsset(db, row))) return;
    if (asset) {
      await addAssets(db, [{ asset }]);
      await countAsset(db, row.streamId, asset);
    }
    await db.assetRefs.put(row);
  });

async function countAsset(db: Database, streamId: string, { hash, bytes }: Asset): Promise<void> {
  const stream = await db.streams.get(streamId);
  const session = stream && (await db.sessions.get(stream.sessionId));
  if (!session) return;
  const holders = await db.assetRefs.where({ hash }).toArray();
  const streams = await db.streams.bulkGet([...new Set(holders.map(one => one.streamId))]);
  if (streams.some(one => one?.sessionId === session.id)) return;
  await db.sessions.update(session.id, {
    assetBytes: (session.assetBytes ?? 0) + bytes.byteLength,
    counts: { ...session.counts, bytes: session.counts.bytes + bytes.byteLength },
  });
}

/** How many bytes the fetched assets of a session are, each counted once: what an export is smaller by without them. */
export async function assetBytesOf(db: Database, sessionId: string): Promise<number> {
  const streamIds = (await db.streams.where({ sessionId }).primaryKeys()) as string[];
  const hashes = new Set<string>();
  for (const streamId of streamIds)
    for (const { ref, hash } of await refsOf(db, streamId).toArray())
      if (isFetched(ref) && hash !== undefined) hashes.add(hash);
  let total = 0;
  // One by one: all of them at once could be a lot.
  for (const hash of hashes) total += (await db.assets.get(hash))?.bytes.byteLength ?? 0;
  return total;
}

/** How many of a session's pictures, fonts and style sheets are missing for want of access, by host, the most first. */
export async function withheldOf(db: Database, sessionId: string): Promise<{ host: string; count: number }[]> {
  const streamIds = (await db.streams.where({ sessionId }).primaryKeys()) as string[];
  const hosts = new Map<string, Set<string>>();
  for (const streamId of streamIds)
    for (const [ref, { host, reason }] of await missingOf(db, streamId)) {
      if (reason !== 'no-access') continue;
      // The same picture on two pages is one that is missing.
      hosts.set(host, (hosts.get(host) ?? new Set()).add(ref));
    }
  return [...hosts].map(([host, refs]) => ({ host, count: refs.size })).sort((a, b) => b.count - a.count);
}
