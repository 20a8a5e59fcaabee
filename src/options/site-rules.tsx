import type { RecordingOptions } from '../messages/channel';
import { type SiteRule, withSiteRule } from '../settings/settings';
import { t } from '../ui/t';
import { AddSite } from './add-site';
import { RECORDED_THINGS } from './recorded-things';
import { SiteList } from './site-list';
import { change } from './state';

type Option = keyof RecordingOptions;

/** Where another choice holds than for all sites. */
export function SiteRules({ rules }: { rules: SiteRule[] }) {
  const set = (site: string, option: Option, value: boolean | undefined) =>
    change(({ siteRules }) => ({ siteRules: withSiteRule(siteRules, site, option, value) }));
  const add = (site: string, form: HTMLFormElement) => {
    const chosen = (name: string) => (form.elements.namedItem(name) as HTMLSelectElement).value;
    set(site, chosen('what') as Option, chosen('on') === 'on');
    return undefined;
  };
  const rows = rules.flatMap(({ site, recording }) =>
    RECORDED_THINGS.filter(({ option }) => recording[option] !== undefined).map(({ option, name }) => ({
      key: `${option} ${site}`,
      text: t(recording[option] ? 'optionsSiteRuleOn' : 'optionsSiteRuleOff', site, t(name)),
    })),
  );
  const remove = (key: string) => {
    const [option = '', site = ''] = key.split(' ');
    return set(site, option as Option, undefined);
  };
  return (
    <section>
      <h2>{t('optionsSiteRules')}</h2>
      <p class="hint">{t('optionsSiteRulesWhy')}</p>
      <SiteList name={t('optionsSiteRules')} sites={rows} none={t('optionsNoSiteRules')} remove={remove} />
      <AddSite label={t('optionsSiteRuleAdd')} example="shop.example" add={add}>
        <select name="what" aria-label={t('optionsRecording')}>
          {RECORDED_THINGS.map(({ option, name }) => (
            <option key={option} value={option}>
              {t(name)}
            </option>
          ))}
        </select>
        <select name="on" aria-label={t('optionsSiteRuleOnOrOff')}>
          <option value="on">{t('optionsOn')}</option>
          <option value="off">{t('optionsOff')}</option>
        </select>
      </AddSite>
    </section>
  );
}
