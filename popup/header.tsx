import { Icon } from '../src/ui/icon';
import { t } from '../src/ui/t';
import { ImportButton } from './import-button';
import { setPaused } from './recording';
import { settings } from './tape';
import { inPopup, openLibrary, openSettings } from './where';

export function Header() {
  return (
    <header class="header">
      <img src="../icons/48.png" alt="" width="24" height="24" />
      <h1>{t('extensionName')}</h1>
      <PauseButton />
      <ImportButton />
      {inPopup && (
        <button
          type="button"
          class="icon-button"
          aria-label={t('popupOpenLibrary')}
          title={t('popupOpenLibrary')}
          onClick={() => openLibrary()}
        >
          <Icon name="open" />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={t('popupSettings')}
        title={t('popupSettings')}
        onClick={openSettings}
      >
        <Icon name="gear" />
      </button>
    </header>
  );
}

/** Stops all recording, on every site, until it is pressed again. */
function PauseButton() {
  const paused = settings.value?.paused ?? false;
  const name = t(paused ? 'popupResumeAll' : 'popupPauseAll');
  return (
    <button type="button" class="icon-button" aria-label={name} title={name} onClick={() => setPaused(!paused)}>
      <Icon name={paused ? 'play' : 'pause'} />
    </button>
  );
}
