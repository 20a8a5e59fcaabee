import { natives } from '../natives';
import { after, all, type Undo } from './after';

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (target: unknown): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/**
 * Calls `changed` for fields whose value changes past what rrweb hears of: by reset, by stepUp and its like, and which of several
 * options are chosen.
 */
export function watchFieldValues(changed: (field: Field) => void): Undo {
  /** rrweb takes what it has told of last for what is there, and is silent when a value comes back that we told the end of. */
  const told = new WeakSet<Field>();
  const tell = (field: Field) => {
    told.add(field);
    changed(field);
  };
  const again = (field: Field) => {
    if (told.has(field)) changed(field);
  };
  const onReset = ({ target }: Event) => {
    // The fields are reset when the page has heard of it.
    if (target instanceof HTMLFormElement)
      natives.setTimeout(() => {
        for (const element of target.elements) if (isField(element)) tell(element);
      });
  };
  const onInput = (event: Event) => {
    const target = event.composedPath()[0];
    if (!isField(target)) return;
    // rrweb tells of a select's first option, and of a file's path as the browser makes it up.
    if (target instanceof HTMLSelectElement || target.type === 'file') tell(target);
    else again(target);
  };
  const listened: [string, (event: Event) => void][] = [
    ['reset', onReset],
    ['input', onInput],
    ['change', onInput],
  ];
  for (const [type, listener] of listened) natives.listen.call(window, type, listener, true);
  const input = HTMLInputElement.prototype;
  const select = HTMLSelectElement.prototype;
  return all([
    ...['stepUp', 'stepDown', 'setRangeText'].map(name => after<Field>(input, name, 'value', tell)),
    after<Field>(HTMLTextAreaElement.prototype, 'setRangeText', 'value', tell),
    ...['valueAsNumber', 'valueAsDate', 'files', 'indeterminate'].map(name => after<Field>(input, name, 'set', tell)),
    ...['value', 'checked'].map(name => after<Field>(input, name, 'set', again)),
    after<Field>(HTMLTextAreaElement.prototype, 'value', 'set', again),
    ...['value', 'selectedIndex'].map(name => after<Field>(select, name, 'set', tell)),
    after<HTMLOptionElement>(HTMLOptionElement.prototype, 'selected', 'set', option => {
      const owner = option.closest('select');
      if (owner) tell(owner);
    }),
    () => {
      for (const [type, listener] of listened) natives.unlisten.call(window, type, listener, true);
    },
  ]);
}
