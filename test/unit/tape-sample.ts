import type { Asset, Mark, MarkDraft, SessionSource, Stream } from '../../src/session/types';
import { gzip, START, sample, sha256, sourceOf, utf8 } from './transfer-sample';

/** Short ways to write a small tape for a test. Times are milliseconds since START. */

export interface TapeEvent {
  type: number;
  timestamp: number;
  data: unknown;
}

export const at = (ms: number): number => START + ms;
export const meta = (ms: number, href = 'http://www.shop.test/'): TapeEvent => ({
  type: 4,
  timestamp: at(ms),
  data: { href, width: 800, height: 600 },
});
export const snapshot = (ms: number, childNodes: unknown[] = []): TapeEvent => ({
  type: 2,
  timestamp: at(ms),
  data: { node: { type: 0, id: 1, childNodes }, initialOffset: { left: 0, top: 0 } },
});
export const change = (ms: number, data: object = { source: 0, adds: [], removes: [], texts: [], attributes: [] }) => ({
  type: 3,
  timestamp: at(ms),
  data,
});
export const plugin = (ms: number, name: string, payload: unknown): TapeEvent => ({
  type: 6,
  timestamp: at(ms),
  data: { plugin: name, payload },
});

export interface TapeStream extends Partial<Stream> {
  id: string;
  /** A chunk per list; one that opens with Meta opens a window. */
  chunks: TapeEvent[][];
  assets?: Record<string, { type: string; text: string }>;
  marks?: MarkDraft[];
}

/** A source of the given streams; a page view for each. */
export function tapeOf(streams: TapeStream[], changes: Parameters<typeof sample>[0] = {}): SessionSource {
  const base = sample(changes);
  const rows = streams.map(
    ({ chunks, assets: _, marks: __, ...stream }): Stream => ({
      sessionId: 'session',
      pageViewId: `view of ${stream.id}`,
      tabId: 7,
      frameId: 0,
      openedAt: chunks[0]?.[0]?.timestamp ?? START,
      lastAt: chunks.at(-1)?.at(-1)?.timestamp ?? START,
      openReason: 'load',
      visible: true,
      windows: chunks.flatMap(([first], seq) => (first?.type === 4 ? [{ seq, at: first.timestamp }] : [])),
      active: [],
      ...stream,
    }),
  );
  return sourceOf({
    ...base,
    streams: rows,
    pageViews: rows
      .filter(({ frameId }) => frameId === 0)
      .map(({ id, pageViewId, openedAt, tabId }) => ({
        id: pageViewId,
        sessionId: 'session',
        documentId: pageViewId,
        tabId,
        url: `http://www.shop.test/${id}`,
        title: id,
        startedAt: openedAt,
      })),
    marks: streams.flatMap(({ id, marks = [] }) =>
      marks.map((draft, n): Mark => ({ streamId: id, seq: 0, n, ...draft })),
    ),
    notes: [],
    chunks: streams.flatMap(({ id, chunks }) =>
      chunks.map((events, seq) => ({
        streamId: id,
        seq,
        from: events[0]?.timestamp ?? 0,
        to: events.at(-1)?.timestamp ?? 0,
        count: events.length,
        opensWithSnapshot: events[0]?.type === 4,
        bytes: gzip(events.map(event => JSON.stringify(event)).join('\n')),
      })),
    ),
    assets: streams.flatMap(({ id, assets = {} }) =>
      Object.entries(assets).map(([ref, { type, text }]) => ({ streamId: id, ref, asset: assetOf(type, text) })),
    ),
  });
}

function assetOf(type: string, text: string): Asset {
  const bytes = utf8(text);
  return { hash: sha256(bytes), type, bytes };
}
