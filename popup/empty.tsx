import { t } from '../src/ui/t';
import { hasTarget } from './where';

/** An empty list teaches how to fill it. */
export function Empty() {
  return (
    <section class="empty">
      <h2>{t('popupEmptyTitle')}</h2>
      <ol>
        <li>{t(hasTarget ? 'popupEmptyRecord' : 'popupEmptyRecordFromTab')}</li>
        <li>{t('popupEmptyBrowse')}</li>
        <li>{t('popupEmptyReplay')}</li>
      </ol>
    </section>
  );
}
