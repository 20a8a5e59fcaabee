/**
 * What the console and the network look like on tape: the payloads of `rrweb/console@1` and `rrweb/network@1` events, by the
 * names of rrweb's own plugins where they have one. An event's timestamp is when the line was logged or the request was over.
 */

import { MASK } from './redact';

export const CONSOLE_PLUGIN = 'rrweb/console@1';
export const NETWORK_PLUGIN = 'rrweb/network@1';

/** The kind of request that begins a worker. What the worker logs and asks for in turn nobody sees. */
export const WORKER = 'worker';

/** One line of the console. */
export interface ConsoleLine {
  /** The console's method: `log`, `warn`, `error` … */
  level: string;
  /** The stack, the caller first; empty where none was taken. */
  trace: string[];
  /** Each argument as JSON of a preview. */
  payload: string[];
}

/** Whether a console shows a line for it: the end of a group is told of, and prints nothing. */
export const isPrinted = ({ level }: Partial<ConsoleLine>): boolean => level !== 'groupEnd';

/** One request. Addresses and headers come without their secrets. Times are milliseconds since the document's time origin. */
export interface NetworkRequest {
  /** The address. */
  name: string;
  /** `fetch`, `xmlhttprequest`, `beacon`, `eventsource`, `websocket`, `worker`, `navigation`, or what resource timing says: `img`, `css`, `link`, `script` … */
  initiatorType: string;
  method?: string;
  /** 0 or absent where there was no answer, or the browser does not tell. */
  status?: number;
  startTime: number;
  endTime: number;
  duration: number;
  /** Why there is no answer: `failed`, `aborted`, `timed out` … */
  error?: string;
  mimeType?: string;
  requestHeaders?: Record<string, string>;
  responseHeaders?: Record<string, string>;
  /** Text only, and only where bodies are recorded. */
  requestBody?: string;
  responseBody?: string;
  /** Bytes of the bodies, where known. */
  requestBodySize?: number;
  responseBodySize?: number;
  /** Bytes over the network, headers included. */
  transferSize?: number;
  /** The phases, as resource timing names them; milliseconds since the time origin. */
  timing?: Partial<
    Record<
      | 'domainLookupStart'
      | 'domainLookupEnd'
      | 'connectStart'
      | 'secureConnectionStart'
      | 'connectEnd'
      | 'requestStart'
      | 'responseStart'
      | 'responseEnd',
      number
    >
  >;
}

export interface NetworkPayload {
  requests: NetworkRequest[];
  /** The document's time origin in epoch milliseconds, by the tape's clock: a request began at `timeOrigin + startTime`. */
  timeOrigin?: number;
}

/**
 * A line of console or network in none of the page's words, as strict recordings have it: that something was logged or asked for
 * stays, with where and how it went.
 */
export function wordlessPayload(plugin: string, payload: object): object {
  if (plugin === CONSOLE_PLUGIN) {
    const { level, trace, payload: values } = payload as ConsoleLine;
    return { level, trace, payload: values.map(() => JSON.stringify(MASK)) } satisfies ConsoleLine;
  }
  const { requests, ...rest } = payload as NetworkPayload;
  return { ...rest, requests: requests.map(({ requestBody: _, responseBody: __, ...request }) => request) };
}
