import type { ScopeRule } from '../settings/settings';
import { t } from '../ui/t';
import { SiteList } from './site-list';
import { change } from './state';

const keyOf = ({ kind, value }: ScopeRule): string => `${kind} ${value}`;

export function RecordedSites({ scopes }: { scopes: ScopeRule[] }) {
  const remove = (key: string) => change(({ scopes }) => ({ scopes: scopes.filter(rule => keyOf(rule) !== key) }));
  return (
    <section>
      <h2>{t('optionsSites')}</h2>
      <p class="hint">{t('optionsSitesWhy')}</p>
      <SiteList
        name={t('optionsSites')}
        sites={scopes.map(rule => ({ key: keyOf(rule), text: nameOf(rule) }))}
        none={t('optionsNoSites')}
        remove={remove}
      />
    </section>
  );
}

function nameOf({ kind, value }: ScopeRule): string {
  if (kind === 'everything') return t('optionsEverySite');
  return kind === 'domain' ? t('optionsWholeDomain', value) : value;
}
