import { timeOfDay } from '../src/ui/format';
import { GoingButton } from '../src/ui/going-button';
import { t } from '../src/ui/t';
import { type Words, wordsFor } from './record-words';
import { asking, record, reloadTab, setPaused } from './recording';
import { settings } from './tape';
import { running, type Target } from './target';
import { recordSwitch } from './use-focus';
import { openSettings } from './where';

type Website = Target & { is: 'website' };

/** The sentence below the switch: how it stands and what to do, or what switching on will mean. */
export function RecordAdvice({ page }: { page: Website }) {
  const words = wordsFor(page.state);
  const session = running.value;
  if (asking.value && words?.remedy === 'allow') return <p id="record-state">{t('popupAsking')}</p>;
  if (!words) return <WhatItMeans page={page} />;
  const text =
    words.text === 'popupStateOn' && session
      ? t('popupStateRunning', timeOfDay(session.startedAt))
      : t(words.text, page.host);
  return (
    <>
      <p id="record-state">{text}</p>
      {words.remedy && <Remedy remedy={words.remedy} page={page} />}
    </>
  );
}

/** Said before it is switched on: what the browser asks, where the tape stays, what is masked. */
function WhatItMeans({ page }: { page: Website }) {
  const typed = t(settings.value?.recording.keystrokes ? 'popupTypedRecorded' : 'popupTypedMasked');
  return (
    <p id="record-state">
      {!page.access && `${t('popupBrowserWillAsk', page.host)} `}
      {t('popupStaysHere')} {typed}
    </p>
  );
}

function Remedy({ remedy, page }: { remedy: NonNullable<Words['remedy']>; page: Website }) {
  const remedies = {
    reload: { text: 'popupReload', act: () => reloadTab(page) },
    resume: { text: 'popupResume', act: () => setPaused(false) },
    allow: { text: 'popupAllow', act: () => record(page, 'host') },
    settings: { text: 'popupOpenSettings', act: () => void openSettings() },
  } as const;
  const { text, act } = remedies[remedy];
  return (
    <div class="actions">
      <GoingButton class="button" next={recordSwitch} onClick={act}>
        {t(text)}
      </GoingButton>
    </div>
  );
}
