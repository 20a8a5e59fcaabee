import type { RecordingOptions } from '../messages/channel';
import { mapCssUrls } from '../session/css-urls';
import { isSecretName, MASK, redactText, redactUrl } from '../session/redact';
import { isWithin, MASKED } from '../session/wishes';
import { fieldValue, isSecret } from './fields';

/** Text that the user types: masked unless keystrokes are recorded. An option's text tells what was chosen. */
const TYPED_TEXT = '[contenteditable]:not([contenteditable="false"]), option';

/** Elements whose text is typed by the user, or that the page asks us to mask. */
export const maskedSelector = ({ strict }: RecordingOptions): string => (strict ? '*' : `${TYPED_TEXT}, ${MASKED}`);

/** The text of such an element as it may stand on tape. */
export function maskedText(text: string, element: Element | null, options: RecordingOptions): string {
  if (text.trim() === '') return text;
  return isMasked(element, options) ? MASK : text;
}

/** Whether the words of an element are masked. */
export function isMasked(element: Element | null | undefined, { keystrokes, strict }: RecordingOptions): boolean {
  if (strict || isWithin(element, MASKED)) return true;
  const typed = element?.closest(TYPED_TEXT);
  if (!typed) return false;
  const select = typed.closest('select');
  return !keystrokes || (select !== null && isSecret(select));
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

/**
 * Takes secrets out of an element's attributes, in place. `attributes` may be all it has, or those that changed.
 * `srcdoc` and handlers are dropped: the one is recorded as the document it makes, no replay runs the other.
 */
export function redactAttributes(
  attributes: Record<string, unknown>,
  element: Element | undefined,
  tagName: string,
  options: RecordingOptions,
): void {
  const masked = isMasked(element, options);
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value !== 'string' || value === '') continue;
    if (/^(on|srcdoc$|nonce$)/i.test(name)) delete attributes[name];
    else if (URL_ATTRIBUTES.test(name)) attributes[name] = redactUrl(value);
    else if (SRCSET.test(name)) attributes[name] = redactSrcset(value);
    else if (name === 'style') attributes[name] = redactCss(value);
    else if (name === 'value') attributes[name] = valueAttribute(value, element, tagName, options, masked);
    else if (STRUCTURAL.test(name)) continue;
    else if (masked && (WORDS.test(name) || name.startsWith('data-'))) attributes[name] = MASK;
    else attributes[name] = isSecretName(name.replace(/^data-/, '')) ? MASK : redactText(value);
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
  masked: boolean,
): string {
  if (value === MASK) return value;
  const tag = tagName || element?.localName || '';
  if (tag === 'option') return masked || isMasked(element, options) ? MASK : redactText(value);
  if (tag === 'input' || tag === 'textarea' || tag === 'select' || tag.includes('-')) {
    if (!element) return MASK;
    return redactText(fieldValue(value, element, options));
  }
  return masked ? MASK : redactText(value);
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
