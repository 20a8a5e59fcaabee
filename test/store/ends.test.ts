import { expect, test } from 'vitest';
import { purge } from '../../src/store/retention';
import { deleteSessions, endSession } from '../../src/store/sessions';
import { deliver, freshDatabase, minute, onlySession } from './deliveries';

test.each([
  ['ending it again', (db, id) => endSession(db, id, minute(3))],
  ['deleting it', (db, id) => deleteSessions(db, [id], minute(3))],
  ['purging it', (db, id) => purge(db, id, minute(3))],
] satisfies [string, (db: ReturnType<typeof freshDatabase>, id: string) => Promise<unknown>][])(
  'an end by hand is not moved by %s after the clock was set back',
  async (_, happen) => {
    const db = freshDatabase();
    await deliver(db, { at: 0 }, { at: 2, seq: 1 });
    const { id } = await onlySession(db);
    await endSession(db, id, minute(10));
    await happen(db, id);
    expect((await onlySession(db)).endedAt).toBe(minute(10));
  },
);
