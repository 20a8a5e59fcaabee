import type { RecordingOptions } from '../messages/channel';
import { matchPatterns, optionsFor, type ScopeRule, type Settings } from './settings';

/** Patterns of pages that are recorded alike, and how. */
export interface Alike {
  matches: string[];
  excludeMatches: string[];
  options: RecordingOptions;
}

/** The pages of `scopes` by what is recorded of them: sites with rules of their own stand apart from all others. No page is in two. */
export function recordedAlike(settings: Settings, scopes: readonly ScopeRule[]): Alike[] {
  const { neverRecord, siteRules, recording } = settings;
  const never = neverRecord.flatMap(value => matchPatterns({ kind: 'domain', value }));
  // Patterns know no ports: such sites are told by the worker.
  const sites = siteRules.map(({ site }) => site).filter(site => !site.includes(':'));
  const patternsOf = (site: string) => matchPatterns({ kind: 'domain', value: site });
  const below = (site: string) => sites.filter(one => one.endsWith(`.${site}`)).flatMap(patternsOf);
  const groups: Alike[] = [
    {
      matches: scopes.flatMap(matchPatterns),
      excludeMatches: [...never, ...sites.flatMap(patternsOf)],
      options: recording,
    },
    ...sites.map(site => ({
      matches: scopes.flatMap(scope => within(scope, site)),
      excludeMatches: [...never, ...below(site)],
      options: optionsFor(settings, { host: site, hostname: site }),
    })),
  ];
  return groups
    .map(group => ({ ...group, matches: [...new Set(group.matches)] }))
    .filter(({ matches }) => matches.length > 0);
}

/** Patterns of what is in a scope and of a site. */
function within(scope: ScopeRule, site: string): string[] {
  const { kind } = scope;
  const value = scope.value.replace(/:\d+$/, '');
  if (value === site || value.endsWith(`.${site}`)) return matchPatterns(scope);
  const isBelow = kind === 'everything' || (kind === 'domain' && site.endsWith(`.${value}`));
  return isBelow ? matchPatterns({ kind: 'domain', value: site }) : [];
}
