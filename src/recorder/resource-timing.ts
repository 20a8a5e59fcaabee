import type { NetworkRequest } from '../session/plugin-events';
import { natives } from './natives';
import type { Requests } from './requests';

const PHASES = [
  'domainLookupStart',
  'domainLookupEnd',
  'connectStart',
  'secureConnectionStart',
  'connectEnd',
  'requestStart',
  'responseStart',
  'responseEnd',
] as const;

/** What of an entry goes on tape. A browser says nothing but when of other origins that do not allow more. */
export function timingOf(
  entry: PerformanceResourceTiming,
): Partial<NetworkRequest> & Pick<NetworkRequest, 'startTime' | 'endTime'> {
  const tells = entry.responseStart > 0;
  const { contentType } = entry as { contentType?: string };
  return {
    startTime: round(entry.startTime),
    endTime: round(entry.responseEnd),
    ...(entry.responseStatus > 0 && { status: entry.responseStatus }),
    ...(contentType && { mimeType: contentType }),
    ...(tells && { responseBodySize: entry.decodedBodySize, transferSize: entry.transferSize }),
    timing: Object.fromEntries(PHASES.filter(phase => entry[phase] > 0).map(phase => [phase, round(entry[phase])])),
  };
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

/** Elements that say that what they name failed to load; and how resource timing would call them. */
const FAILS = 'img, script, link, video, audio, source, track, input, embed, object, image';

/** Tells of navigation, images, styles, scripts and the like, and of what failed to load, until the returned function is called. */
export function watchResources(requests: Requests): { stop(): void; take(): void } {
  const tell = (entries: PerformanceEntryList) => {
    for (const entry of entries) requests.timed(entry as PerformanceResourceTiming);
  };
  const observer = new PerformanceObserver(list => tell(list.getEntries()));
  observer.observe({ type: 'resource', buffered: true });
  // The document itself, as soon as it is there: its entry is announced with the page's load, which may never come.
  const loaded = () => tell(performance.getEntriesByType('navigation'));
  const failed = ({ target }: Event) => {
    if (!(target instanceof Element) || !target.matches(FAILS)) return;
    const { currentSrc, src, href, data } = target as Partial<Record<'currentSrc' | 'src' | 'href' | 'data', unknown>>;
    const url = [currentSrc, src, href, data].find(one => typeof one === 'string' && one !== '');
    if (url) requests.failed(target.localName, url as string);
  };
  natives.listen.call(document, 'DOMContentLoaded', loaded);
  natives.listen.call(window, 'error', failed, true);
  return {
    take: () => tell(observer.takeRecords()),
    stop() {
      observer.disconnect();
      natives.unlisten.call(document, 'DOMContentLoaded', loaded);
      natives.unlisten.call(window, 'error', failed, true);
    },
  };
}
