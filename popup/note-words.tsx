import type { Note, Session } from '../src/session/types';
import { secondOfDay } from '../src/ui/format';
import { Icon } from '../src/ui/icon';
import { t } from '../src/ui/t';
import { openExport } from './exporting';
import { say } from './notice';
import { cancelNote, finishNote } from './running-note';
import { TitleForm } from './title-form';

/** Asks what the note just taken is about; of a bug, it offers the file for the report at once. */
export function NoteWords({ note, session }: { note: Note; session: Session }) {
  const isBug = note.kind === 'bug';
  const exportLast = () => {
    finishNote(note, '');
    openExport(session.id, 'newest');
  };
  return (
    <>
      {isBug && (
        <div class="actions bug-noted">
          <span role="status">{t('popupBugNoted', secondOfDay(note.at))}</span>
          <button type="button" class="button" onClick={exportLast}>
            <Icon name="export" />
            {t('popupExportLast')}
          </button>
        </div>
      )}
      <TitleForm
        label={t(isBug ? 'popupBugText' : 'popupNoteText')}
        submit={t('popupSaveNote')}
        done={text => {
          finishNote(note, text);
          say(t('popupNoteSaved'));
        }}
        cancel={typed => cancelNote(note, typed)}
      />
    </>
  );
}
