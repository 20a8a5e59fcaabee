import browser, { type Tabs } from 'webextension-polyfill';
import type { Call, RelayOrders, RelayStatus } from '../messages/protocol';
import { inScope, type Settings } from '../settings/settings';
import type { Database } from '../store/database';
import { readSettings } from '../store/settings';
import { showBadge, showPaused } from './badge';
import { reachFrames } from './frames';
import { inject, scriptsFor } from './scripts';
import { websiteOf } from './site';
import { hasAccess, stateOf } from './state';

/** Sends an order to the relays of a tab. False where its top document has none. */
export async function tell(tabId: number, order: Call<RelayOrders>): Promise<boolean> {
  try {
    return (await browser.tabs.sendMessage(tabId, order)) === true; // the top one's answer
  } catch {
    return false; // no relay there: nothing of ours runs in that tab
  }
}

/** How a tab's page says that its recording goes. Undefined where no relay of this version is there to say it. */
export async function statusOf(tabId: number): Promise<RelayStatus | undefined> {
  await following.catch(() => {}); // it may be about to come
  try {
    const order: Call<RelayOrders> = { type: 'status', data: undefined };
    const status: unknown = await browser.tabs.sendMessage(tabId, order, { frameId: 0 });
    return typeof status === 'object' && status !== null ? (status as RelayStatus) : undefined;
  } catch {
    return undefined; // no relay there
  }
}

/** Two at once would register the same scripts twice, which the browsers refuse. */
let following: Promise<void> = Promise.resolve();

/** Makes the browser follow the settings: what is injected into future pages, and into those that are open. */
export function follow(db: Database): Promise<void> {
  following = following.then(
    () => followNow(db),
    () => followNow(db),
  );
  return following;
}

async function followNow(db: Database): Promise<void> {
  const settings = await readSettings(db);
  await showPaused(settings.paused);
  await register(settings);
  const tabs = await browser.tabs.query({});
  await Promise.all(tabs.map(tab => followInTab(settings, tab)));
}

async function register(settings: Settings): Promise<void> {
  const allowed = await Promise.all(settings.scopes.map(hasAccess));
  const scripts = settings.paused
    ? []
    : scriptsFor(
        settings,
        settings.scopes.filter((_, n) => allowed[n]),
      );
  const registered = await browser.scripting.getRegisteredContentScripts();
  const ids = registered.map(({ id }) => id);
  // Registering anew, for an update keeps an exclusion that is gone.
  if (ids.length > 0) await browser.scripting.unregisterContentScripts({ ids });
  if (scripts.length > 0) await browser.scripting.registerContentScripts(scripts);
}

async function followInTab(settings: Settings, tab: Tabs.Tab): Promise<void> {
  const { id, url, discarded } = tab;
  if (id === undefined || discarded) return;
  const website = websiteOf(url);
  const wanted = website !== undefined && !settings.paused && inScope(settings, website);
  if (await tell(id, { type: 'reconsider', data: undefined })) {
    if (wanted) await reachFrames(settings, id);
  } else if (wanted && (await hasAccess({ kind: 'host', value: website.hostname }))) await inject(id);
  else if (settings.paused) await showBadge(id, 'paused');
  // Of a tab whose address is kept from us, its page has said itself how it stands.
  else if (url !== undefined) await showBadge(id, (await stateOf(settings, url, tab)).recording);
}
