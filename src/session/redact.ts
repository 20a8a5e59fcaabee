/** Token-like values in addresses; they are dropped where the page is recorded, so that no later place can leak them. */

const REDACTED = 'redacted';

const SECRET_NAME =
  /^(access_?token|id_?token|refresh_?token|token|auth(orization)?|api_?key|secret|client_?secret|pass(word|wd)?|pwd|otp|session_?id|signature|jwt|csrf|xsrf|x-amz-(signature|credential|security-token))$/i;
/** Names that pages also use for harmless things: secret only with a value as long as secrets are. */
const DOUBTFUL_NAME = /^(key|code|state|nonce|sid|sig|session)$/i;
const DOUBTFUL_LENGTH = 12;
const JWT = /^[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/;
/** Long, of letters and digits both: an id that was drawn, not a word that was written. */
const RANDOM = /^(?=[\w~+/=-]*\d)(?=[\w~+/=-]*[a-z])[\w~+/=-]{32,}$/i;

const isToken = (name: string, value: string): boolean =>
  value !== '' &&
  (SECRET_NAME.test(name) ||
    (DOUBTFUL_NAME.test(name) && value.length >= DOUBTFUL_LENGTH) ||
    JWT.test(value) ||
    RANDOM.test(value));

/** `a=1&token=x` with the secret values replaced; a part without `=` is a value without a name. */
const redactPairs = (pairs: string): string =>
  pairs
    .split('&')
    .map(pair => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
      return isToken(name, value) ? `${at < 0 ? '' : `${name}=`}${REDACTED}` : pair;
    })
    .join('&');

/** An address without the secrets in it: `user:pass@`, and token-like values of query and hash. Its shape is kept. */
export function redactUrl(url: string): string {
  if (url.startsWith('data:') || url.startsWith('blob:')) return url;
  const open = url.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/?#@]*@/i, '$1//');
  const match = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(open);
  if (!match || (!match[2] && !match[3])) return open;
  const [, path = '', query = '', hash = ''] = match;
  const inHash = /^#([^?]*\?)?(.*)$/s.exec(hash);
  return (
    path +
    (query && `?${redactPairs(query.slice(1))}`) +
    (inHash ? `#${inHash[1] ?? ''}${redactPairs(inHash[2] ?? '')}` : '')
  );
}
