import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { ChunkFacts } from '../../../src/messages/protocol';
import { LEAD_IN_MS } from '../../../src/relay/recording';
import type { Activity } from '../../../src/session/split';
import type { Chunk } from '../../../src/session/types';
import { bruteForce } from '../../unit/sessions-of';
import type { Page } from './page';
import { type Cut, keyOf, scopeOf, type World } from './world';

const textOf = (bytes: Uint8Array): string =>
  bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : new TextDecoder().decode(bytes);

interface Event {
  type: number;
  timestamp: number;
  n: number;
}

const eventsOf = ({ bytes }: Chunk): Event[] =>
  textOf(bytes)
    .split('\n')
    .flatMap(line => (line ? [JSON.parse(line)] : []));

/** All that is stored, read once. */
async function read({ db }: World) {
  const [sessions, pageViews, streams, chunks, marks] = await Promise.all([
    db.sessions.toArray(),
    db.pageViews.toArray(),
    db.streams.toArray(),
    db.chunks.toArray(),
    db.marks.toArray(),
  ]);
  const ofStream = new Map(streams.map(({ id }) => [id, [] as Chunk[]]));
  for (const chunk of chunks) ofStream.get(chunk.streamId)?.push(chunk);
  const live = sessions.filter(({ deletedAt }) => deletedAt === undefined);
  return { sessions, live, pageViews, streams, chunks, marks, ofStream };
}

type Stored = Awaited<ReturnType<typeof read>>;

/** What holds at every moment. */
export async function checkNow(world: World): Promise<void> {
  const stored = await read(world);
  checkStreams(stored);
  checkSessions(world, stored);
  checkCounts(stored);
}

/** What holds once everything that was on its way has arrived. */
export async function checkAtEnd(world: World): Promise<void> {
  const stored = await read(world);
  checkStreams(stored);
  checkSessions(world, stored);
  checkCounts(stored);
  checkNothingLost(world, stored);
}

/** Each stream is whole from its first chunk on, which opens with Meta and a full snapshot, and its time never runs backwards. */
function checkStreams({ streams, sessions, ofStream }: Stored): void {
  const seen = new Set<number>();
  for (const { id, sessionId } of streams) {
    const session = sessions.find(one => one.id === sessionId);
    expect(session, `the session of ${id}`).toBeDefined();
    if (session?.purgedAt !== undefined) continue;
    const chunks = ofStream.get(id) ?? [];
    expect(
      chunks.map(({ seq }) => seq),
      `seq of ${id}`,
    ).toEqual(chunks.map((_, n) => n));
    const events = chunks.flatMap(eventsOf);
    expect(chunks[0]?.opensWithSnapshot, `${id} opens with a snapshot`).toBe(true);
    expect(
      events.slice(0, 2).map(({ type }) => type),
      `${id} opens with Meta and FullSnapshot`,
    ).toEqual([4, 2]);
    const backwards = events.find(({ timestamp }, n) => timestamp < (events[n - 1]?.timestamp ?? 0));
    expect(backwards, `an event of ${id} before the one before it`).toBeUndefined();
    const doubled = events.find(({ n }) => seen.size === seen.add(n).size);
    expect(doubled, `an event of ${id} that is there twice`).toBeUndefined();
    const negative = chunks.find(
      ({ from, to, firstActivityAt: first = 0, lastActivityAt: last = first }) => to < from || last < first,
    );
    expect(negative, `a chunk of ${id} that ends before it begins`).toBeUndefined();
    const first = events[0]?.timestamp ?? 0;
    expect(first, `lead-in of ${sessionId} on ${id}`).toBeGreaterThanOrEqual((session?.startedAt ?? 0) - LEAD_IN_MS);
  }
}

/**
 * The sessions are what all activity times, sorted, give.
 *
 * What counts as activity: what is stored. An act is stored unless its chunk was refused, for its session had been ended by
 * hand or deleted before, *and* its page could not say so once more: it was gone, or heard of it only after the timeout. Of a
 * chunk across an end by hand the part before the end counts here; the rest comes again with the next stream. A deleted
 * session takes its activity with it, bridges nothing, and its end holds the others apart.
 */
function checkSessions(world: World, { sessions, live, streams, chunks }: Stored): void {
  const sessionOf = new Map(sessions.map(session => [session.id, session]));
  const scopeOfStream = new Map(
    streams.flatMap(({ id, sessionId }) => {
      const session = sessionOf.get(sessionId);
      return session ? [[id, scopeOf(session)] as const] : [];
    }),
  );
  const all = [...world.purged, ...chunks.map(chunk => ({ scope: scopeOfStream.get(chunk.streamId), chunk }))];
  const scopes = new Set(sessions.map(scopeOf));
  for (const scope of scopes) {
    const ends = world.ends.filter(end => end.scope === scope).map(({ at }) => at);
    const deleted = sessions.filter(one => scopeOf(one) === scope && one.deletedAt !== undefined);
    const activities = all
      .filter(one => one.scope === scope)
      .flatMap(({ chunk }) => activityOf(chunk, ends))
      .flatMap(activity => moments(activity, world.timeoutMs))
      .filter(
        ({ first }) => !deleted.some(({ startedAt, lastActivityAt }) => startedAt <= first && first <= lastActivityAt),
      );
    const read = bruteForce(
      activities,
      ends.sort((a, b) => a - b),
      world.timeoutMs,
    );
    const own = live.filter(one => scopeOf(one) === scope).sort((a, b) => a.startedAt - b.startedAt);
    const stretch = (span: { startedAt: number; lastActivityAt: number }) =>
      `${new Date(span.startedAt).toISOString()}–${new Date(span.lastActivityAt).toISOString()}`;
    expect(own.map(stretch).join('\n'), `sessions of ${scope}`).toBe(read.map(stretch).join('\n'));
    for (const { startedAt, lastActivityAt, timeoutMs, endedAt = lastActivityAt } of own) {
      expect(lastActivityAt - startedAt).toBeGreaterThanOrEqual(0);
      expect(endedAt).toBeGreaterThanOrEqual(lastActivityAt);
      expect(timeoutMs).toBe(world.timeoutMs);
    }
    for (const end of ends)
      expect(
        sessions.filter(one => scopeOf(one) === scope && one.endedAt === end).length,
        `one session was ended at ${new Date(end).toISOString()}`,
      ).toBe(1);
  }
}

function activityOf({ firstActivityAt: first, lastActivityAt: last = first }: Chunk, ends: number[]): Activity[] {
  if (first === undefined || last === undefined) return [];
  const end = ends.filter(at => first <= at && at < last).sort((a, b) => a - b)[0];
  return [{ first, last: end ?? last }];
}

/** A chunk's activity has no gap of the timeout in it: moments that say so. */
function moments({ first, last }: Activity, timeoutMs: number): Activity[] {
  const times = [last];
  for (let at = first; at < last; at += timeoutMs / 2) times.push(at);
  return times.map(at => ({ first: at, last: at }));
}

/** What is counted of a session is what it has. */
function checkCounts({ live, streams, pageViews, ofStream }: Stored): void {
  for (const { id, counts } of live) {
    const own = streams.filter(({ sessionId }) => sessionId === id);
    const views = pageViews.filter(({ sessionId }) => sessionId === id);
    const bytes = own.flatMap(stream => ofStream.get(stream.id) ?? []).reduce((sum, one) => sum + one.bytes.length, 0);
    expect(counts, `counts of ${id}`).toMatchObject({ bytes, pages: views.length });
    expect(new Set(own.map(({ pageViewId }) => pageViewId)), `views of ${id}`).toEqual(
      new Set(views.map(one => one.id)),
    );
    expect(new Set(views.map(({ documentId }) => documentId)).size, `documents of ${id}`).toBe(views.length);
  }
}

/** Every chunk that was cut is there once, and every act on a chunk, unless there is a reason. */
function checkNothingLost(world: World, { sessions, streams, chunks, marks, ofStream }: Stored): void {
  const stored = new Map(chunks.map(chunk => [keyOf(chunk.streamId, chunk.seq), chunk]));
  const purged = new Set(sessions.filter(one => one.purgedAt !== undefined).map(({ id }) => id));
  const isPurged = (streamId: string) => purged.has(streams.find(({ id }) => id === streamId)?.sessionId ?? '');
  const scopeOfStream = new Map(
    [...world.cuts.values()].map(({ page, envelope }) => [envelope.stream.id, scopeOf(page.place)]),
  );
  const deleted = sessions.filter(one => one.deletedAt !== undefined);
  const deletedIds = new Set(deleted.map(({ id }) => id));
  const deletedStreams = new Set(streams.flatMap(({ id, sessionId }) => (deletedIds.has(sessionId) ? [id] : [])));
  const isOfDeleted = (scope: string, { firstActivityAt: first = 0, lastActivityAt: last = first }: ChunkFacts) =>
    deleted.some(
      one =>
        scopeOf(one) === scope &&
        first < one.lastActivityAt + world.timeoutMs &&
        last > one.startedAt - world.timeoutMs,
    );
  const isSaidAgain = (scope: string, at: number) =>
    chunks.some(
      ({ streamId, firstActivityAt: first = Infinity, lastActivityAt: last = first }) =>
        first <= at && at <= last && scopeOfStream.get(streamId) === scope,
    );
  /** Why a chunk that was cut may not be there. */
  const isRefused = ({ page, envelope: { stream, chunk } }: Cut): boolean => {
    const scope = scopeOf(page.place);
    const isAfterEnd = world.ends.some(end => end.scope === scope && end.at < chunk.to);
    const { lastActivityAt: last } = chunk;
    if (last === undefined) return isAfterEnd || !ofStream.has(stream.id) || deletedStreams.has(stream.id);
    if (isSaidAgain(scope, last) || isOfDeleted(scope, chunk)) return true;
    const refusedAt = world.refused.get(stream.id);
    const couldSayAgain = refusedAt !== undefined && last <= refusedAt && refusedAt - last < world.timeoutMs;
    return isAfterEnd && !couldSayAgain;
  };
  const cutEvents = new Set<number>();
  const cutMarks = new Set<string>();
  const overflowed = new Set<Page>();
  for (const [key, cut] of world.cuts) {
    const { page, envelope, isAcknowledged, isOrphaned } = cut;
    for (const [, n] of envelope.body.matchAll(/"n":(\d+)/g)) cutEvents.add(Number(n));
    for (const { label } of envelope.marks) {
      cutMarks.add(label);
      if (label === 'overflow') overflowed.add(page);
    }
    const chunk = stored.get(key);
    if (chunk) {
      expect(textOf(chunk.bytes), `content of ${key}`).toBe(envelope.body);
      continue;
    }
    if (isPurged(envelope.stream.id) || (isOrphaned && !isAcknowledged)) continue;
    expect(isAcknowledged, `${key} was acknowledged and is not there`).toBe(false);
    expect(isRefused(cut), `${key} was cut and is not there, for no reason`).toBe(true);
  }
  const times = new Map<string, number>();
  for (const { label } of marks) times.set(label, (times.get(label) ?? 0) + 1);
  for (const { page, at, event } of world.acts) {
    if (event === undefined || world.spoilt.has(event)) continue;
    const label = `input ${event}`;
    const what = `${label} at ${new Date(at).toISOString()} on page ${page.id}`;
    expect(times.get(label) ?? 0, `times that ${what} is a step`).toBeLessThanOrEqual(1);
    expect(cutMarks.has(label), `${what} is a step of a chunk`).toBe(true);
    if (!overflowed.has(page)) expect(cutEvents.has(event), `${what} is on a chunk`).toBe(true);
  }
}
