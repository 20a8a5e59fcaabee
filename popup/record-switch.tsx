import type { TabState } from '../src/messages/protocol';
import { t } from '../src/ui/t';
import { RecordAdvice } from './record-advice';
import { RecordToo } from './record-too';
import { record, stopRecording } from './recording';
import { ScopeMenu } from './scope-menu';
import { SessionControls } from './session-controls';
import { settings } from './tape';
import { coveredBy, type Target, target } from './target';
import { TypedChoice } from './typed-choice';
import { Withheld } from './withheld';

/** Switches the recording of the site in front of the user, and says how it stands. */
export function RecordSwitch() {
  const page = target.value;
  if (page.is === 'none') return null;
  return (
    <section class="record" aria-label={t('popupRecording')}>
      {page.is === 'website' ? (
        <Website page={page} />
      ) : (
        page.is !== 'looking' && (
          <>
            <Switch disabled />
            <p id="record-state">{t(page.is === 'unseen' ? 'popupWhyUnseen' : 'popupWhyNoWebsite')}</p>
          </>
        )
      )}
    </section>
  );
}

function Website({ page }: { page: Target & { is: 'website' } }) {
  const { recording } = page.state;
  const pressed = isSwitchedOn(page.state, settings.value ? coveredBy(settings.value, page) !== undefined : false);
  return (
    <>
      <Switch
        pressed={pressed}
        state={recording}
        host={page.host}
        disabled={recording === 'impossible'}
        onClick={() => (pressed ? stopRecording(page) : record(page, 'host'))}
      />
      <RecordToo page={page} />
      <RecordAdvice page={page} />
      <TypedChoice page={page} />
      <Withheld page={page} />
      <SessionControls page={page} />
      {recording !== 'impossible' && <ScopeMenu page={page} />}
    </>
  );
}

/** While everything is paused, the switch still tells whether this site would be recorded. */
function isSwitchedOn({ recording }: TabState, inScope: boolean): boolean {
  if (recording === 'paused') return inScope;
  return recording === 'on' || recording === 'waiting-for-reload' || recording === 'trouble';
}

interface SwitchProps {
  pressed?: boolean;
  disabled?: boolean;
  state?: TabState['recording'];
  host?: string;
  onClick?: () => void;
}

function Switch({ pressed = false, disabled = false, state = 'impossible', host, onClick }: SwitchProps) {
  return (
    <div class={`switch-row ${state}`}>
      <button
        type="button"
        class="record-switch"
        aria-pressed={pressed}
        aria-describedby="record-host record-state"
        disabled={disabled}
        onClick={onClick}
      >
        <span class="track" aria-hidden="true" />
        {t('popupRecord')}
      </button>
      {host && (
        <span id="record-host" class="host" title={host}>
          {host}
        </span>
      )}
    </div>
  );
}
