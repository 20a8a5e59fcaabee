import type { NetworkRequest } from './plugin-events';

/** One phase of a request, in milliseconds since the document's time origin. */
export interface Phase {
  name: 'queued' | 'dns' | 'connect' | 'tls' | 'waiting' | 'download';
  from: number;
  to: number;
}

/** The phases of a request that took time, as far as the browser told them (W3C Resource Timing, "Processing Model"). */
export function phasesOf({ startTime, endTime, timing = {} }: NetworkRequest): Phase[] {
  const { domainLookupStart, domainLookupEnd, connectStart, secureConnectionStart, connectEnd } = timing;
  const { requestStart, responseStart, responseEnd = endTime } = timing;
  // 0 is what the browser says where it does not tell.
  const begun = [domainLookupStart, connectStart, requestStart].find(at => at);
  const phases: [Phase['name'], number | undefined, number | undefined][] = [
    ['queued', startTime, begun],
    ['dns', domainLookupStart, domainLookupEnd],
    ['connect', connectStart, secureConnectionStart || connectEnd],
    ['tls', secureConnectionStart, connectEnd],
    ['waiting', requestStart, responseStart],
    ['download', responseStart, responseEnd],
  ];
  return phases.flatMap(([name, from, to]) => (from && to && to > from ? [{ name, from, to }] : []));
}
