import { signal } from '@preact/signals';
import { clock } from '../src/clock/clock';
import { UNDO_MS } from '../src/store/retention';
import { send } from '../src/ui/send';
import { unanswered } from './notice';

/** Deleted a moment ago: it can still be brought back. */
interface Deleted {
  id: string;
  at: number;
}

export const deleted = signal<readonly Deleted[]>([]);

export async function deleteSessions(sessionIds: string[]): Promise<void> {
  const at = clock.now();
  try {
    await send('deleteSessions', { sessionIds, at });
  } catch {
    return unanswered();
  }
  deleted.value = [...deleted.value, ...sessionIds.map(id => ({ id, at }))];
  setTimeout(forget, UNDO_MS, at);
}

export async function undoDeletion(): Promise<void> {
  const undone = deleted.value;
  try {
    await send('undelete', { sessionIds: undone.map(({ id }) => id) });
    // Another may have been deleted meanwhile.
    deleted.value = deleted.value.filter(one => !undone.includes(one));
  } catch {
    unanswered();
  }
}

function forget(until: number): void {
  deleted.value = deleted.value.filter(({ at }) => at > until);
}
