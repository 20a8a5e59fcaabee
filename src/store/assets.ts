import { isFetched, refsIn } from '../session/asset-ref';
import { isFinal } from '../session/assets';
import type { Asset, AssetRef, MissingAsset } from '../session/types';
import type { Database } from './database';

const refsOf = (db: Database, streamId: string) =>
  db.assetRefs.where('[streamId+ref]').between([streamId, ''], [streamId, '\uffff']);

/** The assets of a stream, by ref; each content is read once, and not at all where it is held already. */
export async function assetsOf(
  db: Database,
  streamId: string,
  held: ReadonlyMap<string, Asset> = new Map(),
): Promise<Map<string, Asset>> {
  const refs = await refsOf(db, streamId).toArray();
  const stored = refs.flatMap(({ ref, hash }) => (hash === undefined ? [] : [{ ref, hash }]));
  const unread = new Set(stored.flatMap(({ hash }) => (held.has(hash) ? [] : [hash])));
  // Asked for nothing, the database takes its time all the same.
  const assets = unread.size > 0 ? await db.assets.bulkGet([...unread]) : [];
  const read = new Map(assets.flatMap(asset => (asset ? [[asset.hash, asset]] : [])));
  return new Map(
    stored.flatMap(({ ref, hash }): [string, Asset][] => {
      const asset = held.get(hash) ?? read.get(hash);
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
  const added = new Map(assets.flatMap(({ asset }) => (known.has(asset.hash) ? [] : [[asset.hash, asset] as const])));
  await db.assets.bulkPut([...added.values()]);
}

const namedIn = ({ type, bytes }: Asset): string[] =>
  /^text\/css\b/i.test(type) ? refsIn(new TextDecoder().decode(bytes)) : [];

/** What a stored style sheet names and its stream has nothing of: why it is missing, where that is known. */
export async function unfetchedIn(db: Database, streamId: string, ref: string): Promise<(MissingAsset | undefined)[]> {
  const { hash = '' } = (await db.assetRefs.get([streamId, ref])) ?? {};
  const sheet = await db.assets.get(hash);
  const rows = await db.assetRefs.bulkGet(
    (sheet ? namedIn(sheet) : []).map((one): [string, string] => [streamId, one]),
  );
  return rows.flatMap(row => (row?.hash === undefined ? [row?.missing] : []));
}

const isSettled = ({ hash, missing }: AssetRef): boolean =>
  hash !== undefined || (missing !== undefined && isFinal(missing.reason));

/** Whether a stream is there and its session not deleted. */
export async function isWanted(db: Database, streamId: string): Promise<boolean> {
  const stream = await db.streams.get(streamId);
  const session = stream && (await db.sessions.get(stream.sessionId));
  return session !== undefined && session.deletedAt === undefined;
}

/** Whether a stream has no content for this ref yet, and may still come to it. */
async function needsAsset(db: Database, streamId: string, ref: string): Promise<boolean> {
  const row = await db.assetRefs.get([streamId, ref]);
  return (!row || !isSettled(row)) && (await isWanted(db, streamId));
}

/** Of what streams refer to, that of which they have no content yet and may still come to it; what has been read is taken in anew. */
export const stillNeeded = <T extends { streamId: string; ref: string; bytes?: unknown }>(
  db: Database,
  offers: readonly T[],
): Promise<T[]> =>
  db.transaction('r', [db.sessions, db.streams, db.assetRefs], async () => {
    const needed: T[] = [];
    for (const offer of offers) {
      const { streamId, ref, bytes } = offer;
      if (await (bytes ? isWanted(db, streamId) : needsAsset(db, streamId, ref))) needed.push(offer);
    }
    return needed;
  });

/** The session that a stream is of, now: sessions may merge. */
export const sessionIdOf = (db: Database, streamId: string): Promise<string | undefined> =>
  db.streams.get(streamId).then(stream => stream?.sessionId);

/** Gives a stream what its session has of these refs already, with all that it refers to in turn: nothing is fetched twice. */
export const linkAssets = (db: Database, streamId: string, refs: readonly string[]): Promise<void> =>
  db.transaction('rw', [db.streams, db.assets, db.assetRefs], async () => {
    const stream = await db.streams.get(streamId);
    if (!stream) return;
    const ofSession = await db.streams.where({ sessionId: stream.sessionId }).toArray();
    const others = ofSession.filter(({ id }) => id !== streamId).sort((a, b) => b.openedAt - a.openedAt);
    const ids = others.map(({ id }) => id);
    const seen = new Set<string>();
    for (let wanted = [...refs]; wanted.length > 0; ) {
      const isNamed = seen.size > 0;
      for (const ref of wanted) seen.add(ref);
      const own = await db.assetRefs.bulkGet(wanted.map((ref): [string, string] => [streamId, ref]));
      const open = wanted.filter((_, n) => !own[n] || !isSettled(own[n]));
      const found = await findIn(db, ids, open, isSettled);
      // What a style sheet names was wanted there: why it is missing holds here as well.
      if (isNamed) found.push(...(await findIn(db, ids, without(open, found), () => true)));
      await db.assetRefs.bulkPut(found.map(row => ({ ...row, streamId })));
      const assets = await db.assets.bulkGet(found.flatMap(({ hash }) => hash ?? []));
      wanted = assets.flatMap(asset => (asset ? namedIn(asset) : [])).filter(ref => !seen.has(ref));
    }
  });

const without = (refs: string[], found: AssetRef[]): string[] => {
  const known = new Set(found.map(({ ref }) => ref));
  return refs.filter(ref => !known.has(ref));
};

/** The first row that fits for each of these refs in any of these streams. */
async function findIn(
  db: Database,
  streamIds: readonly string[],
  refs: string[],
  fits: (row: AssetRef) => boolean,
): Promise<AssetRef[]> {
  const found: AssetRef[] = [];
  let open = refs;
  for (const streamId of streamIds) {
    if (open.length === 0) break;
    const rows = await db.assetRefs.bulkGet(open.map((ref): [string, string] => [streamId, ref]));
    const fitting = rows.flatMap(row => (row && fits(row) ? [row] : []));
    found.push(...fitting);
    open = without(open, fitting);
  }
  return found;
}

/** Notes what a page that was left had not been taken in of; what is known of it already stays. */
export const noteMissing = (db: Database, rows: AssetRef[]): Promise<void> =>
  db.transaction('rw', [db.sessions, db.streams, db.assetRefs], async () => {
    for (const row of rows)
      if (!(await db.assetRefs.get([row.streamId, row.ref])) && (await isWanted(db, row.streamId)))
        await db.assetRefs.put(row);
  });

/** Whether a session has room for more of what its pages show. */
export async function hasRoom(db: Database, streamId: string, limitBytes: number): Promise<boolean> {
  const stream = await db.streams.get(streamId);
  const session = stream && (await db.sessions.get(stream.sessionId));
  return (session?.assetBytes ?? 0) < limitBytes;
}

/** What a stream refers to, with its content, or why that is missing. */
export interface Kept {
  row: AssetRef;
  asset?: Asset;
}

/**
 * Stores what streams refer to, or that it is missing and why; all or nothing. What is newer replaces what was there; what
 * its session did not have yet is counted as the session's.
 */
export const keepAssets = (db: Database, kept: readonly Kept[]): Promise<void> =>
  db.transaction('rw', [db.sessions, db.streams, db.assets, db.assetRefs], async () => {
    for (const { row, asset } of kept) {
      // The session may have been deleted meanwhile.
      if (!(await (asset ? isWanted(db, row.streamId) : needsAsset(db, row.streamId, row.ref)))) continue;
      if (asset) {
        await addAssets(db, [{ asset }]);
        await countAsset(db, row.streamId, asset);
      }
      await db.assetRefs.put(row);
    }
  });

/** Gives a stream what its session is known to have under another ref, with all that a style sheet refers to in turn. */
export async function linkContent(db: Database, row: AssetRef): Promise<void> {
  const asset = row.hash === undefined ? undefined : await db.assets.get(row.hash);
  if (row.hash !== undefined && !asset) return;
  await keepAssets(db, [{ row, asset }]);
  if (asset) await linkAssets(db, row.streamId, namedIn(asset));
}

/** Whether any page of a session refers to this content. Reads keys alone: other sessions may hold it a thousand times. */
export async function holdsAsset(db: Database, sessionId: string, hash: string): Promise<boolean> {
  const own = new Set(await db.streams.where({ sessionId }).primaryKeys());
  const holders = await db.assetRefs.where({ hash }).primaryKeys();
  return holders.some(([streamId]) => own.has(streamId));
}

async function countAsset(db: Database, streamId: string, { hash, bytes }: Asset): Promise<void> {
  const stream = await db.streams.get(streamId);
  const session = stream && (await db.sessions.get(stream.sessionId));
  if (!session) return;
  if (await holdsAsset(db, session.id, hash)) return;
  await db.sessions.update(session.id, {
    assetBytes: (session.assetBytes ?? 0) + bytes.byteLength,
    counts: { ...session.counts, bytes: session.counts.bytes + bytes.byteLength },
  });
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

/** The bytes that two sessions hold both, and those of them that were fetched for both: as one session they hold them once. */
export async function sharedBytes(
  db: Database,
  one: string,
  other: string,
): Promise<{ bytes: number; assetBytes: number }> {
  const heldBy = async (sessionId: string): Promise<Map<string, boolean>> => {
    const held = new Map<string, boolean>();
    for (const streamId of (await db.streams.where({ sessionId }).primaryKeys()) as string[])
      for (const { ref, hash } of await refsOf(db, streamId).toArray())
        if (hash !== undefined) held.set(hash, held.get(hash) || isFetched(ref));
    return held;
  };
  const [own, others] = [await heldBy(one), await heldBy(other)];
  const shared = { bytes: 0, assetBytes: 0 };
  for (const asset of await db.assets.bulkGet([...own.keys()].filter(hash => others.has(hash)))) {
    if (!asset) continue;
    shared.bytes += asset.bytes.length;
    if (own.get(asset.hash) && others.get(asset.hash)) shared.assetBytes += asset.bytes.length;
  }
  return shared;
}
