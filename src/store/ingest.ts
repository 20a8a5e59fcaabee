import Dexie from 'dexie';
import type { ChunkFacts, DocumentFacts, Place, StreamFacts, Verdict } from '../messages/protocol';
import { ACTIVE_JOIN_MS, addRange } from '../session/ranges';
import { type Activity, endsAt, isRunning, joins, merged, sessionScope } from '../session/split';
import type { Asset, Chunk, Counts, Mark, MarkDraft, PageView, Session, Stream } from '../session/types';
import { addAssets, holdsAsset, sharedBytes } from './assets';
import type { Database } from './database';

/** A chunk with everything asynchronous done: compressed, its assets hashed, its place known. */
export interface Delivery {
  place: Place;
  document: DocumentFacts;
  stream: StreamFacts;
  chunk: ChunkFacts;
  bytes: Uint8Array<ArrayBuffer>;
  marks: MarkDraft[];
  assets: { ref: string; asset: Asset }[];
  /** The timeout of a session that this chunk begins. */
  timeoutMs: number;
}

/** Neighbours looked at before the activity: sessions never overlap, so the nearest decide. */
const NEIGHBOURS = 3;

const NO_COUNTS: Counts = { pages: 0, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes: 0 };

/**
 * Takes one chunk in, in one transaction: what it answers `ok` to is committed. The same chunk again changes nothing; chunks
 * may come in any order. `newId` gives ids for sessions and page views.
 */
export function ingest(db: Database, delivery: Delivery, newId = () => crypto.randomUUID()): Promise<Verdict> {
  return db.transaction('rw', db.tables, async () => {
    const { stream: facts, chunk } = delivery;
    const known = await db.streams.get(facts.id);
    const session = known ? await db.sessions.get(known.sessionId) : undefined;
    if (known && (!session || session.deletedAt !== undefined))
      return { verdict: 'deleted', at: session ? endsAt(session) : chunk.to };
    if (session && (await db.chunks.get([facts.id, chunk.seq]))) return answer(session, chunk);

    const placed = await place(db, delivery, session, newId);
    if ('verdict' in placed) {
      if (known && placed.verdict === 'ended') await db.streams.update(known.id, { closeReason: 'ended' });
      return placed;
    }
    await write(db, delivery, placed, known, newId);
    return answer(placed, chunk);
  });
}

/** What is told of a chunk that is stored: a session may have been ended by hand while the chunk was being cut. */
const answer = ({ lastActivityAt, timeoutMs, endedAt }: Session, { to }: ChunkFacts): Verdict =>
  endedAt !== undefined && to > endedAt
    ? { verdict: 'ended', at: endedAt }
    : { verdict: 'ok', lastActivityAt, timeoutMs };

const activityOf = ({ firstActivityAt, lastActivityAt }: ChunkFacts): Activity | undefined =>
  firstActivityAt === undefined ? undefined : { first: firstActivityAt, last: lastActivityAt ?? firstActivityAt };

/** Finds, extends, merges or begins the session a chunk belongs to; nothing of the chunk itself is written. */
async function place(
  db: Database,
  delivery: Delivery,
  session: Session | undefined,
  newId: () => string,
): Promise<Session | Verdict> {
  const { chunk, stream, timeoutMs } = delivery;
  const activity = activityOf(chunk);
  if (session?.endedAt !== undefined && (activity?.first ?? chunk.from) > session.endedAt)
    return { verdict: 'ended', at: session.endedAt };

  if (!activity) {
    if (session) return session;
    const near = await neighbours(db, delivery, stream.openedAt);
    const before = near.filter(({ startedAt }) => startedAt <= stream.openedAt).at(-1);
    if (!before || !isRunning(before, stream.openedAt)) return { verdict: 'ended', at: before ? endsAt(before) : 0 };
    return before.deletedAt === undefined ? before : { verdict: 'deleted', at: endsAt(before) };
  }

  // A stream never holds an activity gap of the timeout (the relay closes it first): where one shows here, the chunk between
  // is still on its way, so all from a known stream's session to this activity is one run.
  const reach = session
    ? { first: Math.min(activity.first, session.lastActivityAt), last: Math.max(activity.last, session.startedAt) }
    : activity;
  const near = await neighbours(db, delivery, reach.first);
  const barred = session !== undefined && !joins(near, reach, timeoutMs).some(({ id }) => id === session.id);
  const found = joins(near, barred ? activity : reach, timeoutMs);
  const joined = found.filter(({ deletedAt }) => deletedAt === undefined);
  // A hand has ended a session between the two: the activity counts where it belongs, the chunk stays with its stream.
  if (barred) {
    if (joined.length > 0) await settle(db, delivery, joined, activity, newId);
    return session;
  }
  const [deleted] = found;
  if (joined.length === 0 && deleted) return { verdict: 'deleted', at: endsAt(deleted) };
  return settle(db, delivery, joined, activity, newId);
}

/** The sessions of a scope around a moment, earliest first; deleted ones too, imported ones never. */
async function neighbours(db: Database, { place: { identity, site } }: Delivery, at: number): Promise<Session[]> {
  const scope = (from: number | typeof Dexie.minKey, to: number | typeof Dexie.maxKey, includeFrom: boolean) =>
    db.sessions
      .where('[identity+site+startedAt]')
      .between([identity, site, from], [identity, site, to], includeFrom, true)
      .filter(({ importedAt }) => importedAt === undefined);
  const before = await scope(Dexie.minKey, at, true).reverse().limit(NEIGHBOURS).toArray();
  const after = await scope(at, Dexie.maxKey, false).toArray();
  return [...before.reverse(), ...after];
}

/** Makes one session of those that the activity joins, or a new one. */
async function settle(
  db: Database,
  { place: { identity, site }, document, timeoutMs }: Delivery,
  [first, ...others]: Session[],
  activity: Activity,
  newId: () => string,
): Promise<Session> {
  const landing = { url: document.url, title: document.title };
  if (!first) {
    const title = await takeNextTitle(db, sessionScope(identity, site));
    const span = merged([], activity, timeoutMs);
    const begun: Session = {
      id: newId(),
      site,
      identity,
      ...span,
      landing,
      counts: NO_COUNTS,
      ...(title && { title }),
    };
    await db.sessions.add(begun);
    return begun;
  }
  const session: Session = { ...first, ...merged([first, ...others], activity, timeoutMs) };
  if (activity.first < first.startedAt) session.landing = landing;
  for (const other of others) await absorb(db, session, other);
  await db.sessions.put(session);
  return session;
}

/** Moves all of `other` into `session`; views of one document become one. Few rows carry a session's id. */
async function absorb(db: Database, session: Session, other: Session): Promise<void> {
  const [views, otherViews] = await Promise.all(
    [session, other].map(({ id }) => db.pageViews.where({ sessionId: id }).toArray()),
  );
  const shared = await sharedBytes(db, session.id, other.id);
  let doubled = 0;
  for (const view of otherViews ?? []) {
    const same = views?.find(({ documentId }) => documentId === view.documentId);
    if (!same) {
      await db.pageViews.update(view.id, { sessionId: session.id });
      continue;
    }
    doubled++;
    await db.pageViews.put({ ...view, ...same });
    await db.streams.where({ pageViewId: view.id }).modify({ pageViewId: same.id });
    await db.pageViews.delete(view.id);
  }
  await db.streams.where({ sessionId: other.id }).modify({ sessionId: session.id });
  await db.notes.where({ sessionId: other.id }).modify({ sessionId: session.id });
  await db.sessions.delete(other.id);
  session.counts = addCounts(session.counts, other.counts, { pages: -doubled, bytes: -shared.bytes });
  if (other.assetBytes) session.assetBytes = (session.assetBytes ?? 0) + other.assetBytes - shared.assetBytes;
  session.title ??= other.title;
  if (other.starred) session.starred = true;
}

/** Writes the chunk with its page view, stream, marks and assets, and counts it. */
async function write(
  db: Database,
  delivery: Delivery,
  session: Session,
  known: Stream | undefined,
  newId: () => string,
): Promise<void> {
  const { chunk, bytes, stream, place, marks, assets } = delivery;
  const { closeReason, ...facts } = chunk;
  const activity = activityOf(chunk);
  const { view, isNew } = await pageView(db, delivery, session, known, newId);
  const row: Stream = known ?? {
    ...stream,
    sessionId: session.id,
    pageViewId: view.id,
    tabId: place.tabId,
    frameId: place.frameId,
    lastAt: chunk.to,
    windows: [],
    active: [],
  };
  const windows = chunk.opensWithSnapshot ? [...row.windows, { seq: chunk.seq, at: chunk.from }] : row.windows;
  await db.streams.put({
    ...row,
    sessionId: session.id,
    pageViewId: view.id,
    lastAt: Math.max(row.lastAt, chunk.to),
    windows: windows.sort((a, b) => a.seq - b.seq),
    active: activity ? addRange(row.active, [activity.first, activity.last], ACTIVE_JOIN_MS) : row.active,
    ...(closeReason && { closeReason }),
  });
  await db.chunks.add({ ...facts, streamId: stream.id, bytes } satisfies Chunk);
  const rows = marks.map((mark, n): Mark => ({ ...mark, streamId: stream.id, seq: chunk.seq, n }));
  await db.marks.bulkAdd(rows);
  // The same style sheet is on many pages: a session holds it once.
  const held = await Promise.all(assets.map(({ asset }) => holdsAsset(db, session.id, asset.hash)));
  const fresh = new Map(assets.flatMap(({ asset }, n) => (held[n] ? [] : [[asset.hash, asset.bytes.byteLength]])));
  const assetBytes = [...fresh.values()].reduce((sum, size) => sum + size, 0);
  await addAssets(db, assets);
  await db.assetRefs.bulkPut(assets.map(({ ref, asset }) => ({ streamId: stream.id, ref, hash: asset.hash })));
  const added = countMarks(marks, { pages: isNew ? 1 : 0, bytes: bytes.byteLength + assetBytes });
  await db.sessions.update(session.id, { counts: addCounts(session.counts, added) });
}

/** The view of this document in this session; its title follows the page's. */
async function pageView(
  db: Database,
  { document, place }: Delivery,
  session: Session,
  known: Stream | undefined,
  newId: () => string,
): Promise<{ view: PageView; isNew: boolean }> {
  const found =
    (known && (await db.pageViews.get(known.pageViewId))) ??
    (await db.pageViews
      .where({ sessionId: session.id })
      .filter(({ documentId }) => documentId === document.id)
      .first());
  if (!found) {
    const { id: documentId, url, title, startedAt, via, environment } = document;
    const view: PageView = {
      id: newId(),
      sessionId: session.id,
      documentId,
      tabId: place.tabId,
      url,
      title,
      startedAt,
      ...(via && { via }),
      ...(environment && { environment }),
    };
    await db.pageViews.add(view);
    return { view, isNew: true };
  }
  const { title, via, environment } = document;
  const news = {
    ...(title && title !== found.title && { title }),
    // A frame may be heard before its page, and knows neither.
    ...(via && !found.via && { via }),
    ...(environment && !found.environment && { environment }),
  };
  if (place.frameId === 0 && Object.keys(news).length > 0) await db.pageViews.update(found.id, news);
  return { view: found, isNew: false };
}

const countMarks = (marks: readonly MarkDraft[], rest: Partial<Counts>): Partial<Counts> => {
  const count = (...kinds: MarkDraft['kind'][]) => marks.filter(({ kind }) => kinds.includes(kind)).length;
  return { clicks: count('click'), inputs: count('input'), errors: count('error'), gaps: count('gap'), ...rest };
};

const addCounts = (...counts: Partial<Counts>[]): Counts => {
  const sum = (key: keyof Counts) => counts.reduce((total, one) => total + (one[key] ?? 0), 0);
  return {
    pages: sum('pages'),
    clicks: sum('clicks'),
    inputs: sum('inputs'),
    errors: sum('errors'),
    gaps: sum('gaps'),
    bytes: sum('bytes'),
  };
};

const nextTitleKey = (scope: string): string => `nextTitle ${scope}`;

/** Keeps a title for the next session of a scope. */
export const setNextTitle = async (db: Database, scope: string, title: string): Promise<void> => {
  await db.settings.put({ key: nextTitleKey(scope), value: title });
};

async function takeNextTitle(db: Database, scope: string): Promise<string | undefined> {
  const row = await db.settings.get(nextTitleKey(scope));
  if (!row) return;
  await db.settings.delete(row.key);
  return String(row.value);
}

/** Whether anything of a stream has been stored. */
export const hasStream = async (db: Database, streamId: string): Promise<boolean> =>
  (await db.streams.where('id').equals(streamId).count()) > 0;

/** Where a stream belongs, once something of it is stored. */
export async function placeOfStream(db: Database, streamId: string): Promise<Place | undefined> {
  const stream = await db.streams.get(streamId);
  const session = stream && (await db.sessions.get(stream.sessionId));
  if (!stream || !session) return;
  return { tabId: stream.tabId, frameId: stream.frameId, site: session.site, identity: session.identity };
}

/**
 * A tab that Chromium puts away comes back under another number. What was recorded in it and is still open goes by the new one,
 * so that the page's next stream tells that the one before broke off.
 */
export const renumberTab = async (db: Database, from: number, to: number): Promise<void> => {
  await db.streams
    .filter(({ tabId, closeReason }) => tabId === from && closeReason === undefined)
    .modify({ tabId: to });
};
