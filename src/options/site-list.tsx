import { t } from '../ui/t';

interface Props {
  name: string;
  sites: { key: string; text: string }[];
  /** Said in place of an empty list. */
  none: string;
  remove: (key: string) => void;
}

/** Sites, each with a button that takes it off the list. */
export function SiteList({ name, sites, none, remove }: Props) {
  if (sites.length === 0) return <p class="none">{none}</p>;
  return (
    <ul class="sites" aria-label={name}>
      {sites.map(({ key, text }) => (
        <li key={key}>
          <span>{text}</span>
          <button type="button" class="button" aria-label={t('optionsRemoveNamed', text)} onClick={() => remove(key)}>
            {t('optionsRemove')}
          </button>
        </li>
      ))}
    </ul>
  );
}
