import type { Session } from '../src/session/types';
import { Icon } from '../src/ui/icon';
import { t } from '../src/ui/t';
import { takeNote } from './running-note';

/** One press, and the moment is marked. */
export const BugButton = ({ session }: { session: Session }) => (
  <button type="button" class="button bug" title={t('popupBugWhy')} onClick={() => takeNote(session.id, 'bug')}>
    <Icon name="bug" />
    {t('popupBug')}
  </button>
);

export const NoteButton = ({ session }: { session: Session }) => (
  <button type="button" class="button" onClick={() => takeNote(session.id, 'note')}>
    {t('popupAddNote')}
  </button>
);
