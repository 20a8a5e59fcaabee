import { EventType, type eventWithTime, IncrementalSource } from '@rrweb/types';
import { asFrameNote, type FrameNote } from '../../session/frame-note';
import { fixMedia, type Media } from '../../session/media';
import { type Piece, seqRange } from '../../session/timeline';
import type { Chunk, SessionSource } from '../../session/types';
import type { AssetUrls, StageAssets } from './asset-urls';
import { breathe } from './breathe';
import { isForStage } from './event-shape';
import { focusByAttribute } from './focus';
import { scrollAtOnce } from './page-rules';
import { readEvents } from './read-chunk';
import { Sanitiser } from './sanitise';
import { unpack } from './unpack';

/** Reading so long at a time is no stutter. */
const LONG_MS = 20;

/** Why what follows in a window cannot be shown. */
export type Damage = 'missing' | 'corrupt';

/** A window's events, from its full snapshot as far as they can be read. */
export interface LoadedWindow {
  streamId: string;
  events: eventWithTime[];
  /** Time of its full snapshot: the first moment that can be shown. */
  from: number;
  /** Time at which the sheets of its shadow roots are there too, of which rrweb tells a little later: it is shown then at the earliest. */
  dressedAt: number;
  /** Time of its stream's first snapshot: about when the page was made. */
  pageFrom: number;
  /** Time up to which it is readable. */
  to: number;
  /** Set when chunks are missing or damaged after `to`. */
  damage: Damage | undefined;
  /** Lines that were dropped because they were no events. */
  badEvents: number;
  /** The values of `width` and `height` that its canvases have. */
  canvas: Sanitiser['canvas'];
  /** What it says of frames whose content is not in it, in order of time. */
  frames: (FrameNote & { at: number })[];
  /** Frames that rrweb could not look into, by number, with the host they were loaded from. */
  outside: Sanitiser['outside'];
  /** What the page's media queries were answered. */
  media: Media;
  /** Resolves when all of it is read, and is true of it. Until then there is its snapshot, and some of what follows. */
  whole: Promise<void>;
  /** Reads what a running session has added since; gives the new events. */
  more(): Promise<eventWithTime[]>;
}

/** How long after a snapshot its sheets may come. */
const DRESSING_MS = 250;

const isSheet = ({ type, data }: eventWithTime): boolean =>
  type === EventType.IncrementalSnapshot &&
  (data.source === IncrementalSource.AdoptedStyleSheet ||
    (data.source === IncrementalSource.StyleSheetRule && data.replaceSync !== undefined));

/** Thrown when a window has no full snapshot that could be read. */
export class UnreadableWindow extends Error {
  constructor(readonly damage: Damage) {
    super(`window unreadable: ${damage}`);
  }
}

/** Reads the window of a piece through the source, and no more of the session; gives it once its full snapshot is there. */
export async function openWindow(source: SessionSource, piece: Piece, urls: AssetUrls): Promise<LoadedWindow> {
  const [fromSeq, toSeq] = seqRange(piece);
  const streamId = piece.stream.id;
  const media: Media = {};
  const adapt = (css: string): string => fixMedia(focusByAttribute(scrollAtOnce(css)), media);
  // A page without its style sheets is better than none.
  const assetsOf = async (): Promise<StageAssets> => {
    const [assets, missing] = await Promise.all([
      urls.held.of(source, streamId).catch(() => new Map()),
      source.missing(streamId).catch(() => new Map()),
    ]);
    return urls.of(assets, missing, adapt);
  };
  const [unpacked, assets] = await Promise.all([
    readableChunks(source, streamId, fromSeq, toSeq).then(unpackAll),
    assetsOf(),
  ]);
  const sanitiser = new Sanitiser(assets, media);
  const run = newRun(fromSeq);
  const loaded: LoadedWindow = {
    streamId,
    events: run.events,
    from: piece.from,
    dressedAt: piece.from,
    pageFrom: piece.stream.windows[0]?.at ?? piece.from,
    to: 0,
    damage: undefined,
    badEvents: 0,
    canvas: sanitiser.canvas,
    frames: run.frames,
    outside: sanitiser.outside,
    media,
    whole: Promise.resolve(),
    async more() {
      if (loaded.damage || Number.isFinite(toSeq)) return [];
      const chunks = await source.chunks(streamId, run.nextSeq, toSeq);
      // New events may name assets that came after the window was read.
      if (chunks.length > 0) sanitiser.assets = await assetsOf();
      const added = newRun(run.nextSeq);
      await readRun(added, unpackAll(chunks), sanitiser);
      run.nextSeq = added.nextSeq;
      // Chunks may arrive in any order: a missing one may be on its way, so what is readable grows and no damage is set.
      loaded.to = Math.max(loaded.to, added.to);
      loaded.badEvents += added.bad;
      loaded.frames.push(...added.frames);
      return added.events;
    },
  };
  const opened = Promise.withResolvers<void>();
  let isOpen = false;
  const open = () => {
    const snapshot = isOpen ? -1 : run.events.findIndex(({ type }) => type === EventType.FullSnapshot);
    if (snapshot < 0) return;
    isOpen = true;
    loaded.from = run.events[snapshot]?.timestamp ?? piece.from;
    // Nothing can be shown of what precedes the size of the page and its snapshot.
    const meta = run.events.slice(0, snapshot).findLastIndex(({ type }) => type === EventType.Meta);
    run.events.splice(0, Math.max(0, meta));
    opened.resolve();
  };
  loaded.whole = readRun(run, unpacked, sanitiser, open).then(() => {
    if (run.nextSeq === fromSeq || (run.nextSeq < toSeq && Number.isFinite(toSeq))) run.damage ??= 'missing';
    if (!isOpen) throw new UnreadableWindow(run.damage ?? 'corrupt');
    const isDressing = (event: eventWithTime) => event.timestamp <= loaded.from + DRESSING_MS && isSheet(event);
    loaded.dressedAt = run.events.findLast(isDressing)?.timestamp ?? loaded.from;
    loaded.to = run.to;
    loaded.damage = run.damage;
    loaded.badEvents = run.bad;
  });
  loaded.whole.catch(opened.reject);
  await opened.promise;
  return loaded;
}

/** Reads the whole window. */
export async function loadWindow(source: SessionSource, piece: Piece, urls: AssetUrls): Promise<LoadedWindow> {
  const loaded = await openWindow(source, piece, urls);
  await loaded.whole;
  return loaded;
}

/** A file's source throws when it comes to a damaged chunk: those before it are good all the same. */
export async function readableChunks(
  source: SessionSource,
  streamId: string,
  fromSeq: number,
  toSeq: number,
): Promise<Chunk[]> {
  const whole = await source.chunks(streamId, fromSeq, toSeq).catch(() => undefined);
  if (whole) return whole;
  const chunks: Chunk[] = [];
  for (let seq = fromSeq; seq < toSeq; seq++) {
    const [chunk] = await source.chunks(streamId, seq, seq + 1).catch(() => []);
    if (!chunk) break;
    chunks.push(chunk);
  }
  return chunks;
}

interface Run {
  events: eventWithTime[];
  frames: LoadedWindow['frames'];
  nextSeq: number;
  to: number;
  bad: number;
  damage: Damage | undefined;
}

interface Unpacked {
  chunk: Chunk;
  /** Nothing where it is damaged. */
  text: Promise<string | undefined>;
}

/** All asked for at once: Firefox unpacks side by side. */
const unpackAll = (chunks: readonly Chunk[]): Unpacked[] =>
  chunks.map(chunk => ({ chunk, text: unpack(chunk).catch(() => undefined) }));

const newRun = (nextSeq: number): Run => ({ events: [], frames: [], nextSeq, to: 0, bad: 0, damage: undefined });

/** Reads chunks one after the other, until one is missing or damaged. Between two of them the page may breathe. */
async function readRun(
  run: Run,
  unpacked: readonly Unpacked[],
  sanitiser: Sanitiser,
  onChunk: () => void = () => {},
): Promise<void> {
  let since = performance.now();
  for (const { chunk, text: unpacking } of unpacked) {
    if (performance.now() - since > LONG_MS) {
      await breathe();
      since = performance.now();
    }
    if (chunk.seq !== run.nextSeq) {
      run.damage = 'missing';
      return;
    }
    const text = await unpacking;
    if (text === undefined) {
      run.damage = 'corrupt';
      return;
    }
    const read = readEvents(text);
    for (const event of read.events) {
      // A page may have forged it.
      event.timestamp = Math.min(Math.max(event.timestamp, chunk.from), chunk.to);
      const note = event.type === EventType.Custom ? asFrameNote(event.data) : undefined;
      if (note) run.frames.push({ ...note, at: event.timestamp });
      if (!isForStage(event)) continue;
      if (sanitiser.clean(event)) run.events.push(event);
      else run.bad++;
    }
    run.bad += read.bad;
    run.nextSeq = chunk.seq + 1;
    run.to = chunk.to;
    onChunk();
  }
}
