import browser from 'webextension-polyfill';
import type { TabState } from '../messages/protocol';
import { inScope, matchPatterns, type ScopeRule, type Settings } from '../settings/settings';
import { type Browsing, identityOf, websiteOf } from './site';

/** Whether the browser lets us see and change pages of a scope, or of an address. */
export const hasAccess = (rule: ScopeRule): Promise<boolean> =>
  browser.permissions.contains({ origins: matchPatterns(rule) });

export const hasAccessTo = async (url: string): Promise<boolean> => {
  const website = websiteOf(url);
  return website !== undefined && hasAccess({ kind: 'host', value: website.hostname });
};

/** Whether an address is to be recorded now, and if not, why. How it goes, its page knows. */
export async function stateOf(settings: Settings, url: string | undefined, tab: Browsing): Promise<TabState> {
  const website = websiteOf(url);
  if (!website || !url) return { recording: 'impossible', why: 'not-a-website' };
  const about = { site: website.site, host: website.host, identity: identityOf(tab) };
  if (!inScope(settings, website)) {
    const never = inScope({ ...settings, neverRecord: [] }, website);
    return { recording: 'off', ...about, ...(never && { why: 'never-record' }) };
  }
  if (settings.paused) return { recording: 'paused', ...about };
  if (tab.incognito && !settings.recordPrivateWindows) return { recording: 'off', why: 'private', ...about };
  if (!(await hasAccessTo(url))) return { recording: 'trouble', why: 'no-access', ...about };
  return { recording: 'on', ...about };
}
