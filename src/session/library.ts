import { durationMs } from './split';
import type { Range, Session, Site } from './types';

/** The list of sessions: what of it is wanted, and in which order. Pure; the page around it is the library. */

export type SortBy = 'newest' | 'oldest' | 'longest' | 'errors' | 'clicks' | 'largest';
export const SORTS: readonly SortBy[] = ['newest', 'oldest', 'longest', 'errors', 'clicks', 'largest'];

/** What is wanted of all sessions. */
export interface Asked {
  /** Each of them must stand somewhere in the session, in any order. */
  words: string;
  withErrors: boolean;
  starred: boolean;
  site?: Site;
  /** When the session began. */
  began?: Range;
  sort: SortBy;
}

export const EVERYTHING: Asked = { words: '', withErrors: false, starred: false, sort: 'newest' };

/** Something said in a session that its own row does not tell. */
export interface Line {
  in: 'page' | 'note' | 'error';
  text: string;
}

export interface FoundSession {
  session: Session;
  /** Where the words were found, if not in what the list shows of the session anyway. */
  line?: Line;
}

const ORDER: Record<SortBy, (session: Session) => number> = {
  newest: ({ startedAt }) => startedAt,
  oldest: ({ startedAt }) => -startedAt,
  longest: durationMs,
  errors: ({ counts }) => counts.errors,
  clicks: ({ counts }) => counts.clicks,
  largest: ({ counts }) => counts.bytes,
};

const inRange = (at: number, [from, to]: Range): boolean => at >= from && at <= to;

/** The sessions that are as asked, in the order asked for; of equals, the newest first. `linesOf` gives what is known to be said in a session. */
export function findSessions(
  sessions: readonly Session[],
  { words, withErrors, starred, site, began, sort }: Asked,
  linesOf: (sessionId: string) => readonly Line[],
): FoundSession[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = sessions.flatMap((session): FoundSession[] => {
    if (withErrors && session.counts.errors === 0) return [];
    if (starred && !session.starred) return [];
    if (site !== undefined && session.site !== site) return [];
    if (began && !inRange(session.startedAt, began)) return [];
    const own = `${session.title ?? ''} ${session.landing.title} ${session.landing.url} ${session.site}`.toLowerCase();
    const elsewhere = wanted.filter(word => !own.includes(word));
    const told = elsewhere.length > 0 ? tell(linesOf(session.id), elsewhere) : undefined;
    return told === 'not all' ? [] : [{ session, ...(told && { line: told }) }];
  });
  const key = ORDER[sort];
  return found.sort((a, b) => key(b.session) - key(a.session) || b.session.startedAt - a.session.startedAt);
}

/** The line that has most of the words, if each of them stands in some line. */
function tell(lines: readonly Line[], words: readonly string[]): Line | 'not all' {
  let best: { line: Line; count: number } | undefined;
  const seen = new Set<string>();
  for (const line of lines) {
    const low = line.text.toLowerCase();
    const here = words.filter(word => low.includes(word));
    for (const word of here) seen.add(word);
    if (here.length > (best?.count ?? 0)) best = { line, count: here.length };
  }
  return best && seen.size === new Set(words).size ? best.line : 'not all';
}

/** Days to choose from; `day` is one that is named. */
export type When = 'any' | 'today' | 'yesterday' | 'week' | 'month' | 'day';
export const WHENS: readonly When[] = ['any', 'today', 'yesterday', 'week', 'month', 'day'];

/** The days meant, seen from `now`, as the computer's calendar has them; `named` is `2026-11-23`. */
export function daysMeant(when: When, now: number, named = ''): Range | undefined {
  const midnight = (at: number, daysLater: number) => {
    const date = new Date(at);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
  };
  const days = (first: number, afterLast: number, at = now): Range => [
    midnight(at, first),
    midnight(at, afterLast) - 1,
  ];
  switch (when) {
    case 'any':
      return;
    case 'today':
      return days(0, 1);
    case 'yesterday':
      return days(-1, 0);
    case 'week':
      return days(-6, 1);
    case 'month':
      return days(-29, 1);
    case 'day': {
      const at = new Date(`${named}T00:00`).getTime();
      return Number.isNaN(at) ? undefined : days(0, 1, at);
    }
  }
}
