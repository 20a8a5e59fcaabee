import browser, { type Scripting } from 'webextension-polyfill';
import { PRIVACY } from '../session/types';
import { recordedAlike } from '../settings/alike';
import type { ScopeRule, Settings } from '../settings/settings';
import { showBadge } from './badge';

/** The relay first: a recorder that finds none would have to wait for it. */
export const RELAY = { id: 'relay', js: ['clock.js', 'relay.js'], allFrames: true, world: 'ISOLATED' };
export const RECORDER = { id: 'recorder', js: ['recorder.js'], allFrames: false, world: 'MAIN' };
/** What listens in frames that the recorder of the page around them records. */
export const FRAME_RECORDER = { id: 'frame-recorder', js: ['frame-recorder.js'], allFrames: true, world: 'MAIN' };

type Registered = Scripting.RegisteredContentScript;

/**
 * What the browser is to run in pages of `scopes` before their first script. The relay must know at once what is switched on, so that
 * nothing of the page is touched for what is not: that is told by small scripts in front of it, and sites with rules of their own are
 * registered apart.
 */
export function scriptsFor(settings: Settings, scopes: readonly ScopeRule[]): Registered[] {
  return recordedAlike(settings, scopes).flatMap(({ matches, excludeMatches, options }, n) => {
    const early = PRIVACY.filter(name => options[name]).map(name => `early/${name}.js`);
    const wanted = [RELAY, RECORDER, ...(options.console || options.network ? [FRAME_RECORDER] : [])];
    return wanted.map(script => ({
      ...script,
      id: `${script.id} ${n}`,
      js: script === RELAY ? ['early/none.js', ...early, ...script.js] : script.js,
      matches,
      ...(excludeMatches.length > 0 && { excludeMatches }),
      runAt: 'document_start',
      matchOriginAsFallback: script.allFrames,
      persistAcrossSessions: true,
    })) as unknown as Registered[]; // the polyfill's types know neither worlds nor fallbacks
  });
}

/** Starts relay and recorder in a document that is already open. */
export async function inject(tabId: number): Promise<void> {
  for (const { js, allFrames, world } of [RELAY, RECORDER, FRAME_RECORDER]) {
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
