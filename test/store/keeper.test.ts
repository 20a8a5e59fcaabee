import { beforeEach, expect, test, vi } from 'vitest';
import { keep, keepSpilled } from '../../src/background/keeper';
import { PROTOCOL_VERSION, type Spilled } from '../../src/messages/protocol';
import { spillKey } from '../../src/messages/spill';
import type { Database } from '../../src/store/database';
import { changeSettings } from '../../src/store/settings';
import { freshDatabase, HERE, MINUTE_MS, minute } from './deliveries';

let db: Database;
const left = new Map<string, Spilled>();
const store = {
  get: async () => Object.fromEntries(left),
  remove: async (key: string) => {
    left.delete(key);
  },
};

beforeEach(async () => {
  db = freshDatabase();
  left.clear();
  await changeSettings(db, () => ({ scopes: [{ kind: 'everything', value: '' }] }));
});

/** A chunk as a page leaves it; `acted` in minutes, as everything. */
function spilled(stream: string, seq: number, openedAt: number, at: number, acted?: number): Spilled {
  const activity = acted === undefined ? {} : { firstActivityAt: minute(acted), lastActivityAt: minute(acted) };
  return {
    version: PROTOCOL_VERSION,
    document: { id: stream, url: 'https://www.shop.test/', title: '', startedAt: minute(openedAt) },
    stream: { id: stream, openedAt: minute(openedAt), openReason: 'load', visible: true },
    chunk: { seq, from: minute(at), to: minute(at), count: 1, opensWithSnapshot: seq === 0, ...activity },
    marks: [],
    assets: [],
    body: `${stream} ${seq}`,
    timeoutMs: 30 * MINUTE_MS,
    place: HERE,
    isPrivate: false,
  };
}

const leave = (...all: Spilled[]) => {
  for (const one of all) left.set(spillKey(one), one);
};
const stored = async () => (await db.chunks.toArray()).map(({ streamId, seq }) => `${streamId} ${seq}`).sort();

test('what pages left is taken in and removed', async () => {
  leave(spilled('a', 0, 0, 0, 0), spilled('a', 1, 0, 1));
  await keepSpilled(db, store);
  expect(await stored()).toEqual(['a 0', 'a 1']);
  expect(left.size).toBe(0);
});

test('in the order in which streams were opened: a page that only loaded needs the session before it', async () => {
  leave(spilled('a passive', 0, 5, 5), spilled('z', 0, 0, 0, 1));
  await keepSpilled(db, store);
  expect(await stored()).toEqual(['a passive 0', 'z 0']);
});

test('a stream in its own order, whatever the clock said', async () => {
  leave(spilled('a', 1, 10, 0), spilled('a', 0, 10, 10, 10));
  await keepSpilled(db, store);
  expect(await stored()).toEqual(['a 0', 'a 1']);
});

test('what follows a refused first chunk is refused: it has no picture to go on from', async () => {
  leave(spilled('a', 0, 0, 0), spilled('a', 1, 0, 1, 1));
  await keepSpilled(db, store);
  expect(await stored()).toEqual([]);
  expect(left.size).toBe(0);
  expect(await keep(db, spilled('b', 1, 0, 1, 1), HERE)).toEqual({ verdict: 'deleted', at: 0 });
  expect(await db.sessions.count()).toBe(0);
});

test('after trouble the rest of the stream waits with it, other streams do not', async () => {
  const silenced = vi.spyOn(console, 'error').mockImplementation(() => {});
  let isFull = true;
  db.chunks.hook('creating', (_, { streamId }) => {
    if (isFull && streamId === 'a') throw new DOMException('No room', 'QuotaExceededError');
  });
  leave(spilled('a', 0, 0, 0, 0), spilled('a', 1, 0, 1), spilled('b', 0, 2, 2, 2));
  await keepSpilled(db, store);
  silenced.mockRestore();
  expect(await stored()).toEqual(['b 0']);
  expect([...left.keys()]).toEqual(['spill:a:000000', 'spill:a:000001']);
  isFull = false;
  await keepSpilled(db, store);
  expect(await stored()).toEqual(['a 0', 'a 1', 'b 0']);
  expect(left.size).toBe(0);
});

test('a page that was left before it was told is of the session that runs, if it would have been recorded', async () => {
  const untold = (stream: string, isPrivate = false): Spilled => {
    const { place: _, ...one } = spilled(stream, 0, 5, 5);
    return { ...one, isPrivate };
  };
  const inPrivate = { ...HERE, identity: 'private' as const };
  await keep(db, spilled('none runs', 0, 0, 0), HERE);
  await keep(db, spilled('a', 0, 1, 1, 1), HERE);
  await keep(db, spilled('b', 0, 1, 1, 1), inPrivate);
  await keep(db, untold('c'), HERE);
  await keep(db, untold('d', true), inPrivate);
  await changeSettings(db, () => ({ paused: true }));
  await keep(db, untold('e'), HERE);
  await changeSettings(db, () => ({ paused: false, recordPrivateWindows: true }));
  await keep(db, untold('f', true), inPrivate);
  expect(await stored()).toEqual(['a 0', 'b 0', 'c 0', 'f 0']);
});

test('what a page hands over all at once as it is left is taken in in its order', async () => {
  await keep(db, spilled('a', 0, 0, 0, 0), HERE);
  const verdicts = await Promise.all([0, 1, 2].map(seq => keep(db, spilled('b', seq, 1, 1), HERE)));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
  expect(await stored()).toEqual(['a 0', 'b 0', 'b 1', 'b 2']);
});
