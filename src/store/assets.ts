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

/** Stores what a stream refers to, or that it is missing and why; all or nothing. */
export const keepAsset = (db: Database, row: AssetRef, asset?: Asset): Promise<void> =>
  db.transaction('rw', [db.sessions, db.streams, db.assets, db.assetRefs], async () => {
    // The session may have been deleted meanwhile.
    if (!(await needsAsset(db, row))) return;
    if (asset) await addAssets(db, [{ asset }]);
    await db.assetRefs.put(row);
  });
