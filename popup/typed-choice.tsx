import { optionsFor } from '../src/settings/settings';
import { t } from '../src/ui/t';
import { recordTyped } from './recording';
import { settings } from './tape';
import { running, type Target } from './target';

/** Offered once the user has stepped into a field of a recorded site: what was typed is masked, and need not be. */
export function TypedChoice({ page }: { page: Target & { is: 'website' } }) {
  const stored = settings.value;
  if (page.state.recording !== 'on' || !stored) return null;
  const { keystrokes, strict } = optionsFor(stored, { host: page.host, hostname: page.host.replace(/:\d+$/, '') });
  const site = page.state.site ?? page.host;
  if (strict || (!keystrokes && !running.value?.counts.inputs)) return null;
  return (
    <div class="typed">
      <label>
        <input
          type="checkbox"
          checked={keystrokes}
          aria-describedby="typed-why"
          onChange={event => void recordTyped(site, event.currentTarget.checked)}
        />
        {t('popupAlsoTyped')}
      </label>
      <p class="hint" id="typed-why">
        {t(keystrokes ? 'popupAlsoTypedOn' : 'popupAlsoTypedOff', site)}
      </p>
    </div>
  );
}
