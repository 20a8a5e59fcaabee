import { computed, signal } from '@preact/signals';
import { t } from '../src/ui/t';
import { sessions } from './tape';

const chosen = signal<ReadonlySet<string>>(new Set());

/** The sessions that are selected to leave together, in the order of the list. */
export const selected = computed(() => (sessions.value ?? []).filter(({ id }) => chosen.value.has(id)));

/** Selects a session, or no longer. */
export function SelectSession({ id, titleId }: { id: string; titleId: string }) {
  const toggle = () => {
    const next = new Set(chosen.value);
    if (!next.delete(id)) next.add(id);
    chosen.value = next;
  };
  return (
    <input
      type="checkbox"
      class="select"
      aria-label={t('popupSelect')}
      aria-describedby={titleId}
      checked={chosen.value.has(id)}
      onChange={toggle}
    />
  );
}
