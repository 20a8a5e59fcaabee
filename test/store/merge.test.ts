import { beforeEach, expect, test } from 'vitest';
import type { Asset } from '../../src/session/types';
import { keepAssets } from '../../src/store/assets';
import type { Database } from '../../src/store/database';
import { describeSession, putNote } from '../../src/store/sessions';
import { deliver, freshDatabase, minute, onlySession, sessionsIn } from './deliveries';

let db: Database;

/** Two sessions 40 minutes apart; the document `d1` was open in both. */
beforeEach(async () => {
  db = freshDatabase();
  await deliver(
    db,
    { at: 0, marks: [{ kind: 'click', at: minute(0), label: 'Buy' }] },
    { at: 40, stream: 's2', marks: [{ kind: 'error', at: minute(40), label: 'boom' }] },
    { at: 41, stream: 's3', document: 'd2', place: { tabId: 2 } },
  );
});

const bridge = () => deliver(db, { at: 20, stream: 's4', document: 'd3', place: { tabId: 3 } });

test('before the late chunk there are two', async () => {
  expect((await sessionsIn(db)).map(({ counts }) => counts.pages)).toEqual([1, 2]);
});

test('a late chunk that bridges two makes them one, from the first activity to the last', async () => {
  const [first] = await sessionsIn(db);
  expect(await bridge()).toEqual(['ok']);
  expect(await onlySession(db)).toMatchObject({
    id: first?.id,
    startedAt: minute(0),
    lastActivityAt: minute(41),
    landing: { url: 'https://www.shop.test/d1' },
  });
});

test('the views of one document become one, with the streams of both', async () => {
  await bridge();
  const views = await db.pageViews.toArray();
  expect(views.map(({ documentId }) => documentId).sort()).toEqual(['d1', 'd2', 'd3']);
  const { id } = await onlySession(db);
  expect(views.every(({ sessionId }) => sessionId === id)).toBe(true);
  const viewOf = (document: string) => views.find(({ documentId }) => documentId === document)?.id;
  const streams = await db.streams.toArray();
  expect(streams.every(({ sessionId }) => sessionId === id)).toBe(true);
  expect(streams.map(({ pageViewId }) => pageViewId)).toEqual(['d1', 'd1', 'd2', 'd3'].map(viewOf));
});

test('what was counted is added, a page seen by both counts once', async () => {
  await bridge();
  expect((await onlySession(db)).counts).toEqual({ pages: 3, clicks: 1, inputs: 0, errors: 1, gaps: 0, bytes: 40 });
});

test('what pages of both show is counted once', async () => {
  const asset = (hash: string, size: number): Asset => ({ hash, type: 'image/png', bytes: new Uint8Array(size) });
  const keep = (streamId: string, one: Asset) =>
    keepAssets(db, [{ row: { streamId, ref: `u${one.hash}`, hash: one.hash }, asset: one }]);
  const sheet = { ref: 'own', asset: asset('sheet', 7) };
  for (const streamId of ['s1', 's3']) await keep(streamId, asset('logo', 100));
  await keep('s1', asset('first', 1_000));
  await keep('s2', asset('second', 2_000));
  await deliver(
    db,
    { at: 1, stream: 's1', seq: 1, assets: [sheet] },
    { at: 42, stream: 's3', seq: 1, assets: [sheet] },
  );
  expect((await sessionsIn(db)).map(({ assetBytes }) => assetBytes)).toEqual([1_100, 2_100]);
  await bridge();
  expect(await onlySession(db)).toMatchObject({ assetBytes: 3_100, counts: { bytes: 3_100 + 7 + 60 } });
});

test('the bridging chunk may come on a stream of either side', async () => {
  await deliver(db, { at: 20, stream: 's2', seq: 1 });
  expect((await onlySession(db)).counts).toMatchObject({ pages: 2, bytes: 40 });
  const views = await db.pageViews.toArray();
  expect((await db.streams.get('s2'))?.pageViewId).toBe(views.find(({ documentId }) => documentId === 'd1')?.id);
});

test('notes of both stay', async () => {
  for (const { id, startedAt } of await sessionsIn(db))
    await putNote(db, { id: `note of ${id}`, sessionId: id, at: startedAt, text: 'look' });
  await bridge();
  const { id } = await onlySession(db);
  expect((await db.notes.toArray()).map(({ sessionId }) => sessionId)).toEqual([id, id]);
});

test('the later one’s title and star stay where the earlier has none', async () => {
  const [, second] = await sessionsIn(db);
  await describeSession(db, second?.id ?? '', { title: 'TC-2', starred: true });
  await bridge();
  expect(await onlySession(db)).toMatchObject({ title: 'TC-2', starred: true });
});

test('of two titles the earlier one’s stays', async () => {
  const [first, second] = await sessionsIn(db);
  await describeSession(db, first?.id ?? '', { title: 'TC-1' });
  await describeSession(db, second?.id ?? '', { title: 'TC-2' });
  await bridge();
  expect((await onlySession(db)).title).toBe('TC-1');
});

test('streams of both go on into the one', async () => {
  await bridge();
  await deliver(db, { at: 42, stream: 's2', seq: 1 }, { at: 43, stream: 's3', seq: 1 });
  expect(await onlySession(db)).toMatchObject({ lastActivityAt: minute(43), counts: { pages: 3, bytes: 60 } });
});

test('sessions of another site or identity in between are left alone', async () => {
  await deliver(
    db,
    { at: 20, stream: 's5', place: { site: 'pay.test' } },
    { at: 20, stream: 's6', place: { identity: 'private' } },
  );
  await bridge();
  const scopes = (await sessionsIn(db)).map(({ site, identity }) => `${identity} ${site}`);
  expect(scopes.sort()).toEqual(['normal pay.test', 'normal shop.test', 'private shop.test']);
});
