import Dexie from 'dexie';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keep } from '../../src/background/keeper';
import { type Envelope, PROTOCOL_VERSION, type Verdict } from '../../src/messages/protocol';
import { createDelivery } from '../../src/relay/delivery';
import { DEFAULTS } from '../../src/settings/settings';
import { Database } from '../../src/store/database';
import { changeSettings } from '../../src/store/settings';
import { delivery, everything, freshDatabase, HERE, minute } from './deliveries';

let db: Database;
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {}); // the worker tells its console what went wrong
  db = freshDatabase();
  await changeSettings(db, () => ({ ...DEFAULTS, scopes: [{ kind: 'everything', value: '' }] }));
});

const envelope = (seq = 0, version = PROTOCOL_VERSION): Envelope & { body: string } => {
  const { document, stream, chunk } = delivery({ at: seq, seq, openedAt: 0 });
  const marks = [{ kind: 'click' as const, at: minute(seq), label: `Buy ${seq}` }];
  return { version, document, stream, chunk, marks, assets: [], body: '{}' };
};

/** The last table that a chunk is written to refuses, as a full disk does: in the middle of the transaction. */
function fillDisk(name: 'marks' | 'sessions' | 'chunks', error: Error): () => void {
  const refuse = () => {
    throw error;
  };
  db.table(name).hook('creating', refuse);
  return () => db.table(name).hook('creating').unsubscribe(refuse);
}

const full = () => new DOMException('The disk is full.', 'QuotaExceededError');

describe('A transaction that cannot be completed', () => {
  test.each(['sessions', 'chunks', 'marks'] as const)('leaves nothing of itself where %s refuse', async table => {
    await keep(db, envelope(0), HERE);
    const before = await everything(db);
    const free = fillDisk(table, full());
    // A session of its own, so that every table is written.
    const next = envelope(0);
    next.stream = { ...next.stream, id: 's2' };
    next.chunk = { ...next.chunk, firstActivityAt: minute(90), lastActivityAt: minute(90), from: minute(90) };
    expect(await keep(db, next, HERE)).toEqual({ verdict: 'trouble', why: 'disk-full' });
    expect(await everything(db)).toEqual(before);
    free();
    expect((await keep(db, next, HERE)).verdict).toBe('ok');
    expect(await db.sessions.count()).toBe(2);
  });

  test('is told apart from a full disk where it is something else', async () => {
    fillDisk('chunks', new Error('broken'));
    expect(await keep(db, envelope(), HERE)).toEqual({ verdict: 'trouble', why: 'database' });
  });
});

test('A relay keeps what a full disk refused, and delivers it in order when there is room', async () => {
  const later: (() => void)[] = [];
  const verdicts: Verdict['verdict'][] = [];
  let finish = () => {};
  const finished = new Promise<void>(resolve => {
    finish = resolve;
  });
  const free = fillDisk('chunks', full());
  const relay = createDelivery(
    {
      send: one => keep(db, one, HERE),
      gzip: async text => new TextEncoder().encode(text),
      schedule: (run, afterMs) => {
        if (afterMs < 30_000) later.push(run); // the patience with an answer is not what is tested
        return () => {};
      },
    },
    (_, { verdict }) => {
      verdicts.push(verdict);
      if (verdicts.filter(one => one === 'ok').length === 2) finish();
      if (verdict === 'trouble') {
        expect(relay.pending()).toHaveLength(2);
        if (verdicts.length === 3) free();
        queueMicrotask(() => later.shift()?.());
      }
    },
  );
  relay.push(envelope(0));
  relay.push(envelope(1));
  relay.open();
  await finished;
  expect(verdicts).toEqual(['trouble', 'trouble', 'trouble', 'ok', 'ok']);
  expect((await db.chunks.toArray()).map(({ seq }) => seq)).toEqual([0, 1]);
  expect((await db.marks.toArray()).map(({ label }) => label)).toEqual(['Buy 0', 'Buy 1']);
});

test('A relay of another version is refused, and nothing changes', async () => {
  const before = await everything(db);
  for (const version of [0, PROTOCOL_VERSION + 1])
    expect(await keep(db, envelope(0, version), HERE)).toEqual({ verdict: 'outdated' });
  expect(await everything(db)).toEqual(before);
});

describe('When a newer Tapedeck takes the database over', () => {
  const upgrade = (name: string): Dexie => {
    const newer = new Dexie(name);
    newer.version(2).stores({ sessions: 'id' });
    return newer;
  };

  test('an old page lets go of it, writes nothing any more and says so', async () => {
    let isTold = false;
    db.whenOutdated(() => {
      isTold = true;
    });
    await keep(db, envelope(), HERE);
    const newer = upgrade(db.name);
    await newer.open();
    expect(isTold).toBe(true);
    expect(await keep(db, envelope(1), HERE)).toEqual({ verdict: 'trouble', why: 'database' });
    expect(await newer.table('sessions').count()).toBe(1);
    newer.close();
  });

  test('an old page that does not let go makes trouble at once, not silence; then it goes on', async () => {
    const name = 'held-up';
    const old = await new Promise<IDBDatabase>(resolve => {
      const request = indexedDB.open(name, 1);
      request.onsuccess = () => resolve(request.result);
    });
    const held = new Database(name);
    expect(await keep(held, envelope(), HERE)).toEqual({ verdict: 'trouble', why: 'database' });
    expect(await keep(held, envelope(), HERE)).toEqual({ verdict: 'trouble', why: 'database' });
    old.close();
    await held.open();
    expect((await keep(held, envelope(), HERE)).verdict).toBe('off'); // its settings record nothing
  });
});
