import type { Signal } from '@preact/signals';

/** A field that narrows a list down while one types. */
export const FilterField = ({ label, text }: { label: string; text: Signal<string> }) => (
  <input
    class="filter-field"
    type="search"
    aria-label={label}
    placeholder={label}
    value={text.value}
    onInput={event => {
      text.value = event.currentTarget.value;
    }}
  />
);
