import { t } from '../ui/t';
import { AddSite } from './add-site';
import { SiteList } from './site-list';
import { change } from './state';

export function NeverRecord({ sites }: { sites: string[] }) {
  const add = (site: string) => {
    if (sites.includes(site)) return t('optionsNeverKnown', site);
    change(({ neverRecord }) => ({ neverRecord: [...new Set([...neverRecord, site])].sort() }));
  };
  const remove = (site: string) =>
    change(({ neverRecord }) => ({ neverRecord: neverRecord.filter(one => one !== site) }));
  return (
    <section>
      <h2>{t('optionsNever')}</h2>
      <p class="hint">{t('optionsNeverWhy')}</p>
      <SiteList
        name={t('optionsNever')}
        sites={sites.map(site => ({ key: site, text: site }))}
        none={t('optionsNoNever')}
        remove={remove}
      />
      <AddSite label={t('optionsNeverAdd')} example="bank.example" add={add} />
    </section>
  );
}
