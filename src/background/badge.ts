import browser from 'webextension-polyfill';
import type { TabState } from '../messages/protocol';
import type { NoteKind } from '../session/types';

/** What the toolbar shows for a tab: a word of at most four letters, for colour alone tells nothing to many. */
const BADGES: Record<TabState['recording'], { text: string; color: string; title: string }> = {
  on: { text: 'REC', color: '#c2341d', title: 'badgeOn' },
  off: { text: '', color: '#5c6068', title: 'actionTitle' },
  paused: { text: 'II', color: '#5c6068', title: 'badgePaused' },
  'waiting-for-reload': { text: '↻', color: '#8a5a00', title: 'badgeReload' },
  trouble: { text: '!', color: '#8a5a00', title: 'badgeTrouble' },
  impossible: { text: '', color: '#5c6068', title: 'actionTitle' },
};

/** Shows a tab's state on the toolbar button. The browser clears it at the tab's next navigation. */
export async function showBadge(tabId: number, recording: TabState['recording']): Promise<void> {
  const { text, color, title } = BADGES[recording];
  try {
    await Promise.all([
      browser.action.setBadgeText({ tabId, text }),
      browser.action.setBadgeBackgroundColor({ tabId, color }),
      browser.action.setBadgeTextColor?.({ tabId, color: '#ffffff' }),
      browser.action.setTitle({ tabId, title: browser.i18n.getMessage(title) }),
    ]);
  } catch {
    // The tab was closed in the meantime: nobody is left to see it.
  }
}

/** What the toolbar shows for tabs of which nothing is to be said: while all is paused, that. */
export async function showPaused(paused: boolean): Promise<void> {
  const { text, color, title } = BADGES[paused ? 'paused' : 'off'];
  await Promise.all([
    browser.action.setBadgeText({ text }),
    browser.action.setBadgeBackgroundColor({ color }),
    browser.action.setTitle({ title: browser.i18n.getMessage(title) }),
  ]);
}

const FLASH_MS = 1_500;

/** Says on the toolbar that a note was taken, then that recording goes on. */
export async function flashBadge(tabId: number, kind: NoteKind): Promise<void> {
  try {
    await browser.action.setBadgeText({ tabId, text: kind === 'bug' ? 'BUG' : 'NOTE' });
    setTimeout(() => void showBadge(tabId, 'on'), FLASH_MS);
  } catch {
    // The tab was closed in the meantime: nobody is left to see it.
  }
}
