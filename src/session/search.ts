import type { Rows } from './rows';
import type { Step } from './steps';
import type { PageSegment } from './timeline';
import type { NoteKind } from './types';

export type FoundIn = 'pages' | 'steps' | 'notes' | 'typed' | 'console' | 'network';

/** One place where the words were found. */
export interface Found {
  key: string;
  at: number;
  text: string;
}

export interface FoundGroup {
  in: FoundIn;
  /** How many there are; of many, only the first are given. */
  count: number;
  first: Found[];
}

/** So many of a group are listed: who sees more types another letter. */
const MAX_LISTED = 50;
const NOTES: readonly string[] = ['bug', 'question', 'idea', 'note'] satisfies NoteKind[];

interface Searched {
  pages: readonly PageSegment[];
  steps: readonly Step[];
  rows: Readonly<Rows>;
  /** A step as a sentence. */
  sentence: (step: Step) => string;
}

export const wordsOf = (asked: string): string[] => asked.toLowerCase().split(/\s+/).filter(Boolean);

/** Looks for words in everything a session holds; each of them must stand there, in any order. Groups without a find are left out. */
export function search(asked: string, { pages, steps, rows, sentence }: Searched): FoundGroup[] {
  const words = wordsOf(asked);
  if (words.length === 0) return [];
  const group = <T>(kind: FoundIn, all: readonly T[], text: (one: T) => string, at: (one: T) => number): FoundGroup => {
    const found: FoundGroup = { in: kind, count: 0, first: [] };
    for (const [n, one] of all.entries()) {
      const own = text(one);
      const low = own.toLowerCase();
      if (!words.every(word => low.includes(word))) continue;
      if (++found.count <= MAX_LISTED) found.first.push({ key: `${kind}-${n}`, at: at(one), text: own });
    }
    return found;
  };
  const isNote = ({ kind }: Step) => NOTES.includes(kind);
  const told = new Set<PageSegment['moves'][number]>();
  const visits = pages.flatMap(({ title, url, from, moves }) => [
    { text: `${title} ${url}`, at: from },
    // A page's first address is in its line already; one that comes on show again tells its moves once.
    ...moves
      .filter(move => move.url !== url && move.at >= from && told.size < told.add(move).size)
      .map(move => ({ text: move.url, at: move.at })),
  ]);
  const sentenceOf = (step: Step) => `${sentence(step)}${step.detail === undefined ? '' : ` ${step.detail}`}`;
  return [
    group('notes', steps.filter(isNote), sentence, ({ at }) => at),
    group(
      'steps',
      steps.filter(step => !isNote(step)),
      sentenceOf,
      ({ at }) => at,
    ),
    group(
      'pages',
      visits,
      ({ text }) => text,
      ({ at }) => at,
    ),
    group(
      'typed',
      rows.typed,
      ({ text }) => text,
      ({ at }) => at,
    ),
    group(
      'console',
      rows.console,
      ({ text }) => text,
      ({ at }) => at,
    ),
    group(
      'network',
      rows.requests,
      ({ method, url, status, error }) => `${method} ${url} ${error ?? (status || '')}`,
      ({ at }) => at,
    ),
  ].filter(({ count }) => count > 0);
}
