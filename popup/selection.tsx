import { computed, signal } from '@preact/signals';
import { t } from '../src/ui/t';
import { found } from './library';

const chosen = signal<ReadonlySet<string>>(new Set());
/** Where a run of sessions begins that the shift key selects. */
let anchor: string | undefined;

/** The sessions that are selected to leave or to go together, in the order of the list. What a search hides is not meant. */
export const selected = computed(() =>
  found.value.map(({ session }) => session).filter(({ id }) => chosen.value.has(id)),
);

export const selectNone = (): void => {
  chosen.value = new Set();
};

/** Selects a session, or no longer; with the shift key all from the one before to this one. */
function toggle(id: string, isRun: boolean): void {
  const shown = found.peek().map(({ session }) => session.id);
  const [from, to] = [shown.indexOf(anchor ?? ''), shown.indexOf(id)];
  const meant = isRun && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  const next = new Set(chosen.value);
  const isOn = !next.has(id);
  for (const one of meant) isOn ? next.add(one) : next.delete(one);
  chosen.value = next;
  anchor = id;
}

export const SelectSession = ({ id, titleId }: { id: string; titleId: string }) => (
  <input
    type="checkbox"
    class="select"
    data-same="select"
    aria-label={t('popupSelect')}
    aria-describedby={titleId}
    checked={chosen.value.has(id)}
    onClick={event => toggle(id, event.shiftKey)}
  />
);

/** Selects all that the list shows, or none. */
export function SelectAll() {
  const [some, all] = [selected.value.length, found.value.length];
  const toggleAll = () => {
    chosen.value = new Set(some === all ? [] : found.value.map(({ session }) => session.id));
  };
  return (
    <label class="select-all">
      <input
        type="checkbox"
        class="select"
        disabled={all === 0}
        checked={some > 0 && some === all}
        indeterminate={some > 0 && some < all}
        onClick={toggleAll}
      />
      {t('librarySelectAll')}
    </label>
  );
}
