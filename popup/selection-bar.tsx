import { Icon } from '../src/ui/icon';
import { t, tCount } from '../src/ui/t';
import { backUp } from './backup';
import { deleteSessions } from './deletion';
import { found, isNarrowed, readShare } from './library';
import { SelectAll, selected, selectNone } from './selection';
import { areAll, sessions } from './tape';

/** How many sessions are shown, and what can be done with those selected. */
export function SelectionBar() {
  const some = selected.value;
  const remove = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    // The button goes with the selection: the focus stays in the bar.
    currentTarget.closest('.selection-bar')?.querySelector<HTMLElement>('.select')?.focus();
    void deleteSessions(some.map(({ id }) => id));
    selectNone();
  };
  return (
    <section class="selection-bar" aria-label={t('librarySelection')}>
      <SelectAll />
      <p role="status">{some.length > 0 ? tCount('librarySelected', some.length) : howMany()}</p>
      {readShare.value < 1 && <progress aria-label={t('libraryReading')} value={readShare.value} />}
      {some.length > 0 && (
        <div class="actions">
          <button type="button" class="button" onClick={() => backUp(some)}>
            <Icon name="export" />
            {t('popupExportSelected', some.length)}
          </button>
          <button type="button" class="button" onClick={remove}>
            <Icon name="bin" />
            {t('libraryDeleteSelected', some.length)}
          </button>
          <button type="button" class="text-button" onClick={selectNone}>
            {t('librarySelectNone')}
          </button>
        </div>
      )}
    </section>
  );
}

function howMany(): string {
  if (!areAll.value) return '';
  const all = sessions.value?.length ?? 0;
  return isNarrowed.value
    ? tCount('libraryShown', all, found.value.length.toLocaleString())
    : tCount('libraryCount', all);
}
