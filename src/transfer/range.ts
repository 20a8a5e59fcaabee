import { ASSET_REF } from '../session/asset-ref';
import { environmentAt } from '../session/environment';
import { buildTimeline, type Timeline, titleAt, urlAt, urlOf } from '../session/timeline';
import type { Asset, Counts, Mark, PageView, Range, SessionIndex, SessionSource, Stream } from '../session/types';
import { linesOf, mapEvents } from './chunk-events';
import { EVENT } from './event-shape';

/** What "just before it" means in a bug report. */
const LEAD_MS = 120_000;
/** What follows a mistake belongs to it: its message is still to come. */
const TRAIL_MS = 5_000;

const REF = new RegExp(`${ASSET_REF}([\\w-]+)`, 'g');

/** The two minutes before the newest note or error, if there is one. */
export function beforeNewest({ marks, notes }: SessionIndex): Range | undefined {
  const newest = Math.max(...[...notes, ...marks.filter(({ kind }) => kind === 'error')].map(({ at }) => at));
  return Number.isFinite(newest) ? [newest - LEAD_MS, newest + TRAIL_MS] : undefined;
}

const opensAt = ({ windows, openedAt }: Stream): number => windows[0]?.at ?? openedAt;

/** Tells which streams stand still on the stage in a range: pages that are shown, and what their frames have come to. */
function showing({ streams }: SessionIndex, timeline: Timeline | undefined, [from, to]: Range) {
  const pieces = timeline?.pieces ?? [];
  const first = pieces.findLastIndex(piece => piece.from <= from);
  const shown = pieces.filter((piece, n) => n >= first && piece.from <= to).map(({ stream }) => stream);
  const pages = new Set([...shown, ...streams.filter(({ lastAt }) => lastAt >= from)].map(one => one.pageViewId));
  const isLastOfFrame = ({ id, frameId, pageViewId }: Stream) =>
    streams.findLast(one => one.frameId === frameId && one.pageViewId === pageViewId && opensAt(one) <= from)?.id ===
    id;
  return (stream: Stream): boolean =>
    stream.frameId === 0
      ? shown.some(({ id }) => id === stream.id)
      : pages.has(stream.pageViewId) && isLastOfFrame(stream);
}

/** From which of its snapshots a stream is needed for a range; undefined where it is not. */
function firstWindow(stream: Stream, [from, to]: Range, isShown: boolean): number | undefined {
  const { windows, lastAt } = stream;
  if (opensAt(stream) > to || (lastAt < from && !isShown)) return;
  return Math.max(
    0,
    windows.findLastIndex(({ at }) => at <= from),
  );
}

/**
 * A part of a session: from the nearest snapshot before `from`, so that it can be shown, to `to`. It opens at `from`; before
 * that it holds what the page looked like, and no steps, lines or requests. Assets it does not use are left out.
 */
export async function cutTo(source: SessionSource, range: Range): Promise<SessionSource> {
  const [from, to] = range;
  const index = await source.index();
  const timeline = buildTimeline(index);
  const isShown = showing(index, timeline, range);
  const firstSeq = new Map<string, number>();
  const streams = index.streams.flatMap((stream): Stream[] => {
    const window = firstWindow(stream, range, isShown(stream));
    if (window === undefined) return [];
    const seq = stream.windows[window]?.seq ?? 0;
    firstSeq.set(stream.id, seq);
    return [
      {
        ...stream,
        lastAt: Math.min(stream.lastAt, to),
        // Where it broke off is not in this part.
        ...(stream.lastAt > to && { closeReason: 'ended' as const }),
        windows: stream.windows.slice(window).flatMap(one => (one.at <= to ? [{ ...one, seq: one.seq - seq }] : [])),
        active: stream.active.flatMap(([a, b]): Range[] =>
          b < from || a > to ? [] : [[Math.max(a, from), Math.min(b, to)]],
        ),
      },
    ];
  });
  const seqOf = (streamId: string) => firstSeq.get(streamId) ?? 0;
  const within = (at: number) => Math.min(to, Math.max(from, at));
  const inRange = ({ at }: { at: number }) => at >= from && at <= to;
  const marks = index.marks
    .filter(mark => inRange(mark) && firstSeq.has(mark.streamId))
    // What was marked is told with a chunk that may be cut away: then with the first that is kept.
    .map((mark): Mark => ({ ...mark, seq: mark.seq - seqOf(mark.streamId) }))
    .map((mark, n): Mark => (mark.seq < 0 ? { ...mark, seq: 0, n: 1_000_000 + n } : mark));
  const pageViews = index.pageViews
    .filter(({ id }) => streams.some(({ pageViewId }) => pageViewId === id))
    // What changed of it before is not in this part.
    .map((view): PageView => {
      const page = timeline?.pages.find(({ pageViewId }) => pageViewId === view.id);
      const environment = environmentAt(index, view.id, from);
      return { ...view, ...(page && { url: urlOf(page, from) }), ...(environment && { environment }) };
    });
  const cut: SessionIndex = {
    session: {
      ...index.session,
      // The part may end before its user first acted: while the page loaded.
      startedAt: within(index.session.startedAt),
      lastActivityAt: within(index.session.lastActivityAt),
      opensAt: from,
      ...(timeline && { landing: { url: urlAt(timeline, from), title: titleAt(timeline, from) } }),
      counts: countsOf(index.session.counts, marks, pageViews.length),
    },
    pageViews,
    streams,
    marks,
    notes: index.notes.filter(inRange),
  };
  const events = mapEvents(source, event =>
    event.timestamp > to || (event.timestamp < from && event.type === EVENT.plugin) ? undefined : event,
  );
  const kept: SessionSource = {
    ...source,
    index: async () => cut,
    chunks: async (streamId, fromSeq, toSeq) => {
      const first = firstSeq.get(streamId);
      if (first === undefined) return [];
      const chunks = await events.chunks(streamId, fromSeq + first, toSeq + first);
      return chunks
        .filter(chunk => chunk.from <= to)
        .map(chunk => ({ ...chunk, seq: chunk.seq - first, to: Math.min(chunk.to, to) }));
    },
  };
  return withUsedAssets(kept);
}

/** A source without the assets that its events do not name. */
export const withUsedAssets = (source: SessionSource): SessionSource => ({
  ...source,
  assets: async streamId => usedAssets(source, streamId, await source.assets(streamId)),
});

const countsOf = (counts: Counts, marks: readonly Mark[], pages: number): Counts => {
  const count = (kind: Mark['kind']) => marks.filter(mark => mark.kind === kind).length;
  return {
    ...counts,
    pages,
    clicks: count('click'),
    inputs: count('input'),
    errors: count('error'),
    gaps: count('gap'),
  };
};

/** Those of a stream's assets that its events name, and what these name in turn. */
async function usedAssets(
  source: SessionSource,
  streamId: string,
  assets: Map<string, Asset>,
): Promise<Map<string, Asset>> {
  const used = new Map<string, Asset>();
  const use = (text: string) => {
    for (const [, ref = ''] of text.matchAll(REF)) {
      const asset = assets.get(ref);
      if (!asset || used.has(ref)) continue;
      used.set(ref, asset);
      if (/^text\/css\b/i.test(asset.type)) use(new TextDecoder().decode(asset.bytes));
    }
  };
  for (const chunk of await source.chunks(streamId, 0, Number.POSITIVE_INFINITY))
    for (const line of await linesOf(chunk, ASSET_REF)) use(line);
  return used;
}
