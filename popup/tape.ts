import { batch, signal } from '@preact/signals';
import { clock } from '../src/clock/clock';
import { endsAt, isRunning } from '../src/session/split';
import type { Session } from '../src/session/types';
import type { Settings } from '../src/settings/settings';
import { Database } from '../src/store/database';
import { listSessions, newestSessions, watch } from '../src/store/sessions';
import { readSettings } from '../src/store/settings';
import { isLibrary } from './where';

/** How many sessions there are, and the bytes stored of them. */
interface Tally {
  count: number;
  bytes: number;
}

/** What this page knows of the database, kept up to date by it. */
export const db = new Database();

/** Sessions, newest first; undefined until the first have been read. */
export const sessions = signal<readonly Session[]>();
/** Whether these are all there are. A popup reads those that fill it, and the others when they are scrolled to. */
export const areAll = signal(false);
/** Of all sessions, read or not; undefined until somebody had the time to count. */
export const total = signal<Tally>();
export const settings = signal<Settings>();
/** Set when the database cannot be read. */
export const unreadable = signal<string>();

/** The clock as last looked at: after every change, and when a session ends. */
export const now = signal(0);

export const isLive = (session: Session, at: number): boolean =>
  session.importedAt === undefined && isRunning(session, at);

/** What fills a popup and a window: behind a thousand others the first picture would have to wait. */
const FIRST_SESSIONS = 16;

export const fail = (error: unknown): void => {
  unreadable.value = error instanceof Error ? error.message : String(error);
};

/** Stops what is watched only until all sessions are. */
const untilAll: (() => void)[] = [];

export function followTape(): void {
  watch(
    () => readSettings(db),
    value => {
      settings.value = value;
    },
    fail,
  );
  lookAtClock();
  document.addEventListener('visibilitychange', lookAtClock);
  const show = (list: Session[]) => {
    showSessions(list, list.length < FIRST_SESSIONS);
    void painted().then(isLibrary ? readAll : countAll);
  };
  untilAll.push(watch(() => newestSessions(db, FIRST_SESSIONS), show, fail));
}

let areWanted = false;

/** Reads the sessions behind the first ones as well. */
export function readAll(): void {
  if (areWanted) return;
  areWanted = true;
  const show = (list: Session[]) => {
    for (const stop of untilAll.splice(0)) stop();
    showSessions(list, true);
  };
  watch(() => listSessions(db), show, fail);
}

let isCounting = false;

function countAll(): void {
  if (areWanted || isCounting || areAll.value) return;
  isCounting = true;
  const show = (tally: Tally) => {
    if (!areAll.value) total.value = tally;
  };
  untilAll.push(watch(async () => tallyOf(await listSessions(db)), show, fail));
}

function showSessions(list: readonly Session[], isAll: boolean): void {
  batch(() => {
    areAll.value = isAll;
    sessions.value = list.map(unchanged);
    if (isAll) total.value = tallyOf(list);
    lookAtClock();
  });
}

const tallyOf = (list: readonly Session[]): Tally => ({
  count: list.length,
  bytes: list.reduce((sum, { counts }) => sum + counts.bytes, 0),
});

/** When what was changed can be seen; a page that nobody sees is not waited for. */
const painted = (): Promise<void> =>
  new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve));
    if (document.hidden) resolve();
  });

const seen = new Map<string, { session: Session; text: string }>();

/** The object known before where nothing has changed: its row then need not be drawn again. */
function unchanged(session: Session): Session {
  const text = JSON.stringify(session);
  const known = seen.get(session.id);
  if (known?.text === text) return known.session;
  seen.set(session.id, { session, text });
  return session;
}

let wake = 0;

/** Whether a session is over is derived from the clock: look again when the next one ends, or the day does. */
export function lookAtClock(): void {
  const at = clock.now();
  now.value = at;
  const ends = (sessions.value ?? []).filter(session => isLive(session, at)).map(endsAt);
  const midnight = new Date(at).setHours(24, 0, 0, 0);
  clearTimeout(wake);
  wake = window.setTimeout(lookAtClock, Math.min(midnight, ...ends) - at + 1);
}
