import type { MarkDraft, Range } from './types';

/** When events of a page's recorder were, as it says. */
interface Told {
  from: number;
  to: number;
  marks: MarkDraft[];
}

/**
 * What a page's recorder hands over, with times that can be: a page may forge them, and spoils its own tape, but neither its length
 * nor where it stands among others.
 */
export function inTime<T extends Told>(told: T, [earliest, latest]: Range): T {
  const within = (at: number, from = earliest) => Math.min(Math.max(at, from), Math.max(from, latest));
  const from = within(told.from);
  return {
    ...told,
    from,
    to: within(told.to, from),
    marks: told.marks.map(mark => ({ ...mark, at: within(mark.at) })),
  };
}
