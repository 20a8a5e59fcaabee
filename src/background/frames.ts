import browser, { type Runtime } from 'webextension-polyfill';
import type { Call, Envelope, PageFacts, Place, RelayOrders } from '../messages/protocol';
import { redactText, redactUrl } from '../session/redact';
import { isNever, type Settings } from '../settings/settings';
import { FRAME_RECORDER, RECORDER, RELAY } from './scripts';
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
      // The top document is registered for, or was injected into.
      return frameId === 0 || hasRelay || (website && isNever(neverRecord, website)) ? [] : [frameId];
    });
    if (frameIds.length === 0) return;
    await browser.scripting.executeScript({ target: { tabId, frameIds }, files: RELAY.js, injectImmediately: true });
    await browser.scripting.executeScript({
      target: { tabId, frameIds },
      files: FRAME_RECORDER.js,
      world: FRAME_RECORDER.world as 'ISOLATED',
      injectImmediately: true,
    });
  } catch {
    // The tab went on to another page meanwhile, or keeps frames of the browser's own: the page has what it has.
  }
}

/** The page that a frame at `url` is in; undefined where it is not recorded, or the frame's host is never to be. */
export async function pageOf(
  { neverRecord }: Settings,
  tabId: number,
  url: string | undefined,
): Promise<PageFacts | undefined> {
  const website = websiteOf(url);
  if (website && isNever(neverRecord, website)) return;
  try {
    const order: Call<RelayOrders> = { type: 'page', data: undefined };
    return (await browser.tabs.sendMessage(tabId, order, { frameId: 0 })) as PageFacts | undefined;
  } catch {
    return undefined; // no relay in the tab's top document
  }
}

/** Starts the recorder in a frame of another origin. Without scripts (a sandbox) it cannot run, and the frame is not recorded. */
export async function startRecorder({ tabId, frameId }: Place): Promise<void> {
  try {
    await browser.scripting.executeScript({
      target: { tabId, frameIds: [frameId] },
      files: RECORDER.js,
      world: RECORDER.world as 'ISOLATED',
      injectImmediately: true,
    });
  } catch {
    // The frame has gone meanwhile, or is one that the browser keeps to itself.
  }
}

/**
 * What a frame sends, with the address of the page around it: only the browser tells it, for it may not be the frame's to know.
 * While a tab loads, its title may be the address of where it goes.
 */
export const withPage = <E extends Envelope>(envelope: E, { tab }: Runtime.MessageSender): E => {
  const title = tab?.status === 'complete' ? (tab.title ?? '') : '';
  return { ...envelope, document: { ...envelope.document, url: redactUrl(tab?.url ?? ''), title: redactText(title) } };
};
