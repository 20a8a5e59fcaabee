import { signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { clock } from '../src/clock/clock';
import { NOTE_BY_KEY } from '../src/messages/note-by-key';
import type { Note, NoteKind } from '../src/session/types';
import { noteById, putNote, removeNote } from '../src/store/sessions';
import { t } from '../src/ui/t';
import { complain, say } from './notice';
import { db } from './tape';

/** Who opens the popup later than this does so for something else. */
const ASK_WITHIN_MS = 10 * 60_000;

/** A note on the running session that can still be given words. */
export const noteBeingWritten = signal<Note>();
/** The one of which only the words were begun in the popup. */
let byKey: string | undefined;

const store = (note: Note): Promise<void> => putNote(db, note).catch(() => complain(t('popupNotStored')));

/** Puts a note on a running session at this instant: words come later, or never. */
export function takeNote(sessionId: string, kind: NoteKind): void {
  const note: Note = { id: crypto.randomUUID(), sessionId, at: clock.now(), text: '', kind };
  noteBeingWritten.value = note;
  void store(note);
}

/** Goes on with a note that was just taken by key, unless it was given words in the player. */
export async function followNoteByKey(): Promise<void> {
  const { [NOTE_BY_KEY]: id } = await browser.storage.session.get(NOTE_BY_KEY);
  const note = typeof id === 'string' ? await noteById(db, id) : undefined;
  if (note?.text !== '' || clock.now() - note.at >= ASK_WITHIN_MS) return;
  byKey = note.id;
  noteBeingWritten.value ??= note;
}

/** Gives the note its words, and asks for them no more. */
export function finishNote(note: Note, text: string): void {
  noteBeingWritten.value = undefined;
  void browser.storage.session.remove(NOTE_BY_KEY);
  if (text) void store({ ...note, text });
}

/** Takes a note back that was begun here. A bug, and what was noted by key, marks its moment without words. */
export async function cancelNote(note: Note, typed: string): Promise<void> {
  finishNote(note, '');
  if (typed) say(t('popupNoteCancelled', typed));
  if (note.kind === 'note' && note.id !== byKey)
    await removeNote(db, note.id).catch(() => complain(t('popupNotStored')));
}
