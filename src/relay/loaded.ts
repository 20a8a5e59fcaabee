import { isFontUrl } from '../session/css-urls';

/** What a page asked for otherwise than to show it; asking again could do something. */
const NOT_SHOWN = ['fetch', 'xmlhttprequest', 'beacon', 'script', 'iframe', 'frame', 'navigation', 'embed', 'object'];

const withoutFragment = (url: string): string => url.split('#')[0] ?? url;

/** Knows what the page itself has loaded to show it: nothing else is ever fetched for a tape. */
export interface Loaded {
  has(url: string): boolean;
  /** Whether it is a picture of a single point: those count visits, and show nothing. */
  isPixel(url: string): boolean;
  /** Whether the page tried to show it and could not. */
  isBroken(url: string): boolean;
  close(): void;
}

const fontsInUse = (): number => [...document.fonts].filter(({ status }) => status === 'loaded').length;

/** `changed` is called when more may have been loaded. */
export function watchLoaded(changed: () => void): Loaded {
  const urls = new Set<string>();
  const broken = new Set<string>();
  const watch = new PerformanceObserver(list => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[])
      if (!NOT_SHOWN.includes(entry.initiatorType)) urls.add(withoutFragment(entry.name));
    changed();
  });
  watch.observe({ type: 'resource', buffered: true });
  const shown = (event: Event) => {
    const { target } = event;
    // A browser that has a picture in memory may not say that it was loaded.
    if (target instanceof HTMLImageElement) {
      const url = withoutFragment(target.currentSrc);
      urls.add(url);
      if (event.type === 'error') broken.add(url);
      else broken.delete(url);
    } else if (target instanceof HTMLLinkElement && target.sheet) urls.add(withoutFragment(target.href));
    else return;
    changed();
  };
  document.addEventListener('load', shown, true);
  document.addEventListener('error', shown, true);
  document.fonts.addEventListener('loadingdone', changed);
  return {
    has(url) {
      if (urls.has(url)) return true;
      for (const { complete, naturalWidth, currentSrc } of document.images)
        if (complete && naturalWidth > 0) urls.add(withoutFragment(currentSrc));
      for (const { href } of document.styleSheets) if (href) urls.add(withoutFragment(href));
      // Firefox does not say that it took a font from memory: then more are in use than were reported.
      if (isFontUrl(url) && fontsInUse() > [...urls].filter(isFontUrl).length) urls.add(url);
      return urls.has(url);
    },
    isPixel: url =>
      [...document.images].some(
        ({ currentSrc, naturalWidth, naturalHeight }) =>
          naturalWidth === 1 && naturalHeight === 1 && withoutFragment(currentSrc) === url,
      ),
    isBroken: url => broken.has(url),
    close() {
      watch.disconnect();
      document.fonts.removeEventListener('loadingdone', changed);
      document.removeEventListener('load', shown, true);
      document.removeEventListener('error', shown, true);
    },
  };
}
