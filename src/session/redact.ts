/** Token-like values; they are replaced where the page is recorded, so that no later place can leak them. */
import type { MarkDraft } from './types';

export const REDACTED = 'redacted';
/** What stands for words that are not recorded: of one length, so that it does not tell how long they are. */
export const MASK = '••••••';

const NAMES = [
  '(?:access|id|refresh|auth|csrf|xsrf|api|session|bearer|security|user)[_-]?token',
  'token',
  'jwt',
  'authorization',
  'auth',
  '(?:api|access|private|secret|app)[_-]?key',
  '(?:client|api|app)?[_-]?secret',
  'pass(?:word|wd|phrase|code)?',
  'pwd',
  'otp',
  '_?(?:csrf|xsrf)',
  'j?session_?id',
  'signature',
  'x-amz-(?:signature|credential|security-token)',
  '(?:set-)?cookie',
].join('|');
/** Also with something before it, as `user_password`, `X-Auth-Token`, `csrfmiddlewaretoken` are. */
const SECRET_NAME = new RegExp(`^(?:[\\w-]*[_-])?(?:${NAMES}|csrf\\w*|xsrf\\w*)$`, 'i');
/** Names that pages also use for harmless things: secret only with a value as long as secrets are. */
const DOUBTFUL_NAME = /^(key|code|state|nonce|sid|sig|session)$/i;
const DOUBTFUL_LENGTH = 12;
/** Header names (RFC 9110, and what services call theirs) whose values are credentials. */
const SECRET_HEADER = /^(authorization|cookie|set-cookie2?|proxy-.*|www-authenticate|authentication-info)$/i;

const JWT = /^[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/;
/** Long, of letters and digits both: an id that was drawn, not a word that was written. */
const RANDOM = /^(?=[\w~+/=-]*\d)(?=[\w~+/=-]*[a-z])[\w~+/=-]{32,}$/i;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Letters and digits change so often in what was drawn. */
const MIN_EDGES = 4;

const camelToDash = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1-$2');

/** Whether what goes by this name (of a field, a parameter, a property, an attribute) is a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) || SECRET_NAME.test(camelToDash(name));

/** Whether a header's value is a credential. */
export const isSecretHeader = (name: string): boolean =>
  SECRET_HEADER.test(name) ||
  isSecretName(name) ||
  /(^|-)(auth|key|secret|token|signature|credential)(-|$)/i.test(name);

/** Whether a word was drawn rather than written, as keys and tokens are. A UUID is an id. */
const isDrawn = (word: string): boolean =>
  RANDOM.test(word) && !UUID.test(word) && (word.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0) >= MIN_EDGES;

const isToken = (name: string, value: string): boolean =>
  value !== '' &&
  (isSecretName(name) ||
    (DOUBTFUL_NAME.test(name) && value.length >= DOUBTFUL_LENGTH) ||
    JWT.test(value) ||
    RANDOM.test(value));

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone `%`
  }
};

/** `a=1&token=x` with the secret values replaced; a part without `=` is a value without a name. An address in a value is redacted in turn. */
const redactPairs = (pairs: string): string =>
  pairs
    .split('&')
    .map(pair => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
      const prefix = at < 0 ? '' : `${name}=`;
      const plain = decoded(value);
      if (isToken(decoded(name), plain)) return prefix + REDACTED;
      const within = redactText(plain);
      return within === plain ? pair : prefix + encodeURIComponent(within);
    })
    .join('&');

/** JSON Web Tokens stand in paths, too, and Java's sessions behind a semicolon. */
const redactPath = (path: string): string =>
  path
    .replace(/[^/;]+/g, part => (isJwt(part) ? REDACTED : part))
    .replace(/;(j?sessionid)=[^/;]*/gi, `;$1=${REDACTED}`);

const isJwt = (word: string): boolean => word.startsWith('eyJ') && JWT.test(word);

/** An address without the secrets in it: `user:pass@`, and token-like values of path, query and hash. Its shape is kept. */
export function redactUrl(url: string): string {
  if (url.startsWith('data:')) return url;
  const open = url.replace(/^((?:blob:)?(?:[a-z][a-z\d+.-]*:)?\/\/)[^/?#]*@/i, '$1');
  const match = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(open);
  if (!match) return open;
  const [, path = '', query = '', hash = ''] = match;
  const inHash = /^#([^?]*\?)?(.*)$/s.exec(hash);
  return (
    redactPath(path) +
    (query && `?${redactPairs(query.slice(1))}`) +
    (inHash ? `#${inHash[1] ?? ''}${redactPairs(inHash[2] ?? '')}` : '')
  );
}

const ADDRESS = /\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>`\\]+/gi;
const SCHEME = /\b(Bearer|Basic|Digest|Token)(\s+)([\w.~+/=-]{8,})/gi;
/** `password=x`, `"token": "x"`; in JSON that was put into JSON the quotes have backslashes. */
const NAMED = new RegExp(
  String.raw`(?<![\w-])((?:[\w-]*[_-])?(?:${NAMES}))(\\*["']?\s*[=:]\s*)(\\*"(?:[^"\\]|\\(?!"))*|'[^']*|[^\s"'&,;<>(){}[\]\\]+)`,
  'gi',
);
const JWT_IN_TEXT = /\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)*/g;
const WORD = /[\w~+/=-]{32,}/g;
/** Shorter texts hold no token, and no name with a value. */
const MIN_TEXT = 6;
/** The engine's stack ends on longer ones; a token that stands across such a border is the price. */
const MAX_TEXT = 4_000_000;

/** Any text (a console line, a label, a piece of a page) without the token-like values in it. */
export function redactText(text: string): string {
  if (text.length < MIN_TEXT) return text;
  if (text.length > MAX_TEXT) return redactText(text.slice(0, MAX_TEXT)) + redactText(text.slice(MAX_TEXT));
  let out = text;
  if (out.includes('://')) out = out.replace(ADDRESS, redactUrl);
  if (out.includes('eyJ')) out = out.replace(JWT_IN_TEXT, REDACTED);
  out = out.replace(SCHEME, (whole, scheme, gap, value: string) =>
    /\d|=|[a-z][A-Z]/.test(value) ? `${scheme}${gap}${REDACTED}` : whole,
  );
  if (/[=:]/.test(out))
    out = out.replace(NAMED, (whole, name: string, sign: string, value: string) => {
      // `Password: at least eight letters` is a sentence.
      if (/:\s/.test(sign) && !/["']/.test(sign + value) && !/\d|[^\x20-\x7e]/.test(value)) return whole;
      const open = /^\\*["']?/.exec(value)?.[0] ?? '';
      return `${name}${sign}${open}${REDACTED}`;
    });
  return out.length < 32 ? out : out.replace(WORD, word => (isDrawn(word) ? REDACTED : word));
}

const MAX_DEPTH = 20;

/**
 * A copy of what JSON can carry, without the secrets in it: values that go by a secret's name, and token-like ones. Texts that are
 * themselves JSON are looked into.
 */
export const redactValue = (value: unknown): unknown => redactNamed(value, '', 0, isSecretName);

function redactNamed(value: unknown, name: string, depth: number, isSecret: (name: string) => boolean): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (typeof value !== 'object' && isSecret(name)) return value === '' ? '' : REDACTED;
  if (typeof value === 'string') return redactString(value, depth);
  if (typeof value !== 'object') return value;
  if (depth > MAX_DEPTH) return REDACTED;
  if (Array.isArray(value)) return value.map(item => redactNamed(item, name, depth + 1, isSecret));
  const within = /^re(quest|sponse)Headers$/.test(name) ? isSecretHeader : isSecretName;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [redactText(key), redactNamed(one, key, depth + 1, within)]),
  );
}

function redactString(text: string, depth: number): string {
  if (/^\s*[{["]/.test(text) && depth <= MAX_DEPTH) {
    try {
      const value: unknown = JSON.parse(text);
      const clean = redactNamed(value, '', depth + 1, isSecretName);
      const [before, after] = [JSON.stringify(value), JSON.stringify(clean)];
      return before === after ? text : after;
    } catch {
      // Not JSON after all.
    }
  }
  return redactText(text);
}

/** A step without the secrets in its words and in the ways to find its element. */
export const redactMark = (mark: MarkDraft): MarkDraft => ({
  ...mark,
  label: redactText(mark.label),
  ...(mark.detail !== undefined && { detail: redactText(mark.detail) }),
  ...(mark.selectors && { selectors: mark.selectors.map(redactText) }),
});

/** Words of the page in a selector: by text or role, or by the value of an attribute but a test id, which is the site's own. */
const hasWords = (selector: string): boolean =>
  /^(aria|text|xpath)\//.test(selector) || (selector.includes('="') && !/^\[data-[\w-]+="[^"]*"\]$/.test(selector));

/** A step of a strict recording: what was done and where, in none of the page's words. */
export const wordless = (mark: MarkDraft): MarkDraft => {
  const { detail, selectors, ...bare } = redactMark(mark);
  if (mark.kind === 'key') return bare;
  if (mark.kind === 'page') return { ...bare, label: detail ?? MASK, ...(detail !== undefined && { detail }) };
  if (mark.kind === 'request') return { ...bare, ...(detail !== undefined && { detail }) };
  // Of an error the detail is its stack.
  if (mark.kind === 'error') return { ...bare, label: MASK, ...(detail !== undefined && { detail }) };
  return { ...bare, label: MASK, ...(selectors && { selectors: selectors.filter(one => !hasWords(one)) }) };
};
