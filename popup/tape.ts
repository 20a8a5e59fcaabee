import { computed, signal } from '@preact/signals';
import { clock } from '../src/clock/clock';
import { endsAt, isRunning } from '../src/session/split';
import type { Session } from '../src/session/types';
import type { Settings } from '../src/settings/settings';
import { Database } from '../src/store/database';
import { listSessions, newestSessions, watch } from '../src/store/sessions';
import { readSettings } from '../src/store/settings';

/** What this page knows of the database, kept up to date by it. */
export const db = new Database();

/** All sessions, newest first; undefined until the first have been read. */
export const sessions = signal<readonly Session[]>();
/** Whether these are all there are: at first they are those that fill the first picture. */
export const areAll = signal(false);
export const settings = signal<Settings>();
/** Set when the database cannot be read. */
export const unreadable = signal<string>();

/** The clock as last looked at: after every change, and when a session ends. */
export const now = signal(0);

export const totalBytes = computed(() => (sessions.value ?? []).reduce((sum, { counts }) => sum + counts.bytes, 0));

export const isLive = (session: Session, at: number): boolean =>
  session.importedAt === undefined && isRunning(session, at);

/** What fills a popup and a window: behind a thousand others the first picture would have to wait. */
const FIRST_SESSIONS = 16;

export async function followTape(): Promise<void> {
  const fail = (error: unknown) => {
    unreadable.value = error instanceof Error ? error.message : String(error);
  };
  const seen = new Map<string, { session: Session; text: string }>();
  watch(
    () => readSettings(db),
    value => {
      settings.value = value;
    },
    fail,
  );
  lookAtClock();
  document.addEventListener('visibilitychange', lookAtClock);
  try {
    sessions.value = (await newestSessions(db, FIRST_SESSIONS)).map(session => unchanged(seen, session));
    lookAtClock();
    await painted();
  } catch (error) {
    fail(error);
  }
  watch(
    () => listSessions(db),
    list => {
      areAll.value = true;
      sessions.value = list.map(session => unchanged(seen, session));
      lookAtClock();
    },
    fail,
  );
}

/** When what was changed can be seen; a page that nobody sees is not waited for. */
const painted = (): Promise<void> =>
  new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 200);
  });

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
