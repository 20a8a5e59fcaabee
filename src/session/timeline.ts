import { endsAt } from './split';
import type { Mark, MarkKind, PageView, Range, SessionIndex, Stream } from './types';

/** Nobody acted for longer than this: worth skipping. */
const IDLE_MS = 10_000;
/** What a click brings about still shows … */
const IDLE_AFTER_MS = 2_000;
/** … and the next action does not come out of nowhere. */
const IDLE_BEFORE_MS = 1_000;

/** What of a session is on show from–to: one window of one stream. Pieces follow each other without a hole. */
export interface Piece {
  stream: Stream;
  /** Index into the stream's windows. */
  window: number;
  from: number;
  to: number;
}

/** A page as long as it is on show. */
export interface PageSegment {
  pageViewId: string;
  tabId: number;
  /** As it was when the page came on show. */
  title: string;
  url: string;
  /** Where the page went by itself, without loading: its address from then on, and its title where that is known. */
  moves: { at: number; url: string; title?: string }[];
  from: number;
  to: number;
}

/** The one timeline of a session, across its page views and tabs. */
export interface Timeline {
  start: number;
  end: number;
  pieces: Piece[];
  pages: PageSegment[];
  /** Streams of frames that are recorded apart from their pages, in order of time. */
  frames: Stream[];
  /** Stretches without a user, for skipping. Sorted and apart. */
  idle: Range[];
}

/** Where a moment is to be seen. */
export interface Located {
  piece: Piece;
  /** What is on show after it. */
  next: Piece | undefined;
  /** The stream has nothing more for this moment: its last picture stays. */
  held: boolean;
}

/** Marks by which a tab shows that its user is there: `tab` is made when it comes into view. */
const PRESENCE: readonly MarkKind[] = ['tab', 'click', 'input', 'key'];

/** Where in a stream's chunks a piece is stored: fromSeq <= seq < toSeq. */
export const seqRange = ({ stream, window }: Piece): [fromSeq: number, toSeq: number] => [
  stream.windows[window]?.seq ?? 0,
  stream.windows[window + 1]?.seq ?? Number.POSITIVE_INFINITY,
];

/** Builds the timeline; undefined when nothing of the session can be shown. */
export function buildTimeline(index: SessionIndex): Timeline | undefined {
  return timelineOf(showings(index.streams, index.marks), index);
}

/** The same stretch of time with one tab on show, whatever its user looked at. Before the tab was there, its first picture is. */
export function pinnedTimeline(whole: Timeline, index: SessionIndex, tabId: number): Timeline {
  const own = index.streams
    .filter(stream => stream.tabId === tabId && stream.frameId === 0)
    .map(stream => ({ ...stream, visible: true }));
  const timeline = timelineOf(showings(own, index.marks), index);
  return timeline ? { ...whole, pieces: timeline.pieces, pages: timeline.pages } : whole;
}

/** A tab of the session, by the order in which they were opened. */
export interface Tab {
  tabId: number;
  /** Its pages in order of time. */
  pages: PageView[];
}

/** The tabs of which something can be shown. */
export function tabsOf({ pageViews, streams }: SessionIndex): Tab[] {
  const shown = new Set(
    streams.filter(({ frameId, windows }) => frameId === 0 && windows.length > 0).map(({ pageViewId }) => pageViewId),
  );
  const tabs = new Map<number, PageView[]>();
  for (const view of pageViews.filter(({ id }) => shown.has(id)).sort((a, b) => a.startedAt - b.startedAt))
    tabs.set(view.tabId, [...(tabs.get(view.tabId) ?? []), view]);
  return [...tabs].map(([tabId, pages]) => ({ tabId, pages }));
}

/** Stretches of which nothing was recorded, their last picture staying on show: longer than a page takes to load. */
export function blanksOf({ pieces }: Timeline, longerThanMs: number): Range[] {
  return pieces.flatMap(({ stream: { lastAt, closeReason }, from, to }): Range[] =>
    closeReason !== undefined && to - lastAt > longerThanMs ? [[Math.max(from, lastAt), to]] : [],
  );
}

function timelineOf(
  shows: readonly Showing[],
  { session, pageViews, streams, marks, notes }: SessionIndex,
): Timeline | undefined {
  const [first] = shows;
  if (!first) return;
  const end = Math.max(
    first.from + 1,
    ...streams.flatMap(({ lastAt, active }) => [lastAt, active.at(-1)?.[1] ?? 0]),
    // A note may be made when nothing happens any more.
    ...notes.map(({ at }) => Math.min(at, endsAt(session))),
  );
  const pieces = shows.flatMap((show, n) => piecesOf(show, shows[n + 1]?.from ?? end));
  return {
    start: first.from,
    end,
    pieces,
    pages: pagesOf(pieces, pageViews, movesOf(streams, marks)),
    frames: streams
      .filter(({ frameId, windows }) => frameId !== 0 && windows.length > 0)
      .sort((a, b) => a.openedAt - b.openedAt),
    idle: idleRanges(streams, first.from, end),
  };
}

/** What is to be seen at a moment; moments outside the timeline are brought into it. */
export function locate({ pieces }: Timeline, at: number): Located {
  const n = Math.max(
    0,
    lastIndex(pieces, ({ from }) => from <= at),
  );
  const piece = pieces[n] as Piece;
  return { piece, next: pieces[n + 1], held: at > piece.stream.lastAt };
}

/** What is to be seen at a moment in a frame of a stream's page; `later` where its stream has yet to begin. */
export function locateFrame(
  { frames }: Timeline,
  { tabId, pageViewId }: Stream,
  frame: number,
  at: number,
): Piece | 'later' | undefined {
  const own = frames.filter(one => one.frameId === frame && one.tabId === tabId && one.pageViewId === pageViewId);
  const stream = own.findLast(({ windows }) => (windows[0]?.at ?? 0) <= at);
  if (!stream) return own.length > 0 ? 'later' : undefined;
  const { windows } = stream;
  const window = lastIndex(windows, opens => opens.at <= at);
  return { stream, window, from: windows[window]?.at ?? at, to: windows[window + 1]?.at ?? Number.POSITIVE_INFINITY };
}

/** The page on show at a moment. */
export const pageAt = ({ pages }: Timeline, at: number): PageSegment | undefined =>
  pages[
    Math.max(
      0,
      lastIndex(pages, ({ from }) => from <= at),
    )
  ];

/** What stood in the address bar at a moment. */
export const urlAt = (timeline: Timeline, at: number): string => urlOf(pageAt(timeline, at), at);

/** The address of a page at a moment. */
export const urlOf = (page: PageSegment | undefined, at: number): string =>
  page?.moves[lastIndex(page.moves, move => move.at <= at)]?.url ?? page?.url ?? '';

/** The idle stretch a moment lies in. Its end is no longer idle. */
export function idleAt({ idle }: Timeline, at: number): Range | undefined {
  const range = idle[lastIndex(idle, ([from]) => from <= at)];
  return range && at < range[1] ? range : undefined;
}

/** What the page was called at a moment. */
export function titleAt(timeline: Timeline, at: number): string {
  const page = pageAt(timeline, at);
  return page?.moves[lastIndex(page.moves, move => move.at <= at)]?.title ?? page?.title ?? '';
}

/** Index of the last element that `holds`, where those that do come first; -1 when none does. */
export function lastIndex<T>(sorted: readonly T[], holds: (element: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

interface Showing {
  stream: Stream;
  from: number;
}

/** A sign that a stream is looked at. `quiet`: it opened in a tab that could not be seen. */
interface Candidate {
  stream: Stream;
  at: number;
  quiet: boolean;
}

/** Which stream is on show from when: the tab that had visibility, focus or input last. */
function showings(streams: readonly Stream[], marks: readonly Mark[]): Showing[] {
  const shown: Showing[] = [];
  for (const { stream, at, quiet } of candidates(streams, marks)) {
    const current = shown.at(-1);
    if (current?.stream === stream) continue;
    // A tab that goes on to another page stays on show, even where the browser says that nobody sees it.
    if (quiet && current && current.stream.tabId !== stream.tabId) continue;
    if (current && current.from === at) shown.pop();
    if (shown.at(-1)?.stream !== stream) shown.push({ stream, from: at });
  }
  return shown;
}

function candidates(streams: readonly Stream[], marks: readonly Mark[]): Candidate[] {
  const playable = streams.filter(({ frameId, windows }) => frameId === 0 && windows.length > 0);
  const opensAt = ({ windows, openedAt }: Stream) => windows[0]?.at ?? openedAt;
  const byId = new Map(streams.map(stream => [stream.id, stream]));
  /** Who acts in a frame looks at its tab. */
  const topOf = (stream: Stream, at: number): Stream | undefined =>
    stream.frameId === 0
      ? playable.find(({ id }) => id === stream.id)
      : playable.findLast(top => top.tabId === stream.tabId && opensAt(top) <= at);

  const found: Candidate[] = playable.map(stream => ({ stream, at: opensAt(stream), quiet: !stream.visible }));
  const add = (stream: Stream | undefined, at: number) => {
    const top = stream && topOf(stream, at);
    // Before its first picture there is nothing of it to be shown.
    if (top) found.push({ stream: top, at: Math.max(at, opensAt(top)), quiet: false });
  };
  for (const stream of streams) for (const [from] of stream.active) add(stream, from);
  for (const mark of marks) {
    if (PRESENCE.includes(mark.kind)) add(byId.get(mark.streamId), mark.at);
  }
  // Signs of the same moment: a page that opens in view outweighs one that opens behind it.
  found.sort((a, b) => a.at - b.at || Number(b.quiet) - Number(a.quiet));
  // Where a session begins with a page that nobody saw yet, the first that was seen is its first picture.
  const seen = found.findIndex(({ quiet }) => !quiet);
  return seen < 0 ? found : found.slice(seen);
}

/** One stream's showing, cut where its windows begin. */
function piecesOf({ stream, from }: Showing, to: number): Piece[] {
  return stream.windows.flatMap(({ at }, window) => {
    const next = stream.windows[window + 1]?.at ?? Number.POSITIVE_INFINITY;
    const [begin, end] = [Math.max(from, window === 0 ? Number.NEGATIVE_INFINITY : at), Math.min(to, next)];
    return begin < end ? [{ stream, window, from: begin, to: end }] : [];
  });
}

/** A page's changes of address, by page view. */
function movesOf(streams: readonly Stream[], marks: readonly Mark[]): Map<string, PageSegment['moves']> {
  const top = new Map(streams.filter(({ frameId }) => frameId === 0).map(({ id, pageViewId }) => [id, pageViewId]));
  const moves = new Map<string, PageSegment['moves']>();
  for (const { kind, streamId, label, detail: url = label, at } of marks) {
    const pageViewId = top.get(streamId);
    if (kind !== 'page' || pageViewId === undefined || !/^https?:/.test(url)) continue;
    // A title that stayed is told by the address.
    const move = { at, url, ...(label !== url.replace(/^https?:\/\/[^/]+/, '') && { title: label }) };
    const known = moves.get(pageViewId);
    if (known) known.push(move);
    else moves.set(pageViewId, [move]);
  }
  return moves;
}

/** Each move with the title that the page had then: where it went last, the one that it kept; before, that of its last change. */
function titled(moves: readonly PageSegment['moves'][number][], last: string): PageSegment['moves'] {
  let now: string | undefined;
  return [...moves]
    .sort((a, b) => a.at - b.at)
    .map((move, n) => {
      now = n === moves.length - 1 ? last : (move.title ?? now);
      return { ...move, ...(now !== undefined && { title: now }) };
    });
}

function pagesOf(
  pieces: readonly Piece[],
  pageViews: readonly PageView[],
  movesBy: ReadonlyMap<string, PageSegment['moves']>,
): PageSegment[] {
  const views = new Map(pageViews.map(view => [view.id, view]));
  const pages: PageSegment[] = [];
  for (const { stream, from, to } of pieces) {
    const before = pages.at(-1);
    if (before?.pageViewId === stream.pageViewId) {
      before.to = to;
      continue;
    }
    const { pageViewId, tabId } = stream;
    const view = views.get(pageViewId);
    const last = view?.title || view?.url || '';
    const moves = titled(movesBy.get(pageViewId) ?? [], last);
    const move = moves[lastIndex(moves, ({ at }) => at <= from)] ?? moves[0];
    const title = move?.title ?? last;
    pages.push({ pageViewId, tabId, title, url: view?.url ?? '', moves, from, to });
  }
  return pages;
}

function idleRanges(streams: readonly Stream[], start: number, end: number): Range[] {
  const active = streams.flatMap(stream => stream.active).sort((a, b) => a[0] - b[0]);
  const idle: Range[] = [];
  let quietSince = start;
  const close = (at: number, resumeAt: number) => {
    if (at - quietSince > IDLE_MS) idle.push([Math.max(start, quietSince + IDLE_AFTER_MS), resumeAt]);
  };
  for (const [from, to] of active) {
    close(from, from - IDLE_BEFORE_MS);
    quietSince = Math.max(quietSince, to);
  }
  close(end, end);
  return idle;
}
