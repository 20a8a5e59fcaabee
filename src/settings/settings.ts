import type { RecordingOptions } from '../messages/channel';
import type { ScopeKind } from '../messages/protocol';
import { MAX_ASSET_BYTES } from '../session/assets';

/** What is recorded: a host (`www.shop.test`, with its port only where that tells sites apart), a whole domain, or every site. */
export interface ScopeRule {
  kind: ScopeKind;
  /** The host or registrable domain; empty for `everything`. */
  value: string;
}

/** What is recorded differently on one site (a host, or a domain and all below it). */
export interface SiteRule {
  site: string;
  recording: Partial<RecordingOptions>;
}

export interface Settings {
  scopes: ScopeRule[];
  /** Hosts and domains that are never recorded, whatever the scopes say. */
  neverRecord: string[];
  paused: boolean;
  recordPrivateWindows: boolean;
  recording: RecordingOptions;
  /** Where this is not what is recorded. */
  siteRules: SiteRule[];
  /** 1–240; holds for sessions that begin after it was changed. */
  idleTimeoutMinutes: number;
  /** Sessions older than this are removed, unless starred, titled or noted. */
  keepDays: number;
  /** Above this many stored bytes the oldest sessions are removed, unless starred, titled or noted. */
  keepBytes: number;
  /** Of what its pages show, a session holds at most this many bytes. */
  assetBytes: number;
  /** No single file of it is larger. */
  largestAssetBytes: number;
}

export const DEFAULTS: Settings = {
  scopes: [],
  neverRecord: [],
  paused: false,
  recordPrivateWindows: false,
  recording: {
    keystrokes: false,
    console: true,
    network: true,
    assets: true,
    media: false,
    bodies: false,
    canvas: false,
    strict: false,
  },
  siteRules: [],
  idleTimeoutMinutes: 30,
  keepDays: 14,
  keepBytes: 5e9,
  assetBytes: 200e6,
  largestAssetBytes: 10e6,
};

export const IDLE_TIMEOUT_MINUTES = { min: 1, max: 240 };

/** Settings as stored, completed: what is missing is the default, numbers are brought into their range. */
export function complete(stored: Partial<Settings>): Settings {
  const settings = { ...DEFAULTS, ...stored, recording: { ...DEFAULTS.recording, ...stored.recording } };
  const { min, max } = IDLE_TIMEOUT_MINUTES;
  const minutes = Number.isFinite(settings.idleTimeoutMinutes)
    ? settings.idleTimeoutMinutes
    : DEFAULTS.idleTimeoutMinutes;
  return {
    ...settings,
    idleTimeoutMinutes: Math.min(max, Math.max(min, Math.round(minutes))),
    // An emptied field reads as NaN or 0, and must not remove every session.
    keepDays: settings.keepDays > 0 ? settings.keepDays : DEFAULTS.keepDays,
    keepBytes: settings.keepBytes > 0 ? settings.keepBytes : DEFAULTS.keepBytes,
    assetBytes: settings.assetBytes > 0 ? settings.assetBytes : DEFAULTS.assetBytes,
    largestAssetBytes:
      settings.largestAssetBytes > 0
        ? Math.min(MAX_ASSET_BYTES, settings.largestAssetBytes)
        : DEFAULTS.largestAssetBytes,
  };
}

/** Whether `domain` is `host` or one of its parents. */
const covers = (domain: string, host: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** A page's host, as in `URL`: `host` with the port, `hostname` without. */
type Host = Pick<URL, 'host' | 'hostname'>;

/** What is recorded of pages at this host: what is set for the longest of its names wins over the shorter ones, and these over what is set for all. */
export function optionsFor(
  { recording, siteRules }: Pick<Settings, 'recording' | 'siteRules'>,
  at: Host,
): RecordingOptions {
  const rules = siteRules.filter(({ site }) => site === at.host || covers(site, at.hostname));
  const inOrder = rules.sort((a, b) => a.site.length - b.site.length);
  return Object.assign({ ...recording }, ...inOrder.map(rule => rule.recording));
}

/** Of two hosts whose content stands in one page, what is recorded of both. */
export function narrower(a: RecordingOptions, b: RecordingOptions): RecordingOptions {
  const both = Object.entries(a).map(([name, isOn]) => [name, isOn && b[name as keyof RecordingOptions]]);
  return { ...(Object.fromEntries(both) as unknown as RecordingOptions), strict: a.strict || b.strict };
}

/** The rules with one thing set, or left to what holds for all sites, on one of them. A site without any difference has no rule. */
export function withSiteRule<K extends keyof RecordingOptions>(
  rules: SiteRule[],
  site: string,
  what: K,
  value: boolean | undefined,
): SiteRule[] {
  const { [what]: _, ...others } = rules.find(rule => rule.site === site)?.recording ?? {};
  const recording: SiteRule['recording'] = value === undefined ? others : { ...others, [what]: value };
  const rest = rules.filter(rule => rule.site !== site);
  return Object.keys(recording).length === 0 ? rest : [...rest, { site, recording }];
}

/** Whether a host is never to be recorded. */
export const isNever = (neverRecord: readonly string[], { host, hostname }: Host): boolean =>
  neverRecord.some(value => value === host || covers(value, hostname));

/** Whether a page at this host is to be recorded. `host` is as in `URL.host`, `hostname` without a port. */
export function inScope(settings: Settings, { host, hostname }: Host): boolean {
  if (isNever(settings.neverRecord, { host, hostname })) return false;
  return settings.scopes.some(({ kind, value }) => {
    if (kind === 'everything') return true;
    return value === host || (kind === 'host' ? value === hostname : covers(value, hostname));
  });
}

/** A scope switched on from a page. Who asks for the page or its domain means it, also where it was never to be recorded; "every site" means the others. */
export const withScope = (
  { scopes, neverRecord }: Pick<Settings, 'scopes' | 'neverRecord'>,
  rule: ScopeRule,
  { host, hostname }: Host,
): Pick<Settings, 'scopes' | 'neverRecord'> => ({
  scopes: [...scopes.filter(({ kind, value }) => kind !== rule.kind || value !== rule.value), rule],
  neverRecord:
    rule.kind === 'everything' ? neverRecord : neverRecord.filter(value => value !== host && value !== hostname),
});

/** The browsers' match patterns (no port: Firefox takes none) for a scope. */
export function matchPatterns({ kind, value }: ScopeRule): string[] {
  // One pattern: Chrome does not see that `*://a.test/*` lies within `http://*/*` and `https://*/*` together.
  if (kind === 'everything') return ['*://*/*'];
  const hostname = value.replace(/:\d+$/, '');
  // An IP address or a single-label host is its own domain: nothing is below it.
  const hasSubdomains = hostname.includes('.') && !/^[\d.]+$/.test(hostname);
  return [`*://${kind === 'domain' && hasSubdomains ? '*.' : ''}${hostname}/*`];
}
