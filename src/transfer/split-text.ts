import type { PageMirror } from './page-mirror';
import type { Finder } from './redaction-rules';

/** What stands between two texts when they are read together: nothing between parts of a line, and what else between lines. */
const JOINS: { within: string; between: string; patterns: boolean }[] = [
  // A pattern must not take numbers of two cells for one.
  { within: '', between: '\u0000', patterns: true },
  { within: '', between: ' ', patterns: false },
  { within: '', between: '', patterns: false },
  { within: ' ', between: ' ', patterns: false },
];

/**
 * The texts among `ids`, in the order they are read, that a match lies across: a name in two elements is found in neither. What one text
 * holds alone is not told.
 */
export function splitMatches(mirror: PageMirror, ids: readonly number[], finder: Finder): Set<number> {
  const found = new Set<number>();
  if (ids.length < 2) return found;
  const blocks = ids.map(id => mirror.blockOf(id));
  for (const { within, between, patterns } of JOINS) {
    let joined = '';
    const starts: number[] = [];
    for (const [n, id] of ids.entries()) {
      const join = n === 0 ? '' : blocks[n] === blocks[n - 1] ? within : between;
      const text = (mirror.text(id) ?? '').replace(/\s+/g, ' ');
      starts.push(joined.length + (joined.endsWith(' ') && join === ' ' ? 0 : join.length));
      // Two blanks are read as one.
      joined += (join + text).replace(/^ +/, joined.endsWith(' ') ? '' : ' ');
    }
    for (const [from, to] of finder.spans(joined, patterns)) {
      const first = starts.findLastIndex(start => start <= from);
      const last = starts.findLastIndex(start => start < to);
      if (last > first)
        for (const id of ids.slice(first, last + 1)) if ((mirror.text(id) ?? '').trim() !== '') found.add(id);
    }
  }
  return found;
}
