import type { NetworkRequest } from '../session/plugin-events';
import { redactUrl } from '../session/redact';
import type { MarkDraft } from '../session/types';

type Note = (payload: object, mark?: Omit<MarkDraft, 'at'>) => void;

interface Call {
  initiatorType: 'fetch' | 'xmlhttprequest';
  method: string;
  url: string;
  startTime: number;
}

/** Listens to fetch and XMLHttpRequest until the returned function is called. Metadata only: never a header, never a body. */
export function hookNetwork(note: Note): () => void {
  const undo = [hookFetch(note), hookXhr(note)];
  return () => {
    for (const one of undo) one();
  };
}

/** Times are milliseconds since the document's time origin, as rrweb's network plugin has them. */
const clockMs = performance.now.bind(performance);

const absolute = (url: string): string => {
  try {
    return redactUrl(new URL(url, document.baseURI).href);
  } catch {
    return redactUrl(url);
  }
};

function report(note: Note, call: Call, status: number, failure?: string): void {
  const endTime = Math.round(clockMs());
  const { initiatorType, method, url: name, startTime } = call;
  const request: NetworkRequest = {
    name,
    initiatorType,
    method,
    status,
    startTime,
    endTime,
    duration: endTime - startTime,
  };
  const failed = failure ?? (status >= 400 ? String(status) : undefined);
  note(
    { requests: [{ ...request, ...(failure && { error: failure }) }] },
    failed ? { kind: 'request', label: `${method} ${name}`, detail: failed } : undefined,
  );
}

const begin = (initiatorType: Call['initiatorType'], method: string, url: string): Call => ({
  initiatorType,
  method: method.toUpperCase(),
  url: absolute(url),
  startTime: Math.round(clockMs()),
});

function hookFetch(note: Note): () => void {
  const original = window.fetch;
  function fetch(this: unknown, ...args: Parameters<typeof window.fetch>): Promise<Response> {
    const promise = original.apply(this as Window, args);
    try {
      const [input, init] = args;
      const request = input instanceof Request ? input : undefined;
      const call = begin('fetch', init?.method ?? request?.method ?? 'GET', request?.url ?? String(input));
      promise.then(
        ({ status }) => report(note, call, status),
        error => report(note, call, 0, error?.name === 'AbortError' ? 'aborted' : 'failed'),
      );
    } catch {
      // What the page asked for is odd enough that it cannot be described: its own promise tells it.
    }
    return promise;
  }
  window.fetch = fetch;
  return () => {
    if (window.fetch === fetch) window.fetch = original;
  };
}

function hookXhr(note: Note): () => void {
  const { open, send } = XMLHttpRequest.prototype;
  const opened = new WeakMap<XMLHttpRequest, { method: string; url: string }>();
  const wrappedOpen = function (this: XMLHttpRequest, method: string, url: string | URL, ...rest: unknown[]) {
    opened.set(this, { method: String(method), url: String(url) });
    return (open as (...args: unknown[]) => void).call(this, method, url, ...rest);
  };
  const wrappedSend = function (this: XMLHttpRequest, body?: XMLHttpRequestBodyInit | Document | null) {
    const of = opened.get(this);
    if (of) {
      const call = begin('xmlhttprequest', of.method, of.url);
      let failure: string | undefined;
      for (const [type, word] of Object.entries({ abort: 'aborted', error: 'failed', timeout: 'timed out' }))
        this.addEventListener(type, () => {
          failure = word;
        });
      this.addEventListener('loadend', () => report(note, call, this.status, failure), { once: true });
    }
    return send.call(this, body);
  };
  XMLHttpRequest.prototype.open = wrappedOpen as typeof open;
  XMLHttpRequest.prototype.send = wrappedSend;
  return () => {
    if (XMLHttpRequest.prototype.open === wrappedOpen) XMLHttpRequest.prototype.open = open;
    if (XMLHttpRequest.prototype.send === wrappedSend) XMLHttpRequest.prototype.send = send;
  };
}
