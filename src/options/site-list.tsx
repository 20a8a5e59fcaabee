import { GoingButton } from '../ui/going-button';
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
          <GoingButton
            class="button"
            next={neighbour}
            aria-label={t('optionsRemoveNamed', text)}
            onClick={() => remove(key)}
          >
            {t('optionsRemove')}
          </GoingButton>
        </li>
      ))}
    </ul>
  );
}

/** Of the next site, or what stands behind the list. */
function neighbour(button: HTMLElement): HTMLElement | null | undefined {
  const site = button.closest('li');
  const next = (site?.nextElementSibling ?? site?.previousElementSibling)?.querySelector('button');
  return next ?? button.closest('section')?.querySelector('input');
}
