import type { RecordingOptions } from '../messages/channel';
import { redactUrl } from '../session/redact';

/** What stands for a value that is not recorded: of one length, so that it does not tell how long the value is. */
export const MASK = '••••••';

/** Buttons show their value as their label: it is the page's text, not the user's. */
const LABELLED_BY_VALUE = ['button', 'submit', 'reset', 'image'];

const SECRET_AUTOCOMPLETE = /(^|\s)(one-time-code|cc-[a-z-]+|current-password|new-password)(\s|$)/i;

/** Inputs that were passwords once stay secret when a page shows what was typed. */
const wasPassword = new WeakSet<Element>();

/** Whether a field's value never reaches the tape, whatever the settings. */
export function isSecret(element: Element): boolean {
  const type = element.getAttribute('type')?.toLowerCase();
  if (type === 'password') wasPassword.add(element);
  return (
    type === 'password' ||
    type === 'hidden' ||
    wasPassword.has(element) ||
    element.hasAttribute('data-rr-is-password') ||
    SECRET_AUTOCOMPLETE.test(element.getAttribute('autocomplete') ?? '')
  );
}

/** A field's value as it may stand on tape. */
export function fieldValue(value: string, element: Element, { keystrokes }: RecordingOptions): string {
  if (value === '') return '';
  if (LABELLED_BY_VALUE.includes(element.getAttribute('type')?.toLowerCase() ?? '')) return value;
  return keystrokes && !isSecret(element) ? value : MASK;
}

/** Elements whose text is typed by the user, or that the page asks us to mask. */
export const MASKED_TEXT = '[contenteditable]:not([contenteditable="false"]), .rr-mask, [data-rr-mask]';

/** The text of such an element as it may stand on tape. */
export function maskedText(text: string, element: Element | null, { keystrokes }: RecordingOptions): string {
  if (text.trim() === '') return text;
  const asked = element?.closest('.rr-mask, [data-rr-mask]');
  return keystrokes && !asked ? text : MASK;
}

const URL_ATTRIBUTES = ['href', 'src', 'action', 'formaction', 'poster', 'rr_src', 'data', 'xlink:href'];
const SECRET_META = /csrf|xsrf|token|nonce/i;

/** Takes secrets out of an element's attributes, in place: addresses, and the tokens pages keep in `<meta>`. */
export function redactAttributes(attributes: Record<string, unknown>, tagName?: string): void {
  for (const name of URL_ATTRIBUTES) {
    const value = attributes[name];
    if (typeof value === 'string') attributes[name] = redactUrl(value);
  }
  if (tagName === 'meta' && typeof attributes.content === 'string' && SECRET_META.test(String(attributes.name)))
    attributes.content = MASK;
}
