import browser from 'webextension-polyfill';

/** This one page is the popup, and the library when it is opened in a tab. */
export const inPopup = browser.extension.getViews({ type: 'popup' }).includes(window);

const query = new URLSearchParams(location.search);

/** The tab that was asked for: `?tab=<id>`. */
export const askedTab = query.has('tab') ? Number(query.get('tab')) : undefined;

/** Opened to read files in: a popup closes under a file chooser, so its "Import" comes here. */
export const openedToImport = query.has('import');

/** Whether there is a page in front of the user that could be recorded. */
export const hasTarget = inPopup || askedTab !== undefined;

/** Opened for its list alone, in a tab of its own. */
export const isLibrary = !hasTarget;

export const openLibrary = (more = ''): Promise<void> => openPage(`popup/index.html?view=library${more}`);

export const playerPath = (sessionId: string): string => `player/index.html?session=${sessionId}`;

export const openPlayer = (sessionId: string): Promise<void> => openPage(playerPath(sessionId));

export const openSettings = (): Promise<void> => browser.runtime.openOptionsPage();

/** Opens one of our pages in a tab; the popup has done its work then. */
async function openPage(path: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
  if (inPopup) window.close();
}
