import { t } from '../src/ui/t';
import { ALL, choice } from './library';

/** An empty answer says what was asked, and is the way back to the whole list. */
export function NothingFound() {
  const { words } = choice.value;
  const clear = () => {
    document.querySelector<HTMLElement>('.search-field')?.focus();
    choice.value = { ...ALL, sort: choice.value.sort };
  };
  return (
    <section class="empty">
      <h2>{words.trim() ? t('libraryNothingWith', words.trim()) : t('libraryNothing')}</h2>
      <p>{t('libraryNothingHint')}</p>
      <button type="button" class="button" onClick={clear}>
        {t('libraryShowAll')}
      </button>
    </section>
  );
}
