import { finder } from '@medv/finder';
import { computeAccessibleName } from 'dom-accessibility-api';
import { BLOCKED, isWithin, MASKED } from '../session/wishes';

const MAX_LABEL = 80;
const ACTED_ON =
  'button, a[href], input, select, textarea, label, summary, [role], [data-testid], [onclick], [contenteditable]';
/** Looking for a selector holds up the page's own handling of the click. */
const SELECTOR_TIMEOUT_MS = 20;
/** An id that was written, not drawn. */
const WRITTEN_ID = /^[a-z][a-z_-]{1,60}$/i;
const TEST_ID = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];

/** What a person would say was acted on: the button around the icon, the component around its nameless parts. */
export function actedOn(target: Element): Element {
  const found = target.closest(ACTED_ON) ?? target;
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

const visibleText = (element: Element): string =>
  element instanceof HTMLElement && element.childElementCount < 20 ? (element.textContent ?? '') : '';

/** A field that nothing labels mostly stands alone with its words. */
function textBeside(element: Element): string {
  const around = element instanceof HTMLInputElement ? element.parentElement : undefined;
  if (!around || around.querySelectorAll('input, select, textarea, button, [contenteditable]').length > 1) return '';
  const text = around.textContent?.trim() ?? '';
  return text.length <= MAX_LABEL ? text : '';
}

/** A name may embed the value of a field that stands in the label: that is the user's, not the page's. */
function withoutValues(name: string, element: Element): string {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const fields = [element, ...labels].flatMap(root => [...root.querySelectorAll<HTMLInputElement>('input, textarea')]);
  return fields.reduce((text, { value, type }) => {
    const isLabel = ['submit', 'button', 'reset'].includes(type);
    return value && !isLabel ? text.replaceAll(value, '…') : text;
  }, name);
}

const PRIVATE = `${BLOCKED}, ${MASKED}`;

const isPrivate = (element: Element): boolean => isWithin(element, PRIVATE);

/** A name may be made of words that are private where they stand. */
function withoutPrivate(name: string, element: Element): string {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const named = (element.getAttribute('aria-labelledby') ?? '')
    .split(/\s+/)
    .map(id => id && document.getElementById(id));
  const around = [element, ...labels, ...named].filter(one => one instanceof Element);
  const parts = around.flatMap(one => (isPrivate(one) ? [one] : [...one.querySelectorAll(PRIVATE)]));
  const words = parts.map(one => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim());
  return words.reduce((text, word) => (word ? text.replaceAll(word, '…') : text), name);
}

/** A selector that starts from what has an id around the element: shorter, and found many times faster. */
function pathTo(element: Element): string {
  // Attributes hold words.
  const how = { timeoutMs: SELECTOR_TIMEOUT_MS, ...(isPrivate(element) && { attr: () => false }) };
  const around = anchorOf(element);
  if (around === element) return `#${CSS.escape(element.id)}`;
  if (around) {
    try {
      const selector = `#${CSS.escape(around.id)} ${finder(element, { ...how, root: around })}`;
      if (document.querySelector(selector) === element) return selector;
    } catch {
      // Nothing short in time: from the top there is always a path.
    }
  }
  return finder(element, how);
}

function anchorOf(element: Element | null): Element | undefined {
  const found = element?.closest('[id]');
  if (!found || found === document.body) return;
  const isOne = WRITTEN_ID.test(found.id) && document.getElementById(found.id) === found;
  return isOne ? found : anchorOf(found.parentElement);
}

/** Ways to find an element again, the most stable first. */
export function selectorsOf(element: Element): string[] {
  const testId = TEST_ID.find(name => element.hasAttribute(name));
  const selectors = testId ? [`[${testId}="${CSS.escape(element.getAttribute(testId) ?? '')}"]`] : [];
  try {
    selectors.push(pathTo(element));
  } catch {
    // In a shadow tree or gone from the document: the label has to do.
  }
  return selectors;
}
