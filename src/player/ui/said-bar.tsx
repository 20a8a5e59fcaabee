import { Icon } from '../../ui/icon';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';

/** What just happened, and the way to take it back. Always there, so that what appears in it is read out. */
export function SaidBar({ model: { notes } }: { model: PlayerModel }) {
  const said = notes.said.value;
  /** The button that was pressed goes: the focus stays where the player's keys work. */
  const leave = () => document.querySelector<HTMLElement>('[role=slider]')?.focus();
  return (
    <div class="said" role="status">
      {said && (
        <p>
          <span>{t(said.is === 'note-deleted' ? 'playerNoteDeleted' : 'playerNotStored')}</span>
          {said.is === 'note-deleted' && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                notes.restore(said.note);
                leave();
              }}
            >
              {t('playerUndo')}
            </button>
          )}
          <button
            type="button"
            class="press small"
            aria-label={t('playerDismiss')}
            onClick={() => {
              notes.said.value = undefined;
              leave();
            }}
          >
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}
