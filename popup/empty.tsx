import { DEFAULTS } from '../src/settings/settings';
import { t, tCount } from '../src/ui/t';
import { settings } from './tape';
import { hasTarget } from './where';

/** An empty list teaches how to fill it. */
export function Empty() {
  const minutes = settings.value?.idleTimeoutMinutes ?? DEFAULTS.idleTimeoutMinutes;
  return (
    <section class="empty">
      <h2>{t('popupEmptyTitle')}</h2>
      <ol>
        <li>{t(hasTarget ? 'popupEmptyRecord' : 'popupEmptyRecordFromTab')}</li>
        <li>{tCount('popupEmptyBrowse', minutes)}</li>
        <li>{t('popupEmptyReplay')}</li>
      </ol>
    </section>
  );
}
