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
          <button
            type="button"
            class="button"
            aria-label={t('optionsRemoveNamed', text)}
            onClick={({ currentTarget }) => {
              leave(currentTarget);
              remove(key);
            }}
          >
            {t('optionsRemove')}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The button goes with its site: the focus goes to the next one, or to what stands behind the list. */
function leave(button: HTMLElement): void {
  const site = button.closest('li');
  const next = (site?.nextElementSibling ?? site?.previousElementSibling)?.querySelector('button');
  const field = button.closest('section')?.querySelector('input');
  (next ?? field)?.focus();
}
