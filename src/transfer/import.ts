import type { Chunk } from '../session/types';
import type { IncomingSession, Piece } from '../store/source';
import { blobOf } from './bytes';
import { ImportError } from './import-error';
import { eventsAsSession, looksLikeEvents } from './import-events';
import { inflateBlob } from './inflate';
import { MAX_BACKUP_BYTES, MAX_SESSION_FILE_BYTES } from './limits';
import { type OpenedFile, openFile, openSession, refuseOthers } from './open-file';
import { rekey } from './rekey';
import { looksLikePage, sessionFileInPage } from './replay-page';
import { openZip, partOf } from './zip-read';

/** A session that was read whole. */
export type ReadSession = Omit<IncomingSession, 'pieces'> & Required<Piece>;

/**
 * Reads a session file, a replay page, a backup, rrweb's events, or one of these in gzip: all its sessions under new ids, or an ImportError and none.
 * `onProgress` hears the part that is done, 0 to 1. Holds all of it: `importedSessions` does not.
 */
export async function readSessionFile(
  file: Blob,
  newId: () => string,
  importedAt: number,
  onProgress?: (part: number) => void,
): Promise<ReadSession[]> {
  const all: ReadSession[] = [];
  for await (const { pieces, ...rows } of importedSessions(file, newId, importedAt, onProgress)) {
    const whole: ReadSession = { ...rows, chunks: [], assets: [] };
    for await (const { chunks = [], assets = [] } of pieces()) {
      whole.chunks.push(...chunks);
      whole.assets.push(...assets);
    }
    all.push(whole);
  }
  return all;
}

/** The same, one session after the other and each in pieces: the whole file is checked before the first is given. */
export async function* importedSessions(
  file: Blob,
  newId: () => string,
  importedAt: number,
  onProgress?: (part: number) => void,
): AsyncGenerator<IncomingSession> {
  // Not yet known how far that is, it can be stopped.
  const check = () => onProgress?.(0);
  const plain = await unpacked(file, check);
  if (looksLikeEvents(await headOf(plain))) {
    yield await eventsAsSession(plain, newId, importedAt, onProgress);
    return;
  }
  const sessions = await sessionsIn(plain, check);
  // One that is alone stays open, so that what was checked is not checked again.
  const [alone] = sessions;
  if (alone && sessions.length === 1) alone.open = once(alone.open);
  let done = 0;
  const progress = (part: number) => onProgress?.((done + part) / (2 * sessions.length));
  for (const { name, open } of sessions) {
    await within(name, async () => checkWhole(await open(), progress));
    done++;
  }
  for (const { name, open } of sessions) {
    const opened = await within(name, open);
    const pieces = () => piecesOf(opened, progress);
    yield rekey(opened.json, pieces, newId, importedAt);
    done++;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const GZIP = [0x1f, 0x8b];
const HEAD_BYTES = 1_000;

/** A file that was packed with gzip on the way. */
async function unpacked(file: Blob, check: () => void): Promise<Blob> {
  const source = blobOf(file);
  const start = await source.read(0, 2);
  if (start[0] !== GZIP[0] || start[1] !== GZIP[1]) return file;
  if (file.size > MAX_SESSION_FILE_BYTES)
    throw new ImportError('too-large', `${file.size} bytes`, MAX_SESSION_FILE_BYTES);
  const maxBytes = MAX_SESSION_FILE_BYTES;
  return inflateBlob({ blob: file, format: 'gzip', maxBytes, what: 'the file', broken: 'truncated', check });
}

const headOf = async (file: Blob): Promise<string> =>
  new TextDecoder().decode(await blobOf(file).read(0, Math.min(HEAD_BYTES, file.size)));

interface SessionInFile {
  /** Its name in a backup. */
  name?: string;
  open: () => Promise<OpenedFile>;
}

async function sessionsIn(file: Blob, check: () => void): Promise<SessionInFile[]> {
  if (file.size > MAX_BACKUP_BYTES) throw new ImportError('too-large', `${file.size} bytes`, MAX_BACKUP_BYTES);
  const source = (await looksLikePage(file)) ? blobOf(await sessionFileInPage(file, check)) : blobOf(file);
  await refuseOthers(source);
  const zip = await openZip(source);
  const inside = [...zip.entries.values()].filter(({ name }) => name.endsWith('.session.zip'));
  if (zip.entries.has('session.json') || inside.length === 0) return [{ open: () => openSession(zip) }];
  return inside.map(entry => ({
    name: entry.name,
    open: async () => openFile(await partOf(zip, entry, MAX_SESSION_FILE_BYTES)),
  }));
}

type OnProgress = (part: number) => void;

/** Reads every chunk and asset, which checks them, and keeps none. */
async function checkWhole({ json, chunk, asset }: OpenedFile, onProgress: OnProgress): Promise<void> {
  const all = json.chunks.length + json.assets.length;
  for (const [n, row] of json.chunks.entries()) {
    await chunk(row);
    onProgress((n + 1) / all);
  }
  for (const [n, row] of json.assets.entries()) {
    await asset(row);
    onProgress((json.chunks.length + n + 1) / all);
  }
}

/** As many bytes are held at once, and what a chunk or an asset has above that. */
const PIECE_BYTES = 4_000_000;

/** Chunks and assets as they come, a few at a time. */
async function* piecesOf({ json, chunk, asset }: OpenedFile, onProgress: OnProgress): AsyncGenerator<Piece> {
  const all = json.chunks.length + json.assets.length;
  let chunks: Chunk[] = [];
  let bytes = 0;
  for (const [n, row] of json.chunks.entries()) {
    const one = await chunk(row);
    chunks.push(one);
    bytes += one.bytes.length;
    if (bytes < PIECE_BYTES) continue;
    yield { chunks };
    onProgress((n + 1) / all);
    chunks = [];
    bytes = 0;
  }
  yield { chunks };
  const refs = new Map<string, { streamId: string; ref: string }[]>(json.assets.map(({ hash }) => [hash, []]));
  for (const { streamId, ref, hash } of json.assetRefs) if (hash !== undefined) refs.get(hash)?.push({ streamId, ref });
  for (const [n, row] of json.assets.entries()) {
    const one = await asset(row);
    yield { assets: (refs.get(row.hash) ?? []).map(ref => ({ ...ref, asset: one })) };
    onProgress((json.chunks.length + n + 1) / all);
  }
  onProgress(1);
}

/** Says which session of a backup an error is about. */
async function within<T>(name: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ImportError && name !== undefined ? error.within(name) : error;
  }
}
