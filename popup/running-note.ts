import { signal } from '@preact/signals';
import { clock } from '../src/clock/clock';
import type { Note, NoteKind } from '../src/session/types';
import { putNote } from '../src/store/sessions';
import { t } from '../src/ui/t';
import { complain } from './notice';
import { db } from './tape';

/** A note on the running session that can still be given words. */
export const noteBeingWritten = signal<Note>();

const store = (note: Note): Promise<void> => putNote(db, note).catch(() => complain(t('popupNotStored')));

/** Puts a note on a running session at this instant: words come later, or never. */
export function takeNote(sessionId: string, kind: NoteKind): void {
  const note: Note = { id: crypto.randomUUID(), sessionId, at: clock.now(), text: '', kind };
  noteBeingWritten.value = note;
  void store(note);
}

/** Gives the note its words. */
export function finishNote(note: Note, text: string): void {
  noteBeingWritten.value = undefined;
  if (text) void store({ ...note, text });
}
