import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database';
import { ingest } from '../../src/store/ingest';
import { deleteSessions, endSession } from '../../src/store/sessions';
import {
  asset,
  deliver,
  delivery,
  everything,
  freshDatabase,
  minute,
  onlySession,
  sessionsIn,
  stretch,
} from './deliveries';

let db: Database;
beforeEach(() => {
  db = freshDatabase();
});

const stretches = async () => (await sessionsIn(db)).map(stretch);

describe('the first chunk', () => {
  test('begins a session that lands on its page', async () => {
    await deliver(db, { at: 0, document: 'cart', title: 'Your cart' });
    expect(await onlySession(db)).toMatchObject({
      site: 'shop.test',
      identity: 'normal',
      startedAt: minute(0),
      lastActivityAt: minute(0),
      landing: { url: 'https://www.shop.test/cart', title: 'Your cart' },
      counts: { pages: 1, bytes: 10 },
    });
  });

  test('is answered ok with what the relay needs to know when the session will be over', async () => {
    expect(await ingest(db, delivery({ at: 0, to: 2 }))).toEqual({
      verdict: 'ok',
      lastActivityAt: minute(2),
      timeoutMs: 30 * 60_000,
    });
  });

  test('brings its page view, stream, marks and assets', async () => {
    await deliver(db, {
      at: 0,
      marks: [
        { kind: 'click', at: minute(0), label: 'Buy' },
        { kind: 'input', at: minute(0), label: 'Name' },
        { kind: 'error', at: minute(0), label: 'boom' },
        { kind: 'gap', at: minute(0), label: 'overflow' },
      ],
      assets: [{ ref: 'a1', asset: asset('h1') }],
    });
    const { id, counts } = await onlySession(db);
    expect(counts).toEqual({ pages: 1, clicks: 1, inputs: 1, errors: 1, gaps: 1, bytes: 13 });
    const [view] = await db.pageViews.toArray();
    expect(view).toMatchObject({ sessionId: id, documentId: 'd1', tabId: 1, url: 'https://www.shop.test/d1' });
    expect(await db.streams.get('s1')).toMatchObject({
      sessionId: id,
      pageViewId: view?.id,
      windows: [{ seq: 0, at: minute(0) }],
      active: [[minute(0), minute(0)]],
    });
    expect((await db.marks.toArray()).map(({ seq, n, label }) => [seq, n, label])).toEqual([
      [0, 0, 'Buy'],
      [0, 1, 'Name'],
      [0, 2, 'boom'],
      [0, 3, 'overflow'],
    ]);
    expect(await db.assetRefs.toArray()).toEqual([{ streamId: 's1', ref: 'a1', hash: 'h1' }]);
    expect(await db.assets.count()).toBe(1);
  });

  test('counts a text that another page of the session has brought once', async () => {
    await deliver(db, { at: 0, assets: [{ ref: 'a1', asset: asset('h1') }] });
    await deliver(db, { stream: 's2', at: 1, assets: [{ ref: 'a9', asset: asset('h1') }] });
    expect((await onlySession(db)).counts.bytes).toBe(10 + 10 + asset('h1').bytes.length);
  });

  test('may hold a lead-in from before the first activity; the session begins with the activity', async () => {
    const lead = delivery({ at: 5, openedAt: 4.5 });
    await ingest(db, { ...lead, chunk: { ...lead.chunk, from: minute(4.5) } });
    expect((await onlySession(db)).startedAt).toBe(minute(5));
  });
});

describe('the same chunk again', () => {
  test('changes nothing and is answered the same', async () => {
    const chunk = delivery({
      at: 0,
      marks: [{ kind: 'click', at: minute(0), label: 'Buy' }],
      assets: [{ ref: 'a1', asset: asset('h1') }],
    });
    const first = await ingest(db, chunk);
    const before = await everything(db);
    expect(await ingest(db, chunk)).toEqual(first);
    expect(await everything(db)).toEqual(before);
  });

  test('changes nothing after later ones, and after its session has ended', async () => {
    await deliver(db, { at: 0, seq: 0 }, { at: 10, seq: 1 });
    await endSession(db, (await onlySession(db)).id, minute(11));
    const before = await everything(db);
    expect(await deliver(db, { at: 0, seq: 0 }, { at: 10, seq: 1 })).toEqual(['ok', 'ok']);
    expect(await everything(db)).toEqual(before);
  });

  test('is stored once when both are on their way at once', async () => {
    const chunk = delivery({ at: 0 });
    await Promise.all([ingest(db, chunk), ingest(db, chunk), ingest(db, chunk)]);
    expect((await onlySession(db)).counts).toMatchObject({ pages: 1, bytes: 10 });
  });

  test('hears that its session was ended under it, as it heard the first time', async () => {
    await deliver(db, { at: 0 });
    await endSession(db, (await onlySession(db)).id, minute(1));
    const cut = delivery({ at: 0.5, to: 1.5, seq: 1 });
    const first = await ingest(db, cut);
    expect(first).toEqual({ verdict: 'ended', at: minute(1) });
    expect(await ingest(db, cut)).toEqual(first);
  });
});

test('chunks of one stream may come in any order', async () => {
  await deliver(
    db,
    { at: 20, seq: 2, opensWithSnapshot: true, title: 'Paid' },
    { at: 0, seq: 0, title: 'Paid' },
    { at: 10, seq: 1, title: 'Paid', closeReason: 'left' },
  );
  expect(await stretches()).toEqual([[0, 20]]);
  expect(await db.streams.get('s1')).toMatchObject({
    lastAt: minute(20),
    closeReason: 'left',
    windows: [
      { seq: 0, at: minute(0) },
      { seq: 2, at: minute(20) },
    ],
    active: [
      [minute(0), minute(0)],
      [minute(10), minute(10)],
      [minute(20), minute(20)],
    ],
  });
  expect((await onlySession(db)).counts).toMatchObject({ pages: 1, bytes: 30 });
});

test('what is earlier than the session so far becomes its landing page', async () => {
  await deliver(db, { at: 10, stream: 's2', document: 'cart' }, { at: 0, document: 'home' });
  expect((await onlySession(db)).landing.url).toBe('https://www.shop.test/home');
  await deliver(db, { at: 5, stream: 's3', document: 'late' });
  expect((await onlySession(db)).landing.url).toBe('https://www.shop.test/home');
});

test('a page’s title follows the page; a chunk that knows none leaves it', async () => {
  await deliver(db, { at: 0, title: 'Loading…' }, { at: 1, seq: 1, title: 'Shop' }, { at: 2, seq: 2, title: '' });
  expect((await db.pageViews.toArray()).map(({ title }) => title)).toEqual(['Shop']);
});

test('how a page was come to is known once it says so, whichever of its frames was heard before', async () => {
  const frame = { stream: 'f', place: { frameId: 7 } };
  await deliver(db, { at: 0, ...frame }, { at: 1, via: 'address' }, { at: 2, ...frame, seq: 1, via: 'link' });
  expect((await db.pageViews.toArray()).map(({ via }) => via)).toEqual(['address']);
});

test('so it is when a chunk between two sessions makes them one', async () => {
  await deliver(db, { at: 0, stream: 'f', place: { frameId: 7 } }, { at: 50, via: 'address' });
  expect(await db.sessions.count()).toBe(2);
  await deliver(db, { at: 25, seq: 1, stream: 'f', place: { frameId: 7 } });
  expect((await db.pageViews.toArray()).map(({ via }) => via)).toEqual(['address']);
});

describe('who shares a session', () => {
  test('two tabs of one site: one session, two page views', async () => {
    await deliver(db, { at: 0 }, { at: 1, stream: 's2', document: 'd2', place: { tabId: 2 } });
    expect((await onlySession(db)).counts.pages).toBe(2);
  });

  test('two streams of one document: one page view', async () => {
    await deliver(db, { at: 0 }, { at: 1, stream: 's2' });
    expect((await onlySession(db)).counts.pages).toBe(1);
    expect(new Set((await db.streams.toArray()).map(({ pageViewId }) => pageViewId)).size).toBe(1);
  });

  test('other sites, ports, private windows and containers have their own', async () => {
    await deliver(
      db,
      { at: 0 },
      { at: 0, stream: 's2', place: { site: 'pay.test' } },
      { at: 0, stream: 's3', place: { site: 'localhost:3000' } },
      { at: 0, stream: 's4', place: { site: 'localhost:4000' } },
      { at: 0, stream: 's5', place: { identity: 'private' } },
      { at: 0, stream: 's6', place: { identity: 'firefox-container-1' } },
    );
    expect(await db.sessions.count()).toBe(6);
  });

  test('twenty tabs waking together after 31 minutes make one new session', async () => {
    await deliver(db, { at: 0 });
    const waking = Array.from({ length: 20 }, (_, n) =>
      ingest(db, delivery({ at: 31, stream: `w${n}`, document: `w${n}`, place: { tabId: n } })),
    );
    await Promise.all(waking);
    expect(await stretches()).toEqual([
      [0, 0],
      [31, 31],
    ]);
  });
});

describe('when nobody acted', () => {
  test('with no session running nothing is stored', async () => {
    expect(await ingest(db, delivery({ at: 0, passive: true }))).toEqual({ verdict: 'ended', at: 0 });
    expect(Object.values(await everything(db)).flat()).toEqual([]);
  });

  test('a page that loads while a session runs is part of it, and does not extend it', async () => {
    await deliver(db, { at: 0 });
    expect(await ingest(db, delivery({ at: 29, stream: 's2', document: 'd2', passive: true }))).toEqual({
      verdict: 'ok',
      lastActivityAt: minute(0),
      timeoutMs: 30 * 60_000,
    });
    expect(await stretches()).toEqual([[0, 0]]);
    expect((await onlySession(db)).counts.pages).toBe(2);
    expect((await db.streams.get('s2'))?.active).toEqual([]);
  });

  test('a page that loads when the timeout is just over is told when that was', async () => {
    await deliver(db, { at: 0 });
    const late = delivery({ at: 30, stream: 's2', document: 'd2', passive: true });
    expect(await ingest(db, late)).toEqual({ verdict: 'ended', at: minute(30) });
    expect(await db.streams.count()).toBe(1);
  });

  test('a page that loads between two sessions is told of the one before it', async () => {
    await deliver(db, { at: 0 }, { at: 100, stream: 's2' });
    const between = delivery({ at: 50, stream: 's3', document: 'd3', passive: true });
    expect(await ingest(db, between)).toEqual({ verdict: 'ended', at: minute(30) });
  });

  test('a page that loads after a hand ended the session is no part of it', async () => {
    await deliver(db, { at: 0 });
    await endSession(db, (await onlySession(db)).id, minute(1));
    const late = delivery({ at: 2, stream: 's2', document: 'd2', passive: true });
    expect(await ingest(db, late)).toEqual({ verdict: 'ended', at: minute(1) });
  });

  test('later chunks of a stream follow it, in any order', async () => {
    await deliver(db, { at: 0 }, { at: 2, seq: 2, passive: true }, { at: 1, seq: 1, passive: true });
    expect(await stretches()).toEqual([[0, 0]]);
    expect(await db.chunks.count()).toBe(3);
  });

  test('the times that a page gives its events move no session and join none', async () => {
    await deliver(db, { at: 0 }, { at: 100, stream: 's2', document: 'd2' });
    const year = 365 * 24 * 60;
    await deliver(db, { at: -56 * year, to: 974 * year, openedAt: 0, seq: 1, passive: true });
    expect(await stretches()).toEqual([
      [0, 0],
      [100, 100],
    ]);
  });

  test('a stream that was opened before its session began goes on in it', async () => {
    await deliver(db, { at: 5, openedAt: 4.5 });
    expect(await deliver(db, { at: 6, seq: 1, openedAt: 4.5, passive: true })).toEqual(['ok']);
    expect(await stretches()).toEqual([[5, 5]]);
  });
});

describe('a session ended by hand', () => {
  beforeEach(async () => {
    await deliver(db, { at: 0 });
    await endSession(db, (await onlySession(db)).id, minute(10));
  });

  test('takes nothing more of an open stream, and says when it ended', async () => {
    expect(await ingest(db, delivery({ at: 11, seq: 1 }))).toEqual({ verdict: 'ended', at: minute(10) });
    expect(await ingest(db, delivery({ at: 11, seq: 1, passive: true }))).toEqual({ verdict: 'ended', at: minute(10) });
    expect(await db.chunks.count()).toBe(1);
  });

  test('still takes what is late', async () => {
    expect(await deliver(db, { at: 9, seq: 1 }, { at: 9.5, seq: 2, passive: true })).toEqual(['ok', 'ok']);
    expect(await stretches()).toEqual([[0, 9]]);
  });

  test('is never bridged', async () => {
    await deliver(db, { at: 12, stream: 's2' }, { at: 9, stream: 's3' }, { at: 11, stream: 's4' });
    expect(await stretches()).toEqual([
      [0, 9],
      [11, 12],
    ]);
  });

  test('is not bridged by a stream with a chunk on either side, whichever comes first', async () => {
    await deliver(db, { at: 12, stream: 's2', seq: 1 }, { at: 8, stream: 's2', seq: 0 });
    expect(await stretches()).toEqual([
      [0, 8],
      [12, 12],
    ]);
    const [, second] = await sessionsIn(db);
    expect((await db.streams.get('s2'))?.sessionId).toBe(second?.id);
    expect(await db.chunks.count()).toBe(3);
  });
});

test('a known stream joins over a gap, for the chunk between is on its way; what lies in the gap is one session with it', async () => {
  await deliver(db, { at: 0 }, { at: 40, stream: 's2', document: 'd2' });
  await deliver(db, { at: 75, seq: 3 });
  expect(await stretches()).toEqual([[0, 75]]);
  await deliver(db, { at: 25, seq: 1 }, { at: 50, seq: 2 });
  expect(await stretches()).toEqual([[0, 75]]);
});

test('a known stream joins over a gap backwards as well', async () => {
  await deliver(db, { at: 75, seq: 3 }, { at: 40, stream: 's2', document: 'd2' }, { at: 0 });
  expect(await stretches()).toEqual([[0, 75]]);
});

test('a late chunk of a deleted session is answered deleted, and stays away', async () => {
  await deliver(db, { at: 0 });
  await deleteSessions(db, [(await onlySession(db)).id], minute(40));
  expect(await deliver(db, { at: 1, seq: 1 }, { at: 2, stream: 's2' })).toEqual(['deleted', 'deleted']);
  expect(await db.chunks.count()).toBe(1);
});
