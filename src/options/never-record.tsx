import { useState } from 'preact/hooks';
import { t } from '../ui/t';
import { siteFrom } from './site-from';
import { SiteList } from './site-list';
import { change } from './state';

export function NeverRecord({ sites }: { sites: string[] }) {
  const [wrong, setWrong] = useState<string>();
  const add = (form: HTMLFormElement) => {
    const input = form.elements.namedItem('site') as HTMLInputElement;
    const site = siteFrom(input.value);
    if (site === undefined) return setWrong(t('optionsNeverInvalid'));
    if (sites.includes(site)) return setWrong(t('optionsNeverKnown', site));
    setWrong(undefined);
    form.reset();
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
      <form
        class="add"
        onSubmit={event => {
          event.preventDefault();
          add(event.currentTarget);
        }}
      >
        <label for="never-site">{t('optionsNeverAdd')}</label>
        <input
          id="never-site"
          name="site"
          type="text"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong !== undefined}
          aria-describedby="never-wrong"
          placeholder="bank.example"
        />
        <button type="submit" class="button">
          {t('optionsAdd')}
        </button>
        <p class="wrong" id="never-wrong" role="alert">
          {wrong}
        </p>
      </form>
    </section>
  );
}
