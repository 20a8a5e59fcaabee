import { DAMAGED } from '../session/lost';
import { addRange } from '../session/ranges';
import type { Mark, Range, SessionSource, Stream } from '../session/types';
import { isReadable, runs } from './chunk-events';

/** Behind all that a page marked in a chunk. */
const LAST_N = 999_999;

/** Chunks in a row that are not there or cannot be read. */
interface Stretch {
  streamId: string;
  seq: number;
  from: number;
  to: number;
}

/**
 * A source without the chunks that cannot be read, for with one of them a file could not be imported; each stretch that is lost with them,
 * or is not there at all, is a gap in its steps. `lost`: when that was. Looks only at what is needed for `range`.
 */
export async function readable(
  source: SessionSource,
  range: Range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  check: () => void = () => {},
): Promise<{ source: SessionSource; lost: Range[] }> {
  const index = await source.index();
  const stretches: Stretch[] = [];
  const damaged = new Set<string>();
  for (const stream of index.streams)
    for (const run of runs(stream)) stretches.push(...(await lostOf(source, stream, run, range, damaged, check)));
  if (stretches.length === 0) return { source, lost: [] };
  const within = (at: number) => Math.min(Math.max(at, range[0]), range[1]);
  const known = new Set(
    index.marks.flatMap(mark => (mark.kind === 'gap' && mark.label === DAMAGED ? [keyOf(mark)] : [])),
  );
  const gaps = stretches
    .filter(one => !known.has(keyOf(one)))
    .map(({ streamId, seq, from }): Mark => {
      return { streamId, seq, n: LAST_N, kind: 'gap', at: within(from), label: DAMAGED };
    });
  const { session } = index;
  const told = {
    ...index,
    session: { ...session, counts: { ...session.counts, gaps: session.counts.gaps + gaps.length } },
    marks: [...index.marks, ...gaps].sort((a, b) => a.at - b.at),
  };
  return {
    lost: stretches.reduce<Range[]>((all, { from, to }) => addRange(all, [within(from), within(to)], 0), []),
    source: {
      ...source,
      index: async () => told,
      chunks: async (...asked) => (await source.chunks(...asked)).filter(chunk => !damaged.has(keyOf(chunk))),
    },
  };
}

const keyOf = ({ streamId, seq }: { streamId: string; seq: number }): string => `${streamId} ${seq}`;

/** What is lost between two snapshots of a stream, if what lies there is needed. */
async function lostOf(
  source: SessionSource,
  { id: streamId, windows, openedAt }: Stream,
  [fromSeq, toSeq]: [number, number],
  [from, to]: Range,
  damaged: Set<string>,
  check: () => void,
): Promise<Stretch[]> {
  const opens = windows.find(({ seq }) => seq === fromSeq);
  const closesAt = windows.find(({ seq }) => seq === toSeq)?.at;
  let soundTo = opens?.at ?? openedAt;
  if (soundTo > to || (closesAt !== undefined && closesAt <= from)) return [];
  const stretches: Stretch[] = [];
  let isLosing = false;
  const lose = (stretch: Omit<Stretch, 'streamId'>) => {
    const last = stretches.at(-1);
    if (isLosing && last) last.to = stretch.to;
    else stretches.push({ streamId, ...stretch });
    isLosing = true;
  };
  let next = fromSeq;
  const chunks = await source.chunks(streamId, fromSeq, toSeq);
  for (const chunk of chunks) {
    check();
    if (chunk.seq > next) lose({ seq: next, from: soundTo, to: chunk.from });
    if (chunk.from > to || (await isReadable(chunk))) isLosing = false;
    else {
      damaged.add(keyOf(chunk));
      lose(chunk);
    }
    next = chunk.seq + 1;
    soundTo = chunk.to;
  }
  if (opens && closesAt !== undefined ? next < toSeq : opens && next === fromSeq)
    lose({ seq: next, from: soundTo, to: closesAt ?? soundTo });
  return stretches.filter(one => one.from <= to);
}
