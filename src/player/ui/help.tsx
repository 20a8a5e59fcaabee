import { t } from '../../ui/t';
import { SHORTCUTS } from './keys';

const HELP_ID = 'player-help';

const NAMES: Record<string, string> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  E: 'Shift E',
  N: 'Shift N',
  P: 'Shift P',
};

export const openHelp = (): void => (document.getElementById(HELP_ID) as HTMLDialogElement | null)?.showModal();

/** Every key of the player. */
export const Help = () => (
  <dialog class="help" id={HELP_ID} aria-labelledby="player-help-title" closedby="any">
    <h2 id="player-help-title">{t('playerHelp')}</h2>
    <dl>
      {SHORTCUTS.map(({ keys, shown = keys, name }) => (
        <div key={name}>
          <dt>
            {shown.map(key => (
              <kbd key={key}>{NAMES[key] ?? key}</kbd>
            ))}
          </dt>
          <dd>{t(name)}</dd>
        </div>
      ))}
    </dl>
    <form method="dialog">
      <button type="submit" class="button primary">
        {t('playerClose')}
      </button>
    </form>
  </dialog>
);
