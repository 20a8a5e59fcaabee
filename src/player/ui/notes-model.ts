import { signal } from '@preact/signals';
import type { Note } from '../../session/types';
import type { Words } from './note-form';

/** What a viewer may change; left out where a session is only to be read: in a replay page. */
export interface Editing {
  putNote(note: Note): Promise<void>;
  removeNote(noteId: string): Promise<void>;
  /** An empty title takes it away. */
  describe(words: { title?: string; starred?: boolean }): Promise<void>;
}

/** What is said for a while, with what can be done about it. */
export type Said = { is: 'note-deleted'; note: Note } | { is: 'not-stored' };

/** The notes of a session as they are written, changed and deleted here. */
export class NotesModel {
  /** The moment a note is being written for. */
  readonly writingAt = signal<number | undefined>(undefined);
  readonly said = signal<Said | undefined>(undefined);

  constructor(
    private sessionId: () => string | undefined,
    readonly editing: Editing | undefined,
  ) {}

  begin(at: number): void {
    if (this.editing) this.writingAt.value = at;
  }

  cancel = (): void => {
    this.writingAt.value = undefined;
  };

  add(at: number, words: Words): void {
    const sessionId = this.sessionId();
    this.cancel();
    if (sessionId) this.#store(this.editing?.putNote({ id: crypto.randomUUID(), sessionId, at, ...words }));
  }

  change(note: Note, words: Words): void {
    this.#store(this.editing?.putNote({ ...note, ...words }));
  }

  remove(note: Note): void {
    this.#store(this.editing?.removeNote(note.id));
    this.said.value = { is: 'note-deleted', note };
  }

  restore(note: Note): void {
    this.said.value = undefined;
    this.#store(this.editing?.putNote(note));
  }

  describe(words: { title?: string; starred?: boolean }): void {
    this.#store(this.editing?.describe(words));
  }

  #store(work: Promise<void> | undefined): void {
    work?.catch(() => {
      this.said.value = { is: 'not-stored' };
    });
  }
}
