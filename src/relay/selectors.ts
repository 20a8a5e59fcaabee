import { finder } from '@medv/finder';
import { computeAccessibleName, getRole } from 'dom-accessibility-api';
import { isPrivate, MAX_LABEL, withoutPrivate, withoutValues } from './label';

/** Looking for a selector holds up the page's own handling of the click. */
const SELECTOR_TIMEOUT_MS = 20;
/** An id that was written, not drawn. */
const WRITTEN_ID = /^[a-z][a-z_-]{1,60}$/i;
const TEST_ID = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];
/** What a person can name: looked through for a second one of the same name. */
const NAMED = 'a[href], button, input, select, textarea, summary, option, [role], [contenteditable]';
const MAX_NAMED = 2_000;
const NAMELESS_ROLES = ['generic', 'none', 'presentation'];
const MIN_TEXT = 3;

/** Ways to find an element again, the most stable first; each finds it alone in the page as it is. `MarkDraft` says how they are written. */
export function selectorsOf(element: Element): string[] {
  const root = element.getRootNode();
  const within = root instanceof ShadowRoot ? 'pierce/' : '';
  const isOne = (selector: string) => (root as Document | ShadowRoot).querySelectorAll(selector).length === 1;
  const found: (string | undefined)[] = [];
  try {
    const testId = TEST_ID.find(name => element.hasAttribute(name));
    const byId = testId && `[${testId}="${CSS.escape(element.getAttribute(testId) ?? '')}"]`;
    if (byId && isOne(byId)) found.push(within + byId);
    found.push(ariaOf(element));
    if (!within) found.push(pathTo(element), textOf(element));
    else if (WRITTEN_ID.test(element.id) && isOne(`#${CSS.escape(element.id)}`))
      found.push(`${within}#${CSS.escape(element.id)}`);
  } catch {
    // Gone from the document, or odd in another way: what was found has to do.
  }
  return found.filter(selector => selector !== undefined);
}

/** `aria/Buy[role="button"]`: what assistive technology calls it, if nothing else on the page is called so. */
function ariaOf(element: Element): string | undefined {
  const name = computeAccessibleName(element).replace(/\s+/g, ' ').trim();
  // A name that holds what was typed, or that would be read as a part of the selector, is none.
  if (
    !name ||
    name.length > MAX_LABEL ||
    /[[\]]/.test(name) ||
    withoutValues(withoutPrivate(name, element), element) !== name
  )
    return;
  const role = getRole(element);
  if (role && NAMELESS_ROLES.includes(role)) return;
  const root = element.getRootNode() as Document | ShadowRoot;
  const named = root.querySelectorAll(NAMED);
  if (named.length > MAX_NAMED) return;
  const quick = quickName(element);
  // Icons may be a part of its name elsewhere: who looks for a name takes one that holds it.
  const twins = [...named].filter(one => one !== element && quickName(one).includes(quick) && getRole(one) === role);
  if (twins.length > 0) return;
  return role ? `aria/${name}[role="${role}"]` : `aria/${name}`;
}

/** What an element is most likely called: equal for elements of equal names, and found without asking for styles. */
function quickName(element: Element): string {
  const label =
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0] : null;
  const name =
    element.getAttribute('aria-label') || label?.textContent || element.textContent || element.getAttribute('value');
  return (name || element.getAttribute('placeholder') || element.getAttribute('title') || '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** `text/Buy`, where it stands once on the page. */
function textOf(element: Element): string | undefined {
  if (!(element instanceof HTMLElement) || element.matches('input, textarea, select, [contenteditable]')) return;
  if (withoutPrivate(element.textContent ?? '', element) !== element.textContent) return;
  const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim();
  if (text.length < MIN_TEXT || text.length > MAX_LABEL) return;
  const whole = (document.body.textContent ?? '').replace(/\s+/g, ' ');
  return whole.indexOf(text) === whole.lastIndexOf(text) ? `text/${text}` : undefined;
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
