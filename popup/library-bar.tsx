import { useEffect, useRef } from 'preact/hooks';
import { SORTS, type SortBy, WHENS, type When } from '../src/session/library';
import { Icon } from '../src/ui/icon';
import { type TextKey, t } from '../src/ui/t';
import { ask, choice } from './library';
import { SelectionBar } from './selection-bar';
import { sessions } from './tape';

const WHEN: Record<When, TextKey> = {
  any: 'libraryAnyDay',
  today: 'libraryToday',
  yesterday: 'libraryYesterday',
  week: 'libraryWeek',
  month: 'libraryMonth',
  day: 'libraryDay',
};
const SORT: Record<SortBy, TextKey> = {
  newest: 'libraryNewest',
  oldest: 'libraryOldest',
  longest: 'libraryLongest',
  errors: 'libraryMostErrors',
  clicks: 'libraryMostClicks',
  largest: 'libraryLargest',
};

/** Over the library's list: what of it is shown, in which order, and what is done with those selected. */
export function LibraryBar() {
  const all = sessions.value ?? [];
  const { withErrors, starred, site, when, day, sort } = choice.value;
  if (all.length === 0) return null;
  const sites = [...new Set(all.map(one => one.site))].sort();
  return (
    <div class="library-bar">
      <search class="asking-for" aria-label={t('librarySearchIn')}>
        <SearchField />
        <button
          type="button"
          class="button chip"
          aria-pressed={withErrors}
          onClick={() => ask({ withErrors: !withErrors })}
        >
          {t('libraryWithErrors')}
        </button>
        <button type="button" class="button chip" aria-pressed={starred} onClick={() => ask({ starred: !starred })}>
          <Icon name="star" filled={starred} />
          {t('libraryStarred')}
        </button>
        <select
          class="button"
          aria-label={t('librarySite')}
          value={site ?? ''}
          onChange={({ currentTarget: { value } }) => ask({ site: value || undefined })}
        >
          <option value="">{t('libraryAnySite')}</option>
          {sites.map(one => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <select
          class="button"
          aria-label={t('libraryWhen')}
          value={when}
          onChange={({ currentTarget: { value } }) => ask({ when: value as When })}
        >
          {WHENS.map(one => (
            <option key={one} value={one}>
              {t(WHEN[one])}
            </option>
          ))}
        </select>
        {when === 'day' && (
          <input
            type="date"
            class="button"
            aria-label={t('libraryDayName')}
            value={day}
            onInput={({ currentTarget: { value } }) => ask({ day: value })}
          />
        )}
        <select
          class="button"
          aria-label={t('librarySort')}
          value={sort}
          onChange={({ currentTarget: { value } }) => ask({ sort: value as SortBy })}
        >
          {SORTS.map(one => (
            <option key={one} value={one}>
              {t(SORT[one])}
            </option>
          ))}
        </select>
      </search>
      <SelectionBar />
    </div>
  );
}

/** Found by `/` as in the player; Escape clears it. */
function SearchField() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = (event.target as Element).closest('input:not([type=checkbox]), textarea, select');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <input
      ref={field}
      type="search"
      class="search-field"
      aria-label={t('librarySearch')}
      aria-keyshortcuts="/"
      placeholder={t('librarySearch')}
      spellcheck={false}
      autocomplete="off"
      value={choice.value.words}
      onInput={({ currentTarget: { value } }) => ask({ words: value })}
      onKeyDown={({ key }) => key === 'Escape' && ask({ words: '' })}
    />
  );
}
