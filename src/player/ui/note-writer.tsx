import { useMemo } from 'preact/hooks';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';
import { NoteForm } from './note-form';

/** Above the controls while a note is being written. */
export function NoteWriter({ model }: { model: PlayerModel }) {
  const { notes } = model;
  const at = notes.writingAt.value;
  // Who wrote it by key goes on with the keys: on the button, the space bar would write the next note.
  const before = useMemo(() => document.activeElement, [at]);
  if (at === undefined) return null;
  const done = () => before instanceof HTMLElement && before.focus();
  return (
    <NoteForm
      label={t('playerNoteAt', clockTime(at - (model.timeline.value?.start ?? 0)))}
      words={{ kind: 'bug', text: '' }}
      onSave={words => {
        notes.add(at, words);
        done();
      }}
      onCancel={() => {
        notes.cancel();
        done();
      }}
    />
  );
}
