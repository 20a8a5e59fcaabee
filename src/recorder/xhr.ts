import { redactHeaders } from '../session/redact-headers';
import type { Bodies } from './bodies';
import { natives } from './natives';
import type { Call, Requests } from './requests';
import { wrap } from './wrap';

interface Opened {
  method: string;
  url: string;
  headers: [string, string][];
}

const FAILURES = { abort: 'aborted', error: 'failed', timeout: 'timed out' };

/** Listens to XMLHttpRequest until the returned function is called. */
export function hookXhr(requests: Requests, bodies: Bodies): () => void {
  const { prototype } = XMLHttpRequest;
  const { getAllResponseHeaders } = prototype;
  const opened = new WeakMap<XMLHttpRequest, Opened>();

  const answered = (xhr: XMLHttpRequest, call: Call, failure: string | undefined) => {
    const headers = headersOf(natives.apply(getAllResponseHeaders, xhr, []) as string | null);
    const type = headers.find(([name]) => name === 'content-type')?.[1] ?? null;
    requests.end(call, {
      status: xhr.status,
      ...(failure && { error: failure }),
      ...(headers.length > 0 && { responseHeaders: redactHeaders(headers) }),
      ...(type && { mimeType: type.split(';', 1)[0] }),
      ...bodies.received(() => (failure ? undefined : textOf(xhr)), type),
    });
  };

  const sent = (xhr: XMLHttpRequest, body: unknown) => {
    const of = opened.get(xhr);
    if (!of) return;
    const call = requests.begin('xmlhttprequest', of.method, of.url);
    if (of.headers.length > 0) call.known.requestHeaders = redactHeaders(of.headers);
    Object.assign(call.known, bodies.sent(body));
    let failure: string | undefined;
    for (const [event, word] of Object.entries(FAILURES))
      natives.listen.call(
        xhr,
        event,
        () => {
          failure = word;
        },
        { once: true },
      );
    natives.listen.call(xhr, 'loadend', () => answered(xhr, call, failure), { once: true });
  };

  const undo = [
    wrap(prototype, 'open', {
      apply(original, xhr: XMLHttpRequest, args: unknown[]) {
        const result = natives.apply(original, xhr, args);
        opened.set(xhr, { method: String(args[0]), url: String(args[1]), headers: [] });
        return result;
      },
    }),
    wrap(prototype, 'setRequestHeader', {
      apply(original, xhr: XMLHttpRequest, args: unknown[]) {
        const result = natives.apply(original, xhr, args);
        opened.get(xhr)?.headers.push([String(args[0]), String(args[1])]);
        return result;
      },
    }),
    wrap(prototype, 'send', {
      apply(original, xhr: XMLHttpRequest, args: unknown[]) {
        try {
          sent(xhr, args[0]);
        } catch {
          // What is sent is odd enough that it cannot be told.
        }
        return natives.apply(original, xhr, args);
      },
    }),
  ];
  return () => {
    for (const one of undo) one();
  };
}

/** `name: value` lines, names in lower case, as pairs. */
const headersOf = (lines: string | null): [string, string][] =>
  (lines ?? '')
    .split('\r\n')
    .filter(line => line.includes(':'))
    .map(line => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    });

/** An answer's text; of what is binary, none. */
function textOf(xhr: XMLHttpRequest): string | undefined {
  if (xhr.responseType === '' || xhr.responseType === 'text') return xhr.responseText;
  if (xhr.responseType === 'json' && xhr.response !== null) return natives.stringify(xhr.response);
  return undefined;
}
