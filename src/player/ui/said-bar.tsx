import { Icon } from '../../ui/icon';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';

/** What just happened, and the way to take it back. Always there, so that what appears in it is read out. */
export function SaidBar({ model: { notes } }: { model: PlayerModel }) {
  const said = notes.said.value;
  return (
    <div class="said" role="status">
      {said && (
        <p>
          <span>{t(said.is === 'note-deleted' ? 'playerNoteDeleted' : 'playerNotStored')}</span>
          {said.is === 'note-deleted' && (
            <button type="button" class="button small" onClick={() => notes.restore(said.note)}>
              {t('playerUndo')}
            </button>
          )}
          <button
            type="button"
            class="press small"
            aria-label={t('playerDismiss')}
            onClick={() => {
              notes.said.value = undefined;
            }}
          >
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}
