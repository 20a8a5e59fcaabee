import { finder } from '@medv/finder';
import { computeAccessibleName } from 'dom-accessibility-api';

const MAX_LABEL = 80;
const ACTED_ON =
  'button, a[href], input, select, textarea, label, summary, option, [role], [data-testid], [onclick], [contenteditable]';
const TEST_ID = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];

/** What a person would say was acted on: the button around the icon, not the icon. */
export const actedOn = (target: Element): Element => target.closest(ACTED_ON) ?? target;

/** The words on an element, as assistive technology would say them; never what was typed into a field. */
export function labelOf(element: Element): string {
  if (element.closest('[contenteditable]:not([contenteditable="false"])')) return nameOf(element, false);
  return nameOf(element, !(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement));
}

function nameOf(element: Element, mayUseText: boolean): string {
  const name = computeAccessibleName(element) || (mayUseText ? visibleText(element) : '');
  const words = withoutValues(name, element).replace(/\s+/g, ' ').trim();
  if (words) return words.length > MAX_LABEL ? `${words.slice(0, MAX_LABEL)}…` : words;
  return element.getAttribute('name') || element.getAttribute('placeholder') || element.id || element.localName;
}

const visibleText = (element: Element): string =>
  element instanceof HTMLElement && element.childElementCount < 20 ? (element.textContent ?? '') : '';

/** A name may embed the value of a field that stands in the label: that is the user's, not the page's. */
function withoutValues(name: string, element: Element): string {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const fields = [element, ...labels].flatMap(root => [...root.querySelectorAll<HTMLInputElement>('input, textarea')]);
  return fields.reduce((text, { value, type }) => {
    const isLabel = ['submit', 'button', 'reset'].includes(type);
    return value && !isLabel ? text.replaceAll(value, '…') : text;
  }, name);
}

/** Ways to find an element again, the most stable first. */
export function selectorsOf(element: Element): string[] {
  const testId = TEST_ID.find(name => element.hasAttribute(name));
  const selectors = testId ? [`[${testId}="${CSS.escape(element.getAttribute(testId) ?? '')}"]`] : [];
  try {
    selectors.push(finder(element, { timeoutMs: 50 }));
  } catch {
    // In a shadow tree or gone from the document: the label has to do.
  }
  return selectors;
}
