import { isFontUrl } from '../session/css-urls';

/** What a page asked for otherwise than to show it; asking again could do something. */
const NOT_SHOWN = ['fetch', 'xmlhttprequest', 'beacon', 'script', 'iframe', 'frame', 'navigation', 'embed', 'object'];

const withoutFragment = (url: string): string => url.split('#')[0] ?? url;

/** Knows what the page itself has loaded to show it: nothing else is ever fetched for a tape. */
export interface Loaded {
  /** Takes note of what has been loaded by now. */
  look(): void;
  has(url: string): boolean;
  /** Whether it is a picture of a single point: those count visits, and show nothing. */
  isPixel(url: string): boolean;
  /** Whether the page tried to show it and could not. */
  isBroken(url: string): boolean;
  close(): void;
}

const fontsInUse = (): number => [...document.fonts].filter(({ status }) => status === 'loaded').length;

/** This document and those of its frames that are recorded with it, for they are of its own origin. */
function documents(of = document): Document[] {
  const frames = of.querySelectorAll<HTMLIFrameElement | HTMLFrameElement>('iframe, frame');
  return [of, ...[...frames].flatMap(({ contentDocument }) => (contentDocument ? documents(contentDocument) : []))];
}

/** `changed` is called when more may have been loaded. */
export function watchLoaded(changed: () => void): Loaded {
  const urls = new Set<string>();
  const broken = new Set<string>();
  const pixels = new Set<string>();
  const note = (entries: PerformanceEntryList) => {
    for (const { initiatorType, name } of entries as PerformanceResourceTiming[])
      if (!NOT_SHOWN.includes(initiatorType)) urls.add(withoutFragment(name));
  };
  const watch = new PerformanceObserver(list => {
    note(list.getEntries());
    changed();
  });
  watch.observe({ type: 'resource', buffered: true });
  // The observer hears of it later: a page may be left before.
  note(performance.getEntriesByType('resource'));
  const shown = (event: Event) => {
    const { target } = event;
    // A browser that has a picture in memory may not say that it was loaded.
    if (target instanceof HTMLImageElement) {
      const url = withoutFragment(target.currentSrc);
      urls.add(url);
      if (event.type === 'error') broken.add(url);
      else broken.delete(url);
    } else if (target instanceof HTMLMediaElement) urls.add(withoutFragment(target.currentSrc));
    else if (target instanceof HTMLLinkElement && target.sheet) urls.add(withoutFragment(target.href));
    // What it shows is asked of its own document.
    else if (!(target instanceof HTMLIFrameElement)) return;
    changed();
  };
  document.addEventListener('load', shown, true);
  document.addEventListener('error', shown, true);
  // Film is in use long before all of it is loaded.
  document.addEventListener('loadedmetadata', shown, true);
  document.fonts.addEventListener('loadingdone', changed);
  return {
    look() {
      note(watch.takeRecords());
      pixels.clear();
      for (const shown of documents()) {
        const { images, styleSheets, defaultView } = shown;
        for (const { complete, naturalWidth, naturalHeight, currentSrc } of images) {
          if (!complete || !currentSrc) continue;
          const url = withoutFragment(currentSrc);
          urls.add(url);
          // It may have failed before anyone listened.
          if (naturalWidth === 0) broken.add(url);
          if (naturalWidth === 1 && naturalHeight === 1) pixels.add(url);
        }
        for (const { readyState, currentSrc } of shown.querySelectorAll<HTMLMediaElement>('video, audio'))
          if (readyState > 0) urls.add(withoutFragment(currentSrc));
        for (const { href } of styleSheets) if (href) urls.add(withoutFragment(href));
        if (defaultView && defaultView !== window) note(defaultView.performance.getEntriesByType('resource'));
      }
    },
    has(url) {
      // Firefox does not say that it took a font from memory: then more are in use than were reported.
      if (isFontUrl(url) && fontsInUse() > [...urls].filter(isFontUrl).length) urls.add(url);
      return urls.has(url);
    },
    isPixel: url => pixels.has(url),
    isBroken: url => broken.has(url),
    close() {
      watch.disconnect();
      document.fonts.removeEventListener('loadingdone', changed);
      document.removeEventListener('load', shown, true);
      document.removeEventListener('error', shown, true);
      document.removeEventListener('loadedmetadata', shown, true);
    },
  };
}
