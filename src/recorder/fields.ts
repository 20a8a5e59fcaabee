import type { RecordingOptions } from '../messages/channel';
import { isSecretName, MASK } from '../session/redact';
import { IGNORED, isWithin, MASKED } from '../session/wishes';
import { natives } from './natives';

/** Buttons show their value as their label: it is the page's text, not the user's. */
const LABELLED_BY_VALUE = ['button', 'submit', 'reset', 'image'];

const SECRET_AUTOCOMPLETE = /(^|\s)(one-time-code|cc-[a-z-]+|current-password|new-password)(\s|$)/i;
/** What pages call fields for codes and cards that they do not mark as such. */
const SECRET_FIELD =
  /(^|[^a-z])(cvv|cvc|csc|card[-_]?(number|no|num)|iban|ssn|pin([-_]?code)?|tan|totp|mfa)([^a-z]|$)/i;

/** Fields that were secret once stay so, when a page shows what was typed or changes what they are called. */
const wereSecret = new WeakSet<Element>();

/** Sees a change of type before it is due: asked for its records in the same tick as a value. */
const observer = new MutationObserver(records => remember(records));
const { takeRecords } = observer;

const remember = (records: MutationRecord[]): void => {
  for (const { target, oldValue } of records)
    if (oldValue?.toLowerCase() === 'password') wereSecret.add(target as Element);
};

/** Remembers the password fields below a document or shadow root from now on. */
export function watchFields(root: Node): void {
  try {
    observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['type'], attributeOldValue: true });
  } catch {
    // Not a node that can be observed: a page has put something of its own there.
  }
}

export const stopWatchingFields = (): void => observer.disconnect();

/** A field as it is recorded: what it is now, it will be for ever. */
export const noteField = (element: Element): void => {
  if (element.localName === 'input' && element.getAttribute('type')?.toLowerCase() === 'password')
    wereSecret.add(element);
};

/** Whether a field's value never reaches the tape, whatever the settings. */
export function isSecret(element: Element): boolean {
  remember(takeRecords.call(observer));
  if (wereSecret.has(element)) return true;
  const type = element.getAttribute('type')?.toLowerCase();
  const is =
    type === 'password' ||
    type === 'hidden' ||
    SECRET_AUTOCOMPLETE.test(element.getAttribute('autocomplete') ?? '') ||
    ['name', 'id'].some(name => isSecretField(element.getAttribute(name) ?? '')) ||
    showsDiscs(element);
  if (is) wereSecret.add(element);
  return is;
}

const isSecretField = (name: string): boolean => isSecretName(name) || SECRET_FIELD.test(name);

/** A field of text that looks like one for a password. */
function showsDiscs(element: Element): boolean {
  try {
    const shown = natives.styleOf(element).getPropertyValue('-webkit-text-security');
    return shown !== '' && shown !== 'none';
  } catch {
    return false; // of a document that is gone
  }
}

/** A field's value as it may stand on tape. */
export function fieldValue(value: string, element: Element, { keystrokes, strict }: RecordingOptions): string {
  if (value === '') return '';
  if (LABELLED_BY_VALUE.includes(element.getAttribute('type')?.toLowerCase() ?? ''))
    return strict || isWithin(element, MASKED) ? MASK : value;
  const mayBeRecorded = keystrokes && !strict && !isSecret(element) && !isWithin(element, `${MASKED}, ${IGNORED}`);
  return mayBeRecorded ? value : MASK;
}
