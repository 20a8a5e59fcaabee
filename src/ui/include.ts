import browser from 'webextension-polyfill';
import { matchPatterns } from '../settings/settings';

/**
 * Asks the browser for hosts whose pictures, fonts and styles are missing; whether the user gave them. To be called by a click
 * and to wait for nothing before. Nothing need be kept of the intent: what pages show from then on is fetched wherever there
 * is access.
 */
export const includeHosts = (hosts: readonly string[]): Promise<boolean> =>
  browser.permissions.request({ origins: hosts.flatMap(value => matchPatterns({ kind: 'host', value })) });

/** Those of the hosts that the browser keeps us from. */
export async function withoutAccess(hosts: readonly string[]): Promise<string[]> {
  const granted = await Promise.all(
    hosts.map(value => browser.permissions.contains({ origins: matchPatterns({ kind: 'host', value }) })),
  );
  return hosts.filter((_, n) => !granted[n]);
}
