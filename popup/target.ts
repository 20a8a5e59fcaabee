import { computed, effect, signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { clock } from '../src/clock/clock';
import type { ScopeKind, TabState } from '../src/messages/protocol';
import type { Session } from '../src/session/types';
import { inScope, matchPatterns, type ScopeRule, type Settings } from '../src/settings/settings';
import { runningSession, watch } from '../src/store/sessions';
import { send } from '../src/ui/send';
import { db, isLive, lookAtClock, now, sessions, settings } from './tape';
import { askedTab, hasTarget } from './where';

/** The page in front of the user. */
export type Target =
  | { is: 'looking' }
  /** There is no page: this is the library. */
  | { is: 'none' }
  /** A page of the browser, of an extension, a file: nothing that could be recorded. */
  | { is: 'no-website' }
  /** Its address is not shown to us: the popup was not opened by a click. */
  | { is: 'unseen' }
  | { is: 'website'; tabId: number; url: string; host: string; state: TabState; access: boolean; everywhere: boolean };

export const target = signal<Target>({ is: hasTarget ? 'looking' : 'none' });

/** Of the site and identity of the page in front of the user, as last read; not always in the part of the list that was read. */
const newestHere = signal<Session>();

/** The session that runs on the page in front of the user. */
export const running = computed(() => {
  const session = newestHere.value;
  return session && isLive(session, now.value) ? session : undefined;
});

const place = computed(() => {
  const { site = '', identity = '' } = target.value.is === 'website' ? target.value.state : {};
  return `${identity} ${site}`;
});

function followRunning(): () => void {
  newestHere.value = undefined;
  const [identity = '', site = ''] = place.value.split(' ');
  const show = (session: Session | undefined) => {
    newestHere.value = session;
    lookAtClock();
  };
  return watch(
    () => runningSession(db, { identity, site }, clock.now()),
    show,
    () => {},
  ); // the list says that it cannot be read
}

/** Looks at the tab again after everything that may have changed what is to be said of it. */
export function followTarget(): void {
  if (!hasTarget) return;
  look();
  effect(followRunning);
  settings.subscribe(look);
  sessions.subscribe(look);
  browser.permissions.onAdded.addListener(look);
  browser.permissions.onRemoved.addListener(look);
  browser.tabs.onUpdated.addListener(look);
}

let looks = 0;

export async function look(): Promise<void> {
  const mine = ++looks;
  const seen = await see().catch((): Target => ({ is: 'no-website' }));
  if (mine === looks) target.value = seen;
}

async function see(): Promise<Target> {
  const [active] = askedTab === undefined ? await browser.tabs.query({ active: true, currentWindow: true }) : [];
  const tab = askedTab === undefined ? active : await browser.tabs.get(askedTab);
  if (tab?.id === undefined) return { is: 'no-website' };
  const tabId = tab.id;
  const state = await send('tabState', { tabId });
  if (!tab.url) return { is: state.why === 'not-a-website' ? 'no-website' : 'unseen' };
  const url = new URL(tab.url);
  if (!/^https?:$/.test(url.protocol)) return { is: 'no-website' };
  // As in scopes: with its port only where ports tell sites apart.
  const host = state.site === url.host ? url.host : url.hostname;
  const access = await browser.permissions.contains({ origins: matchPatterns({ kind: 'host', value: host }) });
  const everywhere = await browser.permissions.contains({ origins: matchPatterns({ kind: 'everything', value: '' }) });
  return { is: 'website', tabId, url: tab.url, host, state, access, everywhere };
}

/** What a scope means for the page in front of the user. */
export function ruleFor(page: Target & { is: 'website' }, kind: ScopeKind): ScopeRule {
  if (kind === 'everything') return { kind, value: '' };
  return { kind, value: kind === 'domain' ? (page.state.site ?? page.host) : page.host };
}

/** The widest scope that covers a page. */
export function coveredBy(stored: Settings, { host }: { host: string }): ScopeKind | undefined {
  const website = { host, hostname: host.replace(/:\d+$/, '') };
  const kinds = stored.scopes
    .filter(rule => inScope({ ...stored, scopes: [rule], neverRecord: [] }, website))
    .map(({ kind }) => kind);
  return (['everything', 'domain', 'host'] as const).find(kind => kinds.includes(kind));
}
