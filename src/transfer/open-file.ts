import { harmlessType, MAX_ASSET_BYTES } from '../session/assets';
import type { Asset, Chunk } from '../session/types';
import { byStream } from './by-stream';
import { type ByteSource, sha256 } from './bytes';
import { checkEvents } from './check-events';
import { checkIndex, tapeSpan } from './check-index';
import { ImportError } from './import-error';
import { MAX_CHUNK_INFLATED_BYTES, MAX_INDEX_BYTES, MAX_SESSION_FILE_BYTES } from './limits';
import { type FileAsset, type FileChunk, parseSessionJson, type SessionJson } from './session-json';
import { weigh } from './weigh';
import { looksLikeZip, openZip, readEntry, type Zip, type ZipEntry } from './zip-read';

type Bytes = Uint8Array<ArrayBuffer>;

/** A session file whose structure and index were checked. */
export interface OpenedFile {
  json: SessionJson;
  /** Reads a chunk; the first time it is checked to its last event. */
  chunk(row: FileChunk): Promise<Chunk>;
  /** Reads an asset; the first time it is compared with its hash. */
  asset(row: FileAsset): Promise<Asset>;
}

/** Opens a file that must be a session file. */
export async function openFile(source: ByteSource): Promise<OpenedFile> {
  await refuseOthers(source);
  return openSession(await openZip(source));
}

/** Refuses, by its first bytes, what is no ZIP. */
export async function refuseOthers(source: ByteSource): Promise<void> {
  if (source.size === 0) throw new ImportError('empty', 'no bytes');
  if (!looksLikeZip(await source.read(0, 4))) throw new ImportError('not-a-session', 'it does not begin like a ZIP');
}

/** Opens a ZIP that must be a session file. */
export async function openSession(zip: Zip): Promise<OpenedFile> {
  const index = zip.entries.get('session.json');
  if (!index) throw new ImportError('not-a-session', 'there is no session.json');
  if (zip.source.size > MAX_SESSION_FILE_BYTES)
    throw new ImportError('too-large', `${zip.source.size} bytes`, MAX_SESSION_FILE_BYTES);
  const json = parseSessionJson(decode(await readEntry(zip, index, MAX_INDEX_BYTES)));
  checkIndex(json);
  derive(json);
  // Every entry is looked up now, so that a missing one is known before the first is read.
  const entries = new Map([
    ...json.chunks.map(row => [row.path, entryOf(zip, row, MAX_CHUNK_INFLATED_BYTES)] as const),
    ...json.assets.map(row => [row.path, entryOf(zip, row, MAX_ASSET_BYTES)] as const),
  ]);
  const span = tapeSpan(json);
  // A player reads the same chunk again at every seek; once is enough.
  const checked = new Set<string>();
  const read = async (path: string, sha: string, check?: (bytes: Bytes) => Promise<void>) => {
    const bytes = await readEntry(zip, entries.get(path) as ZipEntry, MAX_SESSION_FILE_BYTES);
    if (checked.has(path)) return bytes;
    if ((await sha256(bytes)) !== sha) throw new ImportError('checksum', `${path}: its SHA-256 differs`);
    await check?.(bytes);
    checked.add(path);
    return bytes;
  };
  return {
    json,
    chunk: async row => {
      const { path, sha256: sha, ...facts } = row;
      return { ...facts, bytes: await read(path, sha, bytes => checkEvents(bytes, row, span)) };
    },
    asset: async ({ hash, type, path }) => ({ hash, type, bytes: await read(path, hash) }),
  };
}

/** Each is held whole while it is read. */
function entryOf(zip: Zip, { path, bytes }: FileChunk | FileAsset, maxBytes: number): ZipEntry {
  const entry = zip.entries.get(path);
  if (!entry) throw new ImportError('corrupted', `${path} is missing`);
  if (entry.size !== bytes) throw new ImportError('corrupted', `${path} has ${entry.size} bytes instead of ${bytes}`);
  if (bytes > maxBytes) throw new ImportError('too-large', `${path} has ${bytes} bytes`);
  return entry;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ImportError('corrupted', 'session.json is not UTF-8');
  }
}

/** Replaces what follows from other rows, and puts rows in the order a database gives them: nothing of it is believed. */
function derive({ session, pageViews, streams, marks, notes, chunks, assets, assetRefs }: SessionJson): void {
  chunks.sort((a, b) => a.seq - b.seq);
  const opening = byStream(chunks.filter(chunk => chunk.opensWithSnapshot));
  for (const stream of streams)
    stream.windows = (opening.get(stream.id) ?? []).map(({ seq, from }) => ({ seq, at: from }));
  // Retention adds these up: a wrong one would cost the user other sessions.
  const { bytes, assetBytes } = weigh({ chunks, assets, assetRefs });
  session.counts.bytes = bytes;
  session.assetBytes = assetBytes;
  for (const asset of assets) asset.type = harmlessType(asset.type);
  pageViews.sort((a, b) => a.startedAt - b.startedAt);
  streams.sort((a, b) => a.openedAt - b.openedAt);
  marks.sort((a, b) => a.at - b.at);
  notes.sort((a, b) => a.at - b.at);
}
