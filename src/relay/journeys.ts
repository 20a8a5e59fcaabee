import type { MarkDraft } from '../session/types';

/** What is on its way for longer is not why the page goes away. */
const MAX_WAY_MS = 30_000;

interface Destination {
  url: string;
  sameDocument: boolean;
}

/** The host of an address elsewhere than on this page's own. */
const hostElsewhere = (url: string): string | undefined => {
  if (!URL.canParse(url)) return;
  const { protocol, host } = new URL(url);
  return /^https?:$/.test(protocol) && host !== location.host ? host : undefined;
};

/**
 * Knows where the page is about to go, where the page itself asked for it: a link, a form, a script. Gives, as the page goes away,
 * the mark of leaving for another host. Of its address no more is kept.
 */
export function watchLeaving(now: () => number, signal: AbortSignal): () => MarkDraft | undefined {
  let going: { host: string | undefined; at: number } | undefined;
  (globalThis as { navigation?: EventTarget }).navigation?.addEventListener(
    'navigate',
    event => {
      const { url, sameDocument } = (event as Event & { destination: Destination }).destination;
      if (!sameDocument) going = { host: hostElsewhere(url), at: now() };
    },
    { signal },
  );
  return () => {
    const { host, at = 0 } = going ?? {};
    going = undefined;
    return host && now() - at < MAX_WAY_MS ? { kind: 'left', at: now(), label: host } : undefined;
  };
}

/** The mark of coming here from another host, as far as that tells. */
export function cameFrom(now: () => number): MarkDraft | undefined {
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const host = load?.type === 'reload' ? undefined : hostElsewhere(document.referrer);
  return host ? { kind: 'back', at: now(), label: host } : undefined;
}
