import browser from 'webextension-polyfill';
import { showBadge } from './badge';

/** The relay first: a recorder that finds none would have to wait for it. */
export const RELAY = { id: 'relay', js: ['clock.js', 'relay.js'], allFrames: true, world: 'ISOLATED' };
export const RECORDER = { id: 'recorder', js: ['recorder.js'], allFrames: false, world: 'MAIN' };

/** Starts relay and recorder in a document that is already open. */
export async function inject(tabId: number): Promise<void> {
  for (const { js, allFrames, world } of [RELAY, RECORDER]) {
    try {
      await browser.scripting.executeScript({
        target: { tabId, allFrames },
        files: js,
        world: world as 'ISOLATED',
        injectImmediately: true,
      });
    } catch (error) {
      // The browser keeps some pages to itself (its store, error pages); the tab says so.
      console.warn(`Cannot record tab ${tabId}`, error);
      return showBadge(tabId, 'waiting-for-reload');
    }
  }
}
