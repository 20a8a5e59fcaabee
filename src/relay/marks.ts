import { type FieldKind, type MarkDraft, RIGHT } from '../session/types';
import { watchEffects } from './effects';
import { actedOn, labelOf } from './label';
import { selectorsOf } from './selectors';

/** Keys that are a step of their own; with a modifier any key is. */
const STEP_KEYS = ['Enter', 'Escape', 'Tab'];

/** Of an element without words the way to find it has to do, while it can be read. */
const MAX_READABLE_SELECTOR = 40;

const CHOICES = '[type=checkbox], [type=radio]';
const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

/** Turns what the user does into lines of the story. Call `stop` to end it. */
export function watchSteps(now: () => number, made: (mark: MarkDraft) => void): () => void {
  const stopping = new AbortController();
  const on = <K extends keyof WindowEventMap>(type: K, run: (event: WindowEventMap[K]) => void) =>
    window.addEventListener(
      type,
      event => {
        if (event.isTrusted) run(event);
      },
      { capture: true, passive: true, signal: stopping.signal },
    );
  /** While the browser deals with a click: a label's is the click of its field as well, and a checkbox's its input. */
  let clicking: { field?: HTMLElement | null } | undefined;
  /** Where the Enter key is down: it may press the button of the field's form, which nobody clicked. */
  let entered: Element | undefined;
  /** The field that is being typed into: however long it takes, it is one step. */
  let typedInto: Element | undefined;

  const targetOf = (event: Event): Element | undefined => {
    const target = event.composedPath()[0];
    return target instanceof Element ? target : undefined;
  };
  const make = (kind: MarkDraft['kind'], element: Element, rest: Partial<MarkDraft> = {}): MarkDraft => {
    const selectors = selectorsOf(element);
    const readable = selectors.find(one => one.length <= MAX_READABLE_SELECTOR && !one.includes('/'));
    const label = labelOf(element) || readable || element.localName;
    const mark = { kind, at: now(), label, selectors, ...rest };
    made(mark);
    return mark;
  };
  const typed = (field: Element | null | undefined) => {
    if (!field || field === typedInto) return;
    typedInto = field;
    make('input', field, { field: kindOf(field) });
  };

  on('click', event => {
    const target = targetOf(event);
    // A keyboard's or a label's click on a field is that field's input.
    if (!target || (event.detail === 0 && target.matches(FIELDS))) return;
    if (target === clicking?.field) return;
    if (event.detail === 0 && entered?.matches(FIELDS)) return;
    const click = { field: event.composedPath().find(one => one instanceof HTMLLabelElement)?.control };
    clicking = click;
    // Both come within the same task, however long the page's own listeners take.
    setTimeout(() => {
      if (clicking === click) clicking = undefined;
    });
    typedInto = undefined;
    const element = actedOn(target);
    const { at, label: words } = make('click', element, {
      place: [Math.round(event.clientX), Math.round(event.clientY)],
    });
    watchEffects(element, wasDead => wasDead && made({ kind: 'dead', at, label: words }));
  });
  on('contextmenu', event => {
    const target = targetOf(event);
    // Of the keyboard's own key there is a mark already.
    if (!target || event.button !== 2) return;
    typedInto = undefined;
    make('click', actedOn(target), { detail: RIGHT });
  });
  on('input', event => {
    const field = targetOf(event)?.closest(FIELDS);
    if (!(field?.matches(CHOICES) && clicking)) typed(field);
  });
  on('focusout', () => {
    typedInto = undefined;
    // Where it went, a dialog of the browser's or another window, the key's end is not heard here.
    entered = undefined;
  });
  on('keydown', event => {
    const { key, ctrlKey, metaKey, altKey, repeat } = event;
    entered = key === 'Enter' ? targetOf(event) : undefined;
    if (repeat || ['Control', 'Meta', 'Alt', 'Shift'].includes(key)) return;
    const chord = [ctrlKey && 'Ctrl', metaKey && 'Meta', altKey && 'Alt'].filter(Boolean);
    const target = targetOf(event);
    // Editors that draw their text themselves hear no `input`.
    if (key.length === 1 && chord.length === 0 && target && 'editContext' in target && target.editContext)
      typed(target);
    // AltGr types letters; a chord with a letter alone could be a secret being typed.
    if (event.getModifierState('AltGraph') || (chord.length === 0 && !STEP_KEYS.includes(key))) return;
    if (target && STEP_KEYS.includes(key)) typedInto = undefined;
    made({ kind: 'key', at: now(), label: [...chord, key].join('+') });
  });
  on('keyup', ({ key }) => {
    if (key === 'Enter') entered = undefined;
  });
  return () => stopping.abort();
}

function kindOf(field: Element): FieldKind {
  if (field instanceof HTMLSelectElement) return 'select';
  if (field.matches(CHOICES)) return 'choice';
  if (field.matches('[type=file]')) return 'file';
  return field.matches('input, textarea') ? 'text' : 'rich';
}
