import type { Asset, Range, SessionIndex, SessionSource } from '../session/types';
import type { Draw } from './bug-bundle';
import { copiedAt } from './copied-at';
import { fileName } from './file-name';
import { exportAs, type Format } from './formats';
import { leaveOut, type Part } from './leave-out';
import { cutTo, withUsedAssets } from './range';
import { readable } from './readable';
import { type Found, redacted } from './redaction';
import type { Redaction } from './redaction-rules';
import { withSmallPictures } from './shrink';

/** How a session is to leave. */
export interface CopyOptions {
  format: Format;
  range?: Range;
  without: readonly Part[];
  redaction?: Redaction;
  /** What a tracker takes. */
  maxBytes?: number;
}

/** What was given up to make a file small enough, in this order. */
export type GivenUp = 'unused-assets' | 'bodies' | 'pictures-smaller';

export interface Copy {
  name: string;
  blob: Blob;
  givenUp: GivenUp[];
  /** It is still larger than was asked. */
  isTooLarge: boolean;
  found?: Found;
  /** When what could not be read was, and is not in it. */
  lost: Range[];
  /** What it was made of. */
  source: SessionSource;
  /** The newest moment that was on tape. */
  madeTo: number;
}

/** The newest moment on a tape: a note may be made when nothing happens any more. */
export const endOfTape = ({ session, streams, notes }: SessionIndex): number =>
  Math.max(session.lastActivityAt, ...streams.map(({ lastAt }) => lastAt), ...notes.map(({ at }) => at));

interface Around {
  template: () => Promise<string>;
  onProgress?: (part: number) => void;
  /** Called before each window is read, and each of its chunks looked at: may throw to stop, also within a page that somebody stayed on for hours. */
  check?: () => void;
  /** The time, for sessions that still run. */
  now?: number;
  shrink?: (asset: Asset) => Promise<Asset>;
  /** Draws pictures of what is to leave. */
  draw?: (source: SessionSource) => Draw;
}

/** Makes the file of a copy. `onProgress` hears the part that is done, begins anew where the file has to be smaller, and may throw to stop. */
export async function makeCopy(whole: SessionSource, options: CopyOptions, around: Around): Promise<Copy> {
  const { format, redaction, maxBytes = Number.POSITIVE_INFINITY } = options;
  const { template, onProgress, check, now, shrink, draw } = around;
  const chunks: SessionSource['chunks'] = async (...of) => {
    check?.();
    return whole.chunks(...of);
  };
  const source = copiedAt({ ...whole, chunks }, now ?? Number.POSITIVE_INFINITY);
  const madeTo = endOfTape(await source.index());
  const { source: chosen, found, lost } = await chosenPart(source, options, onProgress, check);
  const { session } = await chosen.index();
  const write = (part: SessionSource) => exportAs(part, format, template, onProgress, draw?.(part));
  const name = fileName(session, format);
  const ways: [GivenUp, (from: SessionSource) => SessionSource][] = [
    ['unused-assets', withUsedAssets],
    ['bodies', from => leaveOut(from, ['bodies'])],
    ['pictures-smaller', from => withSmallPictures(from, shrink)],
  ];
  const givenUp: GivenUp[] = [];
  let made = chosen;
  let blob = await write(made);
  for (const [way, smaller] of ways) {
    if (blob.size <= maxBytes) break;
    made = smaller(made);
    const tried = await write(made);
    if (tried.size < blob.size) givenUp.push(way);
    blob = tried;
  }
  const isTooLarge = blob.size > maxBytes;
  return { name, blob, givenUp, isTooLarge, lost, source: made, madeTo, ...(redaction && found && { found }) };
}

/** The part of a session that is asked for, without what is to be gone; what was found of that, and what could not be read. */
export async function chosenPart(
  source: SessionSource,
  { range, without, redaction }: Pick<CopyOptions, 'range' | 'without' | 'redaction'>,
  onProgress?: (part: number) => void,
  check?: () => void,
): Promise<{ source: SessionSource; found?: Found; lost: Range[] }> {
  const { source: whole, lost } = await readable(source, range, check);
  const part = leaveOut(range ? await cutTo(whole, range) : whole, without);
  return { lost, ...(redaction ? await redacted(part, redaction, onProgress, whole) : { source: part }) };
}
