import { getDomain } from 'tldts';
import type { Identity, Site } from '../session/types';

/** The part of a tab that tells who is browsing. */
export interface Browsing {
  incognito: boolean;
  /** Firefox only. */
  cookieStoreId?: string;
}

export interface Website {
  site: Site;
  host: string;
  hostname: string;
  /** The registrable domain; the hostname itself where there is none. */
  domain: string;
}

/**
 * The website of an address (design.md, rule 5): its registrable domain by the public suffix list, private suffixes included;
 * IP addresses and single-label hosts are told apart by port as well. Undefined for what is no website.
 */
export function websiteOf(url: string | undefined): Website | undefined {
  if (!url || !URL.canParse(url)) return;
  const { protocol, host, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return;
  const domain = getDomain(hostname, { allowPrivateDomains: true });
  return { site: domain ?? host, host, hostname, domain: domain ?? hostname };
}

/** Sessions of different identities never mix: normal, private, each Firefox container. */
export function identityOf({ incognito, cookieStoreId }: Browsing): Identity {
  if (incognito) return 'private';
  return cookieStoreId?.startsWith('firefox-container-') ? cookieStoreId : 'normal';
}
