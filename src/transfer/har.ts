import { version } from '../../package.json';
import { NETWORK_PLUGIN, type NetworkPayload, type NetworkRequest } from '../session/plugin-events';
import type { PageView, SessionSource } from '../session/types';
import { eventsOf } from './chunk-events';
import { EVENT } from './event-shape';
import { MAX_TIME } from './limits';

/** HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Sizes and times that are not known are -1. */

/** A request, where and when. */
export interface TapeRequest {
  pageViewId: string;
  startedAt: number;
  request: NetworkRequest;
}

/** When a page's document was ready, and all of it; milliseconds since it began. */
export type PageTimings = { onContentLoad?: number; onLoad?: number };

/** Writes what a session's pages requested. */
export async function exportHar(source: SessionSource, onProgress?: (part: number) => void): Promise<Blob> {
  const { pageViews, streams } = await source.index();
  const requests: TapeRequest[] = [];
  const timings = new Map<string, PageTimings>();
  const startOf = new Map(pageViews.map(({ id, startedAt }) => [id, startedAt]));
  for (const [n, stream] of streams.entries()) {
    const { pageViewId } = stream;
    for await (const { type, timestamp, data } of eventsOf(source, stream)) {
      if (stream.frameId === 0 && (type === EVENT.load || type === EVENT.domContentLoaded)) {
        const key = type === EVENT.load ? 'onLoad' : 'onContentLoad';
        const after = timestamp - (startOf.get(pageViewId) ?? timestamp);
        timings.set(pageViewId, { [key]: after, ...timings.get(pageViewId) });
      }
      const { plugin, payload } = (data ?? {}) as { plugin?: string; payload?: NetworkPayload };
      if (type === EVENT.plugin && plugin === NETWORK_PLUGIN)
        requests.push(...requestsOf(payload, pageViewId, timestamp));
    }
    onProgress?.((n + 1) / streams.length);
  }
  return new Blob([JSON.stringify(harOf(pageViews, requests, timings), null, 2)], { type: 'application/json' });
}

/** Requests told in one event, which knows the document's time origin; in older ones the last was over when it was told. */
function requestsOf(payload: NetworkPayload | undefined, pageViewId: string, at: number): TapeRequest[] {
  const { requests = [], timeOrigin } = payload ?? {};
  const origin = timeOrigin ?? at - Math.max(...requests.map(({ startTime, duration }) => startTime + duration));
  // A tape from elsewhere may not tell when, or what cannot be.
  const isTime = (ms: number) => ms > 0 && ms <= MAX_TIME;
  return requests.map(request => {
    const startedAt = Math.round(origin + request.startTime);
    return { pageViewId, startedAt: isTime(startedAt) ? startedAt : at, request };
  });
}

/** The HAR of pages and their requests. */
export function harOf(
  pageViews: readonly PageView[],
  requests: readonly TapeRequest[],
  timings: ReadonlyMap<string, PageTimings> = new Map(),
) {
  return {
    log: {
      version: '1.2',
      creator: { name: 'Tapedeck', version },
      pages: pageViews.map(({ id, url, title, startedAt }) => ({
        startedDateTime: iso(startedAt),
        id,
        title: title || url,
        pageTimings: { onContentLoad: -1, onLoad: -1, ...timings.get(id) },
      })),
      entries: [...requests].sort((a, b) => a.startedAt - b.startedAt).map(entryOf),
    },
  };
}

const iso = (at: number): string => new Date(at).toISOString();

function entryOf({ pageViewId, startedAt, request }: TapeRequest) {
  const timings = timingsOf(request);
  return {
    pageref: pageViewId,
    startedDateTime: iso(startedAt),
    // The specification's sum, in which ssl is a part of connect.
    time: [timings.blocked, timings.dns, timings.connect, timings.send, timings.wait, timings.receive].reduce(
      (sum, ms) => sum + Math.max(0, ms),
      0,
    ),
    request: requestOf(request),
    response: responseOf(request),
    cache: {},
    timings,
    _resourceType: request.initiatorType,
  };
}

function requestOf({ name, method = 'GET', requestHeaders = {}, requestBody, requestBodySize = -1 }: NetworkRequest) {
  return {
    method,
    url: name,
    httpVersion: 'unknown',
    cookies: [],
    headers: pairs(requestHeaders),
    queryString: queryOf(name),
    headersSize: -1,
    bodySize: requestBodySize,
    ...(requestBody !== undefined && { postData: { mimeType: typeIn(requestHeaders) ?? '', text: requestBody } }),
  };
}

function responseOf(request: NetworkRequest) {
  const { status = 0, error, responseHeaders = {}, mimeType, responseBody, responseBodySize = -1 } = request;
  return {
    status,
    statusText: '',
    httpVersion: 'unknown',
    cookies: [],
    headers: pairs(responseHeaders),
    content: {
      size: responseBodySize,
      mimeType: mimeType ?? typeIn(responseHeaders) ?? 'x-unknown',
      ...(responseBody !== undefined && { text: responseBody }),
    },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    _transferSize: request.transferSize ?? -1,
    // As Chrome's own HARs say it.
    ...(error !== undefined && { _error: error }),
  };
}

const pairs = (headers: Record<string, string>) => Object.entries(headers).map(([name, value]) => ({ name, value }));

const typeIn = (headers: Record<string, string>): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];

function queryOf(url: string) {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
}

/** The phases; without them all of it is waiting. What was not needed, or is not told, is -1. */
function timingsOf({ startTime, duration, timing = {} }: NetworkRequest) {
  const phase = (from: keyof typeof timing, to: keyof typeof timing): number => {
    const [begin, end] = [timing[from], timing[to]];
    return begin === undefined || end === undefined || begin <= 0 || end <= begin ? -1 : end - begin;
  };
  if (timing.requestStart === undefined || timing.responseStart === undefined)
    return { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: Math.max(0, duration), receive: 0 };
  const began = [timing.domainLookupStart, timing.connectStart, timing.requestStart].find(
    at => at !== undefined && at > 0,
  );
  return {
    blocked: Math.max(0, (began ?? startTime) - startTime),
    dns: phase('domainLookupStart', 'domainLookupEnd'),
    connect: phase('connectStart', 'connectEnd'),
    ssl: phase('secureConnectionStart', 'connectEnd'),
    send: 0,
    wait: Math.max(0, phase('requestStart', 'responseStart')),
    receive: Math.max(0, phase('responseStart', 'responseEnd')),
  };
}
