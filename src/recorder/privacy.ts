import type { RecordingOptions } from '../messages/channel';
import { mapCssUrls } from '../session/css-urls';
import { isSecretName, MASK, redactText, redactUrl } from '../session/redact';
import { isWithin, MASKED, WISHES } from '../session/wishes';
import { fieldValue, isSecret } from './fields';

/** Text that the user types: masked unless keystrokes are recorded. An option's text tells what was chosen. */
const TYPED_TEXT = '[contenteditable]:not([contenteditable="false"]), option';

/** Text as it may stand on tape, where it is known whether its words are masked. */
export const maskedText = (text: string, masked: boolean): string => (masked && text.trim() !== '' ? MASK : text);

/** Whether the words of an element are masked. Looks at all that is around it: not for each of many. */
export function isMasked(element: Element | null | undefined, { keystrokes, strict }: RecordingOptions): boolean {
  if (strict || isWithin(element, MASKED)) return true;
  const typed = element?.closest(TYPED_TEXT);
  if (!typed) return false;
  const select = typed.closest('select');
  return !keystrokes || (select !== null && isSecret(select));
}

const MASK_SELECTORS = Object.values(WISHES.mask).flat();
const MASK_CLASSES = new RegExp(
  `(^|\\s)(${MASK_SELECTORS.flatMap(one => (one.startsWith('.') ? [one.slice(1)] : [])).join('|')})(\\s|$)`,
);
const MASK_NAMES = new Set(MASK_SELECTORS.flatMap(one => /^\[([\w-]+)/.exec(one)?.slice(1) ?? []));

/** Whether an element in a snapshot has its words masked, where what is around it has not. Told by what rrweb has read of it. */
export function startsMask(
  attributes: Record<string, unknown>,
  tagName: string,
  element: Element | undefined,
  { keystrokes }: RecordingOptions,
): boolean {
  if (tagName === 'option') return !keystrokes;
  if (tagName === 'select') return element === undefined || isSecret(element);
  if (typeof attributes.class === 'string' && MASK_CLASSES.test(attributes.class)) return true;
  for (const name in attributes) {
    if (name === 'contenteditable' && attributes[name] !== 'false' && !keystrokes) return true;
    if (MASK_NAMES.has(name)) return element === undefined || element.matches(MASKED);
  }
  return false;
}

/** An image is a box in strict recordings: its place is all that is kept. */
export const IMAGES = 'img, video, canvas, object, embed, image, input[type="image" i], feImage';

/** Texts outside of elements that a reader sees, and what scripts keep for themselves. */
export function redactNodeText(text: string, parentTag: string): string {
  // With scripts on it is never shown, and may be a whole page.
  if (parentTag === 'NOSCRIPT') return '';
  return redactText(text);
}

/** Names that tell where an element is or how it looks, where nothing may change, and what other places take care of. */
const STRUCTURAL =
  /^(class|id|for|type|style|name|rel|as|lang|dir|role|slot|part|is|d|points|transform|viewbox|fill|stroke|offset|integrity|rr_.*|_csstext|media|sizes|aria-(labelledby|describedby|controls|owns|details|activedescendant|flowto))$/i;

const URL_ATTRIBUTES =
  /^(href|src|action|formaction|poster|rr_src|data|xlink:href|background|cite|longdesc|ping|manifest|codebase|profile|archive|usemap)$/i;
const SRCSET = /^(srcset|imagesrcset)$/i;
/** What a person reads of an element. */
const WORDS =
  /^(title|alt|placeholder|label|summary|content|value|aria-(label|description|valuetext|roledescription|placeholder|braillelabel))$/i;
const SECRET_META = /csrf|xsrf|token|nonce|key|secret|auth/i;

/** What is done with an attribute, by its name. `srcdoc` is recorded as the document it makes, and no replay runs a handler. */
type Treatment = 'keep' | 'drop' | 'url' | 'srcset' | 'css' | 'value' | 'words' | 'secret' | 'redact';

const treatments = new Map<string, Treatment>();

function treatmentOf(name: string): Treatment {
  const known = treatments.get(name);
  if (known) return known;
  const found = treat(name);
  if (treatments.size < 5_000) treatments.set(name, found); // a page may make up names without end
  return found;
}

function treat(name: string): Treatment {
  if (name === 'style') return 'css';
  if (name === 'value') return 'value';
  if (STRUCTURAL.test(name)) return 'keep';
  if (/^(on|srcdoc$|nonce$)/i.test(name)) return 'drop';
  if (URL_ATTRIBUTES.test(name)) return 'url';
  if (SRCSET.test(name)) return 'srcset';
  if (isSecretName(name.replace(/^data-/, ''))) return 'secret';
  return WORDS.test(name) || name.startsWith('data-') ? 'words' : 'redact';
}

/** Takes secrets out of an element's attributes, in place. `attributes` may be all it has, or those that changed; what is masked is looked up where it is not known. */
export function redactAttributes(
  attributes: Record<string, unknown>,
  element: Element | undefined,
  tagName: string,
  options: RecordingOptions,
  isKnownMasked?: boolean,
): void {
  let known = isKnownMasked;
  const masked = () => {
    known ??= isMasked(element, options);
    return known;
  };
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value !== 'string' || value === '') continue;
    switch (treatmentOf(name)) {
      case 'drop':
        delete attributes[name];
        break;
      case 'url':
        attributes[name] = redactUrl(value);
        break;
      case 'srcset':
        attributes[name] = redactSrcset(value);
        break;
      case 'css':
        attributes[name] = redactCss(value);
        break;
      case 'value':
        attributes[name] = valueAttribute(value, element, tagName, options, masked);
        break;
      case 'secret':
        attributes[name] = MASK;
        break;
      case 'words':
        attributes[name] = masked() ? MASK : redactText(value);
        break;
      case 'redact':
        attributes[name] = redactText(value);
    }
  }
  if (tagName === 'meta' && typeof attributes.content === 'string' && SECRET_META.test(metaName(attributes, element)))
    attributes.content = MASK;
}

const metaName = (attributes: Record<string, unknown>, element: Element | undefined): string =>
  String(attributes.name ?? attributes.property ?? element?.getAttribute('name') ?? '');

/** rrweb has masked the values of fields, but neither those of boxes to tick nor of options, nor what a page's own elements reflect. */
function valueAttribute(
  value: string,
  element: Element | undefined,
  tagName: string,
  options: RecordingOptions,
  masked: () => boolean,
): string {
  if (value === MASK) return value;
  const tag = tagName || element?.localName || '';
  if (tag === 'option') return masked() ? MASK : redactText(value);
  if (tag === 'input' || tag === 'textarea' || tag === 'select' || tag.includes('-')) {
    if (!element) return MASK;
    return redactText(fieldValue(value, element, options));
  }
  return masked() ? MASK : redactText(value);
}

/** Candidates are addresses without spaces and commas at their ends, each with its descriptor. */
const redactSrcset = (srcset: string): string => srcset.replace(/[^\s,]\S*[^\s,]/g, redactUrl);

const CONTENT = /(\bcontent\s*:\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/gi;

/** CSS without the secrets in its addresses and in the texts it shows. */
export function redactCss(css: string): string {
  const shown = /content/i.test(css)
    ? css.replace(
        CONTENT,
        (_, property, text) => property + text.charAt(0) + redactText(text.slice(1, -1)) + text.at(-1),
      )
    : css;
  return mapCssUrls(shown, url => {
    const redacted = redactUrl(url);
    return redacted === url ? undefined : redacted;
  });
}
