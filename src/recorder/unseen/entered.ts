import { natives } from '../natives';
import type { Undo } from './after';

/** Whether CSS may say that what the user entered is good or not; null before that. */
export const enteredGood = (field: Element): boolean | null => {
  if (field.matches(':user-invalid')) return false;
  return field.matches(':user-valid') ? true : null;
};

/** Calls `changed` for fields that CSS begins to call good or not. Browsers decide on that when the events are over. */
export function watchEntered(changed: (field: Element, good: boolean | null) => void): Undo {
  const told = new WeakMap<Element, boolean | null>();
  const look = (field: Element) => {
    const good = enteredGood(field);
    if (good === (told.get(field) ?? null)) return;
    told.set(field, good);
    changed(field, good);
  };
  const soon = (event: Event) => {
    const target = event.composedPath()[0];
    if (target instanceof HTMLFormElement)
      natives.setTimeout(() => {
        for (const field of target.elements) look(field);
      });
    else if (target instanceof Element && 'validity' in target) natives.setTimeout(() => look(target));
  };
  const types = ['input', 'change', 'focusout', 'invalid', 'submit', 'reset'];
  for (const type of types) natives.listen.call(window, type, soon, true);
  return () => {
    for (const type of types) natives.unlisten.call(window, type, soon, true);
  };
}
