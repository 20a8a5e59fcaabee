import { version } from '../../package.json';
import type { Asset, AssetRef, Chunk, SessionIndex, SessionSource } from '../session/types';
import { byStream } from './by-stream';
import { bytesOf, crc32, sha256 } from './bytes';
import { runs } from './chunk-events';
import { ExportTooLarge } from './export-error';
import { deflate } from './inflate';
import { MAX_SESSION_FILE_BYTES } from './limits';
import { openFile } from './open-file';
import { type FileAsset, type FileChunk, type FileSession, FORMAT, type SessionJson, VERSION } from './session-json';
import { weigh } from './weigh';
import { ZipWriter } from './zip-write';

const TYPE = 'application/zip';

/** Writes a session file (docs/session-file.md). `onProgress` hears the part that is done, 0 to 1. */
export async function exportSessionFile(source: SessionSource, onProgress?: (part: number) => void): Promise<Blob> {
  const index = await source.index();
  const zip = new ZipWriter();
  const chunks: FileChunk[] = [];
  const assets = new Map<string, FileAsset>();
  const assetRefs: AssetRef[] = [];
  let done = 0;
  const all = index.streams.reduce((sum, stream) => sum + runs(stream).length, 0);
  for (const stream of index.streams) {
    for (const [ref, asset] of await source.assets(stream.id)) {
      assetRefs.push({ streamId: stream.id, ref, hash: asset.hash });
      if (!assets.has(asset.hash)) assets.set(asset.hash, await writeAsset(zip, asset));
    }
    for (const [ref, missing] of await source.missing(stream.id)) assetRefs.push({ streamId: stream.id, ref, missing });
    for (const [from, to] of runs(stream)) {
      for (const chunk of await source.chunks(stream.id, from, to)) chunks.push(await writeChunk(zip, chunk));
      onProgress?.(++done / all);
    }
  }
  const json = sessionJson(index, chunks, [...assets.values()], assetRefs);
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  zip.deflated('session.json', await deflate(bytes), { size: bytes.length, crc: crc32(bytes) });
  const file = zip.finish(TYPE);
  if (file.size > MAX_SESSION_FILE_BYTES)
    throw new ExportTooLarge(index.session.title ?? index.session.site, MAX_SESSION_FILE_BYTES);
  return file;
}

/**
 * Opens a session file without a database: its structure and index are checked at once, each chunk and asset when it is
 * read, so that the first picture need not wait for the last. Throws ImportError.
 */
export async function openSessionFile(bytes: Uint8Array<ArrayBuffer>): Promise<SessionSource> {
  const file = await openFile(bytesOf(bytes));
  const { session, pageViews, streams, marks, notes, assetRefs } = file.json;
  const chunksOf = byStream(file.json.chunks);
  const refsOf = byStream(assetRefs);
  const assets = new Map(file.json.assets.map(asset => [asset.hash, asset]));
  return {
    index: async () => ({ session, pageViews, streams, marks, notes }),
    chunks: async (streamId, fromSeq, toSeq) => {
      const asked = (chunksOf.get(streamId) ?? []).filter(({ seq }) => seq >= fromSeq && seq < toSeq);
      const read: Chunk[] = [];
      // One by one: each is unpacked to be checked, and all of them at once could be a lot.
      for (const row of asked) read.push(await file.chunk(row));
      return read;
    },
    assets: async (streamId, held) => {
      const found = new Map<string, Asset>();
      for (const { ref, hash } of refsOf.get(streamId) ?? []) {
        // The index was checked: every hash has its asset.
        if (hash !== undefined) found.set(ref, held?.get(hash) ?? (await file.asset(assets.get(hash) as FileAsset)));
      }
      return found;
    },
    missing: async streamId =>
      new Map((refsOf.get(streamId) ?? []).flatMap(({ ref, missing }) => (missing ? [[ref, missing]] : []))),
  };
}

async function writeChunk(zip: ZipWriter, { bytes, ...row }: Chunk): Promise<FileChunk> {
  const path = `chunks/${encodeURIComponent(row.streamId)}/${row.seq}.ndjson.gz`;
  await zip.store(path, bytes);
  return { ...row, path, bytes: bytes.length, sha256: await sha256(bytes) };
}

async function writeAsset(zip: ZipWriter, { hash, type, bytes }: Asset): Promise<FileAsset> {
  const path = `assets/${hash}`;
  await zip.store(path, bytes);
  return { hash, type, path, bytes: bytes.length };
}

function sessionJson(
  { session, pageViews, streams, marks, notes }: SessionIndex,
  chunks: FileChunk[],
  assets: FileAsset[],
  assetRefs: AssetRef[],
): SessionJson {
  const { deletedAt: _, purgedAt: __, importedAt: ___, importedFrom: ____, ...kept } = session satisfies FileSession;
  // A session that runs has grown since its row was read, and a copy may hold less than it.
  const { bytes, ...ofAssets } = weigh({ chunks, assets, assetRefs });
  return {
    format: FORMAT,
    version: VERSION,
    createdBy: `Tapedeck ${version}`,
    session: { ...kept, assetBytes: undefined, ...ofAssets, counts: { ...kept.counts, bytes } },
    pageViews,
    streams,
    marks,
    notes,
    chunks,
    assets,
    assetRefs,
  };
}
