import Dexie from 'dexie';
import type { ChunkFacts, DocumentFacts, Place, StreamFacts, Verdict } from '../messages/protocol';
import { ACTIVE_JOIN_MS, addRange } from '../session/ranges';
import { type Activity, endsAt, isRunning, joins, merged, sessionScope } from '../session/split';
import type { Asset, Chunk, Counts, Mark, MarkDraft, PageView, Session, Stream } from '../session/types';
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
    if (known && (!session || session.deletedAt !== undefined)) return { verdict: 'deleted' };
    if (session && (await db.chunks.get([facts.id, chunk.seq]))) return ok(session);

    const placed = await place(db, delivery, session, newId);
    if ('verdict' in placed) return placed;
    await write(db, delivery, placed, known, newId);
    if (placed.endedAt !== undefined && chunk.to > placed.endedAt) return { verdict: 'ended', at: placed.endedAt };
    return ok(placed);
  });
}

const ok = ({ lastActivityAt, timeoutMs }: Session): Verdict => ({ verdict: 'ok', lastActivityAt, timeoutMs });

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
    const running = near.filter(candidate => isRunning(candidate, stream.openedAt)).pop();
    if (!running) return { verdict: 'ended', at: endsAt(near.at(-1) ?? { ...NO_SPAN, startedAt: stream.openedAt }) };
    return running.deletedAt === undefined ? running : { verdict: 'deleted' };
  }

  // A stream never holds an activity gap of the timeout (the relay closes it first): where one shows here, the chunk between
  // is still on its way, so a known stream's session joins whatever the distance.
  const near = await neighbours(db, delivery, activity.first);
  const found = joins(near, activity, timeoutMs);
  const joined = [...found.filter(({ id }) => id !== session?.id), ...(session ? [session] : [])]
    .filter(({ deletedAt }) => deletedAt === undefined)
    .sort((a, b) => a.startedAt - b.startedAt);
  if (joined.length === 0 && found.length > 0) return { verdict: 'deleted' };
  return settle(db, delivery, joined, activity, newId);
}

const NO_SPAN = { lastActivityAt: 0, timeoutMs: 0 };

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
  let doubled = 0;
  for (const view of otherViews ?? []) {
    const same = views?.find(({ documentId }) => documentId === view.documentId);
    if (!same) {
      await db.pageViews.update(view.id, { sessionId: session.id });
      continue;
    }
    doubled++;
    await db.streams.where({ pageViewId: view.id }).modify({ pageViewId: same.id });
    await db.pageViews.delete(view.id);
  }
  await db.streams.where({ sessionId: other.id }).modify({ sessionId: session.id });
  await db.notes.where({ sessionId: other.id }).modify({ sessionId: session.id });
  await db.sessions.delete(other.id);
  session.counts = addCounts(session.counts, other.counts, { pages: -doubled });
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
  await db.assets.bulkPut(assets.map(({ asset }) => asset));
  await db.assetRefs.bulkPut(assets.map(({ ref, asset }) => ({ streamId: stream.id, ref, hash: asset.hash })));
  const added = countMarks(marks, { pages: isNew ? 1 : 0, bytes: bytes.byteLength });
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
    const { id: documentId, url, title, startedAt } = document;
    const view = { id: newId(), sessionId: session.id, documentId, tabId: place.tabId, url, title, startedAt };
    await db.pageViews.add(view);
    return { view, isNew: true };
  }
  if (document.title && document.title !== found.title) await db.pageViews.update(found.id, { title: document.title });
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
