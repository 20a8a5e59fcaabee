import { t } from '../src/ui/t';
import { record } from './recording';
import { settings } from './tape';
import { coveredBy, type Target } from './target';

/** Widens what is recorded from this host to its whole domain or to every site. */
export function ScopeMenu({ page }: { page: Target & { is: 'website' } }) {
  const { host, state } = page;
  const covered = settings.value && coveredBy(settings.value, page);
  if (covered === 'everything' && page.everywhere) return <p class="hint">{t('popupEverySiteRecorded')}</p>;
  const domain = state.site !== undefined && host.endsWith(`.${state.site}`) ? state.site : undefined;
  const parts = host.replace(/:\d+$/, '') === state.site ? state.site : domain;
  return (
    <details class="scope">
      <summary>
        {covered === 'domain' ? t('popupDomainRecorded', state.site ?? host) : t('popupRecordMore', host)}
      </summary>
      <div class="actions">
        {parts !== undefined && covered !== 'domain' && (
          <button type="button" class="button" onClick={() => record(page, 'domain')}>
            {t('popupWholeDomain', parts)}
          </button>
        )}
        <button type="button" class="button" onClick={() => record(page, 'everything')}>
          {t('popupEverySite')}
        </button>
      </div>
      <p class="hint">{t('popupRecordMoreHint')}</p>
    </details>
  );
}
