import { computeAccessibleName } from 'dom-accessibility-api';
import { BLOCKED, isWithin, MASKED } from '../session/wishes';

export const MAX_LABEL = 80;
/** Is pressed as a whole, whatever stands in it. */
const PRESSED = 'button, a[href], summary, :is([role=button], [role=link], [role=tab], [role=menuitem], [role=option])';
/** Holds others that are acted on: nobody means the row who clicks on the head of a column. */
const HOLDER =
  ':is([role=row], [role=rowgroup], [role=table], [role=grid], [role=treegrid], [role=group], [role=presentation], [role=none])';
const ACTED_ON = `${PRESSED}, input, select, textarea, label, [role]:not(${HOLDER}), [data-testid], [onclick], [contenteditable]`;

/** What a person would say was acted on: the button around the icon or the badge, the component around its nameless parts. */
export function actedOn(target: Element): Element {
  const nearest = target.closest(ACTED_ON) ?? target;
  // A part with a test id of its own is still a part.
  const found = (nearest.matches('[data-testid]:not(input, select, textarea)') && nearest.closest(PRESSED)) || nearest;
  const root = found.getRootNode();
  return root instanceof ShadowRoot && !labelOf(found) ? actedOn(root.host) : found;
}

/**
 * The words on an element, as assistive technology would say them, if any; never what was typed into a field, nor what the page
 * asks us to mask.
 */
export function labelOf(element: Element): string {
  if (isPrivate(element)) return '';
  if (element.closest('[contenteditable]:not([contenteditable="false"])')) return nameOf(element, false);
  return nameOf(element, !(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement));
}

function nameOf(element: Element, mayUseText: boolean): string {
  const name =
    computeAccessibleName(element) ||
    element.getAttribute('label') || // of a component
    (mayUseText ? visibleText(element) : textBeside(element));
  const words = withoutPrivate(withoutValues(name, element), element).replace(/\s+/g, ' ').trim();
  if (words) return words.length > MAX_LABEL ? `${words.slice(0, MAX_LABEL)}…` : words;
  return element.getAttribute('name') || element.getAttribute('placeholder') || element.id;
}

/** A page whole has scripts in it, and is not what somebody clicks at. */
const visibleText = (element: Element): string =>
  element instanceof HTMLElement && !element.matches('html, body') && element.childElementCount < 20
    ? (element.textContent ?? '')
    : '';

/** A field that nothing labels mostly stands alone with its words. */
function textBeside(element: Element): string {
  const around = element instanceof HTMLInputElement ? element.parentElement : undefined;
  if (!around || around.querySelectorAll('input, select, textarea, button, [contenteditable]').length > 1) return '';
  const text = around.textContent?.trim() ?? '';
  return text.length <= MAX_LABEL ? text : '';
}

/** A name may embed the value of a field that stands in the label: that is the user's, not the page's. */
export function withoutValues(name: string, element: Element): string {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const fields = [element, ...labels].flatMap(root => [...root.querySelectorAll<HTMLInputElement>('input, textarea')]);
  return fields.reduce((text, { value, type }) => {
    const isLabel = ['submit', 'button', 'reset'].includes(type);
    return value && !isLabel ? text.replaceAll(value, '…') : text;
  }, name);
}

const PRIVATE = `${BLOCKED}, ${MASKED}`;

export const isPrivate = (element: Element): boolean => isWithin(element, PRIVATE);

/** A name may be made of words that are private where they stand. */
export function withoutPrivate(name: string, element: Element): string {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const named = (element.getAttribute('aria-labelledby') ?? '')
    .split(/\s+/)
    .map(id => id && document.getElementById(id));
  const around = [element, ...labels, ...named].filter(one => one instanceof Element);
  const parts = around.flatMap(one => (isPrivate(one) ? [one] : [...one.querySelectorAll(PRIVATE)]));
  const words = parts.map(one => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim());
  return words.reduce((text, word) => (word ? text.replaceAll(word, '…') : text), name);
}
