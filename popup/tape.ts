import { computed, signal } from '@preact/signals';
import { clock } from '../src/clock/clock';
import { endsAt, isRunning } from '../src/session/split';
import type { Session } from '../src/session/types';
import type { Settings } from '../src/settings/settings';
import { Database } from '../src/store/database';
import { listSessions, watch } from '../src/store/sessions';
import { readSettings } from '../src/store/settings';

/** What this page knows of the database, kept up to date by it. */
export const db = new Database();

/** All sessions, newest first; undefined until they have been read. */
export const sessions = signal<readonly Session[]>();
export const settings = signal<Settings>();
/** Set when the database cannot be read. */
export const unreadable = signal<string>();

/** The clock as last looked at: after every change, and when a session ends. */
export const now = signal(0);

export const totalBytes = computed(() => (sessions.value ?? []).reduce((sum, { counts }) => sum + counts.bytes, 0));

export const isLive = (session: Session, at: number): boolean =>
  session.importedAt === undefined && isRunning(session, at);

export function followTape(): void {
  const fail = (error: unknown) => {
    unreadable.value = error instanceof Error ? error.message : String(error);
  };
  const seen = new Map<string, { session: Session; text: string }>();
  watch(
    () => listSessions(db),
    list => {
      sessions.value = list.map(session => unchanged(seen, session));
      lookAtClock();
    },
    fail,
  );
  watch(
    () => readSettings(db),
    value => {
      settings.value = value;
    },
    fail,
  );
  lookAtClock();
  document.addEventListener('visibilitychange', lookAtClock);
}

/** The object known before where nothing has changed: its row then need not be drawn again. */
function unchanged(seen: Map<string, { session: Session; text: string }>, session: Session): Session {
  const text = JSON.stringify(session);
  const known = seen.get(session.id);
  if (known?.text === text) return known.session;
  seen.set(session.id, { session, text });
  return session;
}

let wake = 0;

/** Whether a session is over is derived from the clock: look again when the next one ends, or the day does. */
function lookAtClock(): void {
  const at = clock.now();
  now.value = at;
  const ends = (sessions.value ?? []).filter(session => isLive(session, at)).map(endsAt);
  const midnight = new Date(at).setHours(24, 0, 0, 0);
  clearTimeout(wake);
  wake = window.setTimeout(lookAtClock, Math.min(midnight, ...ends) - at + 1);
}
