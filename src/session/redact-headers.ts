import { isSecretHeader, redactText } from './redact';

/** Named like a credential, and none. */
const HARMLESS = /^(sec-websocket-.*|(x-)?(cache|surrogate)-key)$/i;

const MAX_HEADERS = 100;
const MAX_VALUE = 2_000;

/** Headers as they may stand on tape, names in lower case: credentials are left out, and what looks like one is replaced. */
export function redactHeaders(headers: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [given, value] of headers.slice(0, MAX_HEADERS)) {
    const name = given.toLowerCase();
    if (isSecretHeader(name) && !HARMLESS.test(name)) continue;
    const shown = redactText(value).slice(0, MAX_VALUE);
    kept[name] = name in kept ? `${kept[name]}, ${shown}` : shown;
  }
  return kept;
}
