import browser from 'webextension-polyfill';
import { isNever, type Settings } from '../settings/settings';
import { RELAY } from './scripts';
import { websiteOf } from './site';

/** What a frame says of itself. */
interface Found {
  hasRelay: boolean;
  url: string;
}

/** Runs in the frame: all it uses is in it. */
const look = (): Found => ({
  hasRelay: (globalThis as { tapedeckRelay?: boolean }).tapedeckRelay === true,
  url: location.href,
});

/**
 * Starts a relay in those frames of a recorded tab that we may enter and that no registered script runs in: a scope says which
 * pages are recorded, and nothing of what they frame.
 */
export async function reachFrames({ neverRecord }: Settings, tabId: number): Promise<void> {
  try {
    const found = await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      func: look,
      injectImmediately: true,
    });
    const frameIds = found.flatMap(({ frameId, result }) => {
      const { hasRelay, url } = (result ?? { hasRelay: true }) as Found;
      const website = websiteOf(url);
      return hasRelay || (website && isNever(neverRecord, website)) ? [] : [frameId];
    });
    if (frameIds.length === 0) return;
    await browser.scripting.executeScript({ target: { tabId, frameIds }, files: RELAY.js, injectImmediately: true });
  } catch {
    // The tab went on to another page meanwhile, or keeps frames of the browser's own: the page has what it has.
  }
}
