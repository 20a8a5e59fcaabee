import type { Identity, Site, Span } from './types';

/**
 * The splitting rule (design.md, "What a session is"). Sessions are a function of the set of activity times and of the
 * moments at which one was ended by hand; the order in which either becomes known does not matter.
 */

/** First to last activity, both inclusive: what one chunk knows of the user. */
export interface Activity {
  first: number;
  last: number;
}

/** When a session ends: by hand, or at last activity + timeout. */
export const endsAt = (span: Span): number => span.endedAt ?? span.lastActivityAt + span.timeoutMs;

/** Whether a session is over at `now`: derived, never stored. A gap of exactly the timeout ends it. */
export const isOver = (span: Span, now: number): boolean => now >= endsAt(span);

/** Whether the clock of `now` falls into the session: what a page that merely loads asks. */
export const isRunning = (span: Span, now: number): boolean => now >= span.startedAt && !isOver(span, now);

/** First to last activity in milliseconds; never negative. */
export const durationMs = (span: Span): number => Math.max(0, span.lastActivityAt - span.startedAt);

/** Whether a hand has ended a session in [from, to): nothing after that moment belongs with anything before it. */
const handEndedBetween = (spans: readonly Span[], from: number, to: number): boolean =>
  spans.some(({ endedAt }) => endedAt !== undefined && from <= endedAt && endedAt < to);

/** Whether two runs of activity, the earlier with its timeout, are one session. */
function belongTogether(a: Omit<Span, 'endedAt'>, b: Omit<Span, 'endedAt'>, all: readonly Span[]): boolean {
  const [earlier, later] = a.startedAt <= b.startedAt ? [a, b] : [b, a];
  if (later.startedAt - earlier.lastActivityAt >= earlier.timeoutMs) return false;
  return !handEndedBetween(all, earlier.startedAt, later.startedAt);
}

/**
 * Where activity belongs among the sessions of one site and identity.
 * Gives the sessions that it and they make one, earliest first: none means that it begins a session, several that it bridges them.
 * `timeoutMs` is the timeout a session would begin with.
 */
export function joins<S extends Span>(spans: readonly S[], activity: Activity, timeoutMs: number): S[] {
  const run = { startedAt: activity.first, lastActivityAt: activity.last, timeoutMs };
  const rest = [...spans].sort((a, b) => a.startedAt - b.startedAt);
  const joined: S[] = [];
  // Every session that joins may reach the next one, on either side: go round until none does.
  for (let at = 0; at < rest.length; ) {
    const span = rest[at] as S;
    if (!belongTogether(span, run, spans)) {
      at++;
      continue;
    }
    if (span.startedAt <= run.startedAt) run.timeoutMs = span.timeoutMs;
    run.startedAt = Math.min(run.startedAt, span.startedAt);
    run.lastActivityAt = Math.max(run.lastActivityAt, span.lastActivityAt);
    joined.push(span);
    rest.splice(at, 1);
    at = 0;
  }
  return joined.sort((a, b) => a.startedAt - b.startedAt);
}

/**
 * One span out of sessions that belong together and the activity that joins them. It keeps the timeout the earliest began
 * with, and the moment the last of them was ended by hand.
 */
export function merged(spans: readonly Span[], activity: Activity, timeoutMs: number): Span {
  const all = [...spans, { startedAt: activity.first, lastActivityAt: activity.last, timeoutMs }];
  const earliest = all.reduce((a, b) => (b.startedAt < a.startedAt ? b : a));
  const last = Math.max(...all.map(span => span.lastActivityAt));
  const ends = spans.flatMap(({ endedAt }) => endedAt ?? []);
  const span = { startedAt: earliest.startedAt, lastActivityAt: last, timeoutMs: earliest.timeoutMs };
  if (ends.length === 0) return span;
  const endedAt = Math.max(...ends);
  return { ...span, endedAt, lastActivityAt: Math.min(last, endedAt) };
}

/** What keeps sessions apart: those of one scope never overlap, those of different scopes know nothing of each other. */
export const sessionScope = (identity: Identity, site: Site): string => `${identity} ${site}`;
