import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import type { Asset, Chunk, MissingAsset, Session, SessionIndex, SessionSource } from '../../src/session/types';

/** A small session of two page views, three streams and two assets, and the ways to damage its file. */

export const START = Date.UTC(2026, 10, 23, 10, 25);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
export const gzip = (lines: string): Uint8Array<ArrayBuffer> => bytesOf(gzipSync(lines));

export const event = (at: number, data: object = { text: 'Grüße, 東京' }, type = 3): string =>
  JSON.stringify({ type, data, timestamp: at });

function chunk(streamId: string, seq: number, from: number, count = 3): Chunk {
  const opensWithSnapshot = seq === 0;
  const lines = Array.from({ length: count }, (_, n) =>
    event(from + n * 100, { n, streamId }, opensWithSnapshot ? 2 : 3),
  );
  const activity = seq === 0 ? { firstActivityAt: from, lastActivityAt: from + 50 } : {};
  const to = from + Math.max(0, count - 1) * 100;
  return { streamId, seq, from, to, count, opensWithSnapshot, ...activity, bytes: gzip(lines.join('\n')) };
}

function asset(type: string, text: string): Asset {
  const bytes = utf8(text);
  return { hash: sha256(bytes), type, bytes };
}

export interface Sample extends SessionIndex {
  chunks: Chunk[];
  assets: { streamId: string; ref: string; asset: Asset }[];
  missing?: { streamId: string; ref: string; missing: MissingAsset }[];
}

export function sample(changes: Partial<Session> = {}): Sample {
  const css = asset('text/css', 'body { color: red }');
  const image = asset('image/png', '\x89PNG, so to speak');
  const chunks = [
    chunk('s1', 0, START - 500),
    chunk('s1', 1, START + 1_000),
    // 2 was lost: a gap does not make a session unreadable.
    chunk('s1', 3, START + 3_000, 0),
    chunk('s2', 0, START + 5_000),
    chunk('s3', 0, START + 6_000),
  ];
  const stream = (id: string, pageViewId: string, openedAt: number) => ({
    id,
    sessionId: 'session',
    pageViewId,
    tabId: 7,
    frameId: id === 's3' ? 4 : 0,
    openedAt,
    lastAt: openedAt + 200,
    openReason: 'load' as const,
    visible: true,
    windows: [{ seq: 0, at: openedAt }],
    active: [[openedAt, openedAt + 50]] as [number, number][],
  });
  const view = (id: string, documentId: string, startedAt: number) => ({
    id,
    sessionId: 'session',
    documentId,
    tabId: 7,
    url: `http://www.shop.test/${id}`,
    title: id,
    startedAt,
  });
  return {
    session: {
      id: 'session',
      site: 'shop.test',
      identity: 'normal',
      startedAt: START,
      lastActivityAt: START + 6_050,
      timeoutMs: 1_800_000,
      landing: { url: 'http://www.shop.test/', title: 'Demo shop' },
      counts: {
        pages: 2,
        clicks: 1,
        inputs: 0,
        errors: 0,
        gaps: 0,
        bytes: sum([...chunks, css, image].map(one => one.bytes.length)),
      },
      ...changes,
    },
    // Open since last week: a document may be far older than the session.
    pageViews: [view('v1', 'd1', START - 7 * 86_400_000), view('v2', 'd2', START + 5_000)],
    streams: [
      { ...stream('s1', 'v1', START - 500), closeReason: 'left' },
      stream('s2', 'v2', START + 5_000),
      stream('s3', 'v2', START + 6_000),
    ],
    marks: [
      { streamId: 's1', seq: 0, n: 0, kind: 'click', at: START, label: 'Buy', selectors: ['#buy', 'button'] },
      { streamId: 's2', seq: 0, n: 0, kind: 'page', at: START + 5_000, label: '/cart', detail: 'by link' },
    ],
    notes: [{ id: 'n1', sessionId: 'session', at: START + 10, text: 'price is wrong' }],
    chunks,
    assets: [
      { streamId: 's1', ref: 'css0', asset: css },
      { streamId: 's2', ref: 'css0', asset: css },
      { streamId: 's2', ref: 'image', asset: image },
    ],
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

export function sourceOf({ chunks, assets, missing = [], ...index }: Sample): SessionSource {
  return {
    index: async () => index,
    chunks: async (streamId, from, to) =>
      chunks.filter(one => one.streamId === streamId && one.seq >= from && one.seq < to),
    assets: async streamId => new Map(assets.filter(one => one.streamId === streamId).map(one => [one.ref, one.asset])),
    missing: async streamId =>
      new Map(missing.filter(one => one.streamId === streamId).map(one => [one.ref, one.missing])),
  };
}

export const bytesOfBlob = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await blob.arrayBuffer());

/** The entries of a ZIP, by another reader than ours. */
export const unzip = (zip: Uint8Array): Record<string, Uint8Array> => unzipSync(zip);

// biome-ignore lint/suspicious/noExplicitAny: a test changes it in ways its type does not allow
type Json = any;

/** A session file with its session.json changed, by another writer than ours. */
export async function changed(file: Blob, change: (json: Json, entries: Record<string, Uint8Array>) => void) {
  const entries = unzip(await bytesOfBlob(file));
  const json = JSON.parse(new TextDecoder().decode(entries['session.json']));
  change(json, entries);
  return zip({ ...entries, 'session.json': utf8(JSON.stringify(json)) });
}

/** A session file with the events of its first chunk replaced, checksums and all. */
export const withEvents = (file: Blob, lines: string, count = lines.split('\n').length, packed = gzip(lines)) =>
  changed(file, (json, entries) => {
    const row = json.chunks[0];
    Object.assign(row, { count, bytes: packed.length, sha256: sha256(packed) });
    entries[row.path] = packed;
  });

export const zip = (entries: Record<string, Uint8Array>): Blob =>
  new Blob([new Uint8Array(zipSync(entries, { level: 0 }))]);

/** The place of a name's second occurrence: in the directory. */
export function findBytes(bytes: Uint8Array, text: string, from = 0): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(text, from);
}

export const flip = (bytes: Uint8Array, at: number): Blob => {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return new Blob([copy]);
};

/** Ids that tell where they came from. */
export function counter(): () => string {
  let n = 0;
  return () => `new-${++n}`;
}
