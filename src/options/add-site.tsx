import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../ui/t';
import { siteFrom } from './site-from';

interface Props {
  label: string;
  example: string;
  /** Gives what is wrong with it, if anything; the form is emptied where nothing is. */
  add: (site: string, form: HTMLFormElement) => string | undefined;
  /** More to choose, beside the site. */
  children?: ComponentChildren;
}

/** A form for one more site on a list. */
export function AddSite({ label, example, add, children }: Props) {
  const id = useId();
  const [wrong, setWrong] = useState<string>();
  const submit = (form: HTMLFormElement) => {
    const site = siteFrom((form.elements.namedItem('site') as HTMLInputElement).value);
    const problem = site === undefined ? t('optionsNeverInvalid') : add(site, form);
    setWrong(problem);
    if (problem === undefined) form.reset();
  };
  return (
    <form
      class="add"
      onSubmit={event => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <label for={id}>{label}</label>
      <input
        id={id}
        name="site"
        type="text"
        autocomplete="off"
        spellcheck={false}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-wrong`}
        placeholder={example}
      />
      {children}
      <button type="submit" class="button">
        {t('optionsAdd')}
      </button>
      <p class="wrong" id={`${id}-wrong`} role="alert">
        {wrong}
      </p>
    </form>
  );
}
