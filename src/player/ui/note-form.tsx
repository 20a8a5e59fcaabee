import { useLayoutEffect, useRef } from 'preact/hooks';
import type { NoteKind } from '../../session/types';
import { type TextKey, t } from '../../ui/t';
import { Icon } from './icons';
import { kindColour } from './step-kinds';

const KINDS: Record<NoteKind, TextKey> = {
  bug: 'playerNoteBug',
  question: 'playerNoteQuestion',
  idea: 'playerNoteIdea',
  note: 'playerNotePlain',
};

export interface Words {
  kind: NoteKind;
  text: string;
}

interface NoteFormProps {
  label: string;
  words: Words;
  onSave: (words: Words) => void;
  onCancel: () => void;
  /** Where the note is there already. */
  onDelete?: () => void;
}

/** Asks for a note's kind and words. Enter saves, Shift+Enter begins a line, Escape cancels. */
export function NoteForm({ label, words, onSave, onCancel, onDelete }: NoteFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    // Who goes through the steps by key and comes to a note goes on from there.
    if (!onDelete) text.current?.focus();
    text.current?.setSelectionRange(words.text.length, words.text.length);
  }, []);
  const save = (event: Event) => {
    event.preventDefault();
    const kind = new FormData(form.current ?? undefined).get('kind') as NoteKind | null;
    onSave({ kind: kind ?? words.kind, text: text.current?.value.trim() ?? '' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
    else if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target !== text.current) return;
    else save(event);
    event.preventDefault();
  };
  return (
    <form class="note-form" ref={form} aria-label={label} onSubmit={save} onKeyDown={onKeyDown}>
      <fieldset>
        <legend>{label}</legend>
        {(Object.keys(KINDS) as NoteKind[]).map(kind => (
          <label key={kind} class="note-kind" style={kindColour(kind)}>
            <input type="radio" name="kind" value={kind} defaultChecked={kind === words.kind} />
            <Icon name={kind} size={16} />
            {t(KINDS[kind])}
          </label>
        ))}
      </fieldset>
      <textarea
        ref={text}
        rows={2}
        aria-label={t('playerNoteText')}
        placeholder={t('playerNoteText')}
        defaultValue={words.text}
      />
      <div class="note-actions">
        <button type="submit" class="button primary">
          {t('playerSave')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('playerCancel')}
        </button>
        {onDelete && (
          <button type="button" class="button" onClick={onDelete}>
            {t('playerDeleteNote')}
          </button>
        )}
      </div>
    </form>
  );
}
