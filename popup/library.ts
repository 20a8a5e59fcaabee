import { batch, computed, effect, signal } from '@preact/signals';
import { type Asked, daysMeant, EVERYTHING, findSessions, type Line, type When } from '../src/session/library';
import type { Note, Session } from '../src/session/types';
import { allNotes, linesOf } from '../src/store/library';
import { watch } from '../src/store/sessions';
import { t } from '../src/ui/t';
import { complain } from './notice';
import { db, now, sessions } from './tape';

/** So many sessions are read at once: typing goes on in between. */
const READ_AT_ONCE = 50;

/** What the library's bar asks for; days are kept as chosen, for "today" moves on. */
export type Choice = Omit<Asked, 'began'> & { when: When; day: string };
export const ALL: Choice = { ...EVERYTHING, when: 'any', day: '' };

export const choice = signal<Choice>(ALL);
export const ask = (part: Partial<Choice>): void => {
  choice.value = { ...choice.value, ...part };
};

/** Whether anything is left out of the list. */
export const isNarrowed = computed(() => {
  const { words, withErrors, starred, site, when } = choice.value;
  return words.trim() !== '' || withErrors || starred || site !== undefined || when !== 'any';
});

const lines = signal<ReadonlyMap<string, readonly Line[]>>(new Map());
const notes = signal<readonly Note[]>([]);
const notesOf = computed(() => Map.groupBy(notes.value, ({ sessionId }) => sessionId));

/** What the list shows. */
export const found = computed(() => {
  const { when, day, ...asked } = choice.value;
  const began = daysMeant(when, now.value, day);
  return findSessions(sessions.value ?? [], { ...asked, ...(began && { began }) }, id => [
    ...(notesOf.value.get(id) ?? []).map(({ text }): Line => ({ in: 'note', text })),
    ...(lines.value.get(id) ?? []),
  ]);
});

/** How much of what was said in sessions has been read for the search: 1 when all. */
export const readShare = signal(1);

/** Each session as it stood when what was said in it was read. */
const read = new Map<string, Session>();
let isReading = false;

/** Reads what is said in sessions once somebody searches, the newest first, and again where a session went on. */
export function followSearch(): void {
  const fail = () => complain(t('popupNotRead'));
  const searches = computed(() => choice.value.words.trim() !== '');
  let unwatch = () => {};
  effect(() => {
    if (!searches.value) return unwatch();
    unwatch = watch(
      () => allNotes(db),
      list => {
        notes.value = list;
      },
      fail,
    );
  });
  effect(() => {
    if (searches.value && sessions.value) void readLines().catch(fail);
  });
}

async function readLines(): Promise<void> {
  if (isReading) return;
  isReading = true;
  try {
    for (;;) {
      const all = sessions.peek() ?? [];
      const unread = all.filter(session => read.get(session.id) !== session);
      if (unread.length === 0) break;
      const next = unread.slice(0, READ_AT_ONCE);
      const more = await linesOf(
        db,
        next.map(({ id }) => id),
      );
      for (const session of next) read.set(session.id, session);
      batch(() => {
        lines.value = new Map([...lines.peek(), ...more]);
        readShare.value = 1 - (unread.length - next.length) / all.length;
      });
    }
  } finally {
    isReading = false;
    readShare.value = 1;
  }
}
