import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Activity } from '../../src/session/split';
import type { Database } from '../../src/store/database';
import { ingest } from '../../src/store/ingest';
import { bruteForce } from '../unit/sessions-of';
import { delivery, freshDatabase, MINUTE_MS, minute, type Told } from './deliveries';

const TIMEOUT_MIN = 30;

/** What happened in one tab: how long after the one before each chunk began, how long its activity lasted, whether its page is new. */
interface TabStory {
  site: string;
  identity: string;
  begins: number;
  chunks: { after: number; lasts: number; newPage: boolean; passive: boolean }[];
}

const tabStory: fc.Arbitrary<TabStory> = fc.record({
  site: fc.constantFrom('shop.test', 'shop.test', 'pay.test'),
  identity: fc.constantFrom('normal', 'normal', 'private'),
  begins: fc.nat(150),
  chunks: fc.array(
    fc.record({
      after: fc.constantFrom(0, 1, 5, 10, 20, 29, 30, 31, 70),
      lasts: fc.constantFrom(0, 0, 1, 5),
      newPage: fc.boolean(),
      passive: fc.constantFrom(false, false, true),
    }),
    { minLength: 1, maxLength: 7 },
  ),
});

/** A tab's chunks as its relay cuts them: a stream opens with activity and is closed before a gap of the timeout. */
function chunksOf({ site, identity, begins, chunks }: TabStory, tabId: number): Told[] {
  const told: Told[] = [];
  let [at, lastActive, stream, page, seq] = [begins, -Infinity, 0, 0, 0];
  for (const { after, lasts, newPage, passive } of chunks) {
    at += after;
    const idle = at - lastActive >= TIMEOUT_MIN;
    if (newPage || idle) [stream, seq] = [stream + 1, 0];
    if (newPage) page++;
    const isPassive = passive && seq > 0;
    told.push({
      stream: `tab ${tabId} stream ${stream}`,
      document: `tab ${tabId} page ${page}`,
      seq: seq++,
      at,
      to: at + lasts,
      passive: isPassive,
      timeoutMin: TIMEOUT_MIN,
      place: { tabId, site, identity },
    });
    if (!isPassive) lastActive = at + lasts;
    at += lasts;
  }
  return told;
}

/** Stories, their chunks as they were cut, and the order in which they arrive; some arrive twice. */
const arriving = fc.array(tabStory, { minLength: 1, maxLength: 5 }).chain(stories => {
  const cut = stories.flatMap(chunksOf);
  const all = { minLength: cut.length, maxLength: cut.length };
  return fc.record({
    cut: fc.constant(cut),
    order: fc.shuffledSubarray([...cut.keys()], all),
    again: fc.shuffledSubarray([...cut.keys()]),
  });
});

const scopeOf = ({ place }: Told) => `${place?.identity} ${place?.site}`;

/** Delivers in this order; a passive chunk that comes before its stream's first is refused, kept and sent again, as its relay would. */
async function deliverAll(db: Database, order: readonly Told[]): Promise<void> {
  let refused: Told[] = [];
  for (const told of order) {
    const { verdict } = await ingest(db, delivery(told));
    if (verdict !== 'ok') refused = [...refused, told];
  }
  for (const told of refused) expect(told.passive).toBe(true);
  for (const told of refused) expect((await ingest(db, delivery(told))).verdict).toBe('ok');
}

test('any order of arrival gives the sessions of all activity times, with every chunk in exactly one', async () => {
  await fc.assert(
    fc.asyncProperty(arriving, async ({ cut, order, again }) => {
      const db = freshDatabase();
      await deliverAll(
        db,
        [...order, ...again].flatMap(n => cut[n] ?? []),
      );
      const sessions = await db.sessions.orderBy('startedAt').toArray();

      for (const scope of new Set(cut.map(scopeOf))) {
        const activities = cut
          .filter(told => scopeOf(told) === scope && !told.passive)
          .map(({ at, to = at }): Activity => ({ first: minute(at), last: minute(to) }));
        const spans = sessions
          .filter(({ identity, site }) => `${identity} ${site}` === scope)
          .map(({ startedAt, lastActivityAt, timeoutMs }) => ({ startedAt, lastActivityAt, timeoutMs }));
        expect(spans).toEqual(bruteForce(activities, [], TIMEOUT_MIN * MINUTE_MS));
      }

      const keys = cut.map(({ stream, seq }) => `${stream} ${seq}`).sort();
      expect((await db.chunks.toArray()).map(({ streamId, seq }) => `${streamId} ${seq}`).sort()).toEqual(keys);
      const streams = await db.streams.toArray();
      const views = await db.pageViews.toArray();
      for (const session of sessions) {
        const own = views.filter(({ sessionId }) => sessionId === session.id);
        const ownStreams = streams.filter(({ sessionId }) => sessionId === session.id);
        const ids = new Set(ownStreams.map(({ id }) => id));
        const chunks = cut.filter(({ stream }) => ids.has(stream ?? ''));
        expect(session.counts).toMatchObject({ pages: own.length, bytes: 10 * chunks.length });
        expect(new Set(own.map(({ documentId }) => documentId)).size, 'one view per document').toBe(own.length);
        expect(new Set(ownStreams.map(({ pageViewId }) => pageViewId))).toEqual(new Set(own.map(({ id }) => id)));
        for (const told of chunks.filter(({ passive }) => !passive))
          expect(session.startedAt <= minute(told.at) && minute(told.to ?? told.at) <= session.lastActivityAt).toBe(
            true,
          );
      }
      expect(views.every(({ sessionId }) => sessions.some(({ id }) => id === sessionId))).toBe(true);
      db.close();
    }),
    { numRuns: 150 },
  );
}, 60_000);
