import { ImportError } from './import-error';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that are read where they are needed: of a file on disk, or in memory. */
export interface ByteSource {
  readonly size: number;
  read(from: number, to: number): Promise<Bytes>;
  /** These bytes as a source of their own. */
  part(from: number, to: number): ByteSource;
  /** The same, to be read in order. */
  blob(): Blob;
}

export const bytesOf = (bytes: Bytes): ByteSource => ({
  size: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
  part: (from, to) => bytesOf(bytes.subarray(from, to)),
  blob: () => new Blob([bytes]),
});

/** Each reading of a Blob asks the browser; what lies in a row is read at once. */
const AHEAD_BYTES = 1_000_000;

export function blobOf(blob: Blob): ByteSource {
  let ahead: { at: number; bytes: Bytes } = { at: 0, bytes: new Uint8Array() };
  return {
    size: blob.size,
    read: async (from, to) => {
      if (to - from > AHEAD_BYTES) return readBlob(blob.slice(from, to));
      let { at, bytes } = ahead;
      if (from < at || to > at + bytes.length) {
        [at, bytes] = [from, await readBlob(blob.slice(from, from + AHEAD_BYTES))];
        ahead = { at, bytes };
      }
      // A copy, for a view would be stored with all that was read.
      return bytes.slice(from - at, to - at);
    },
    part: (from, to) => blobOf(blob.slice(from, to)),
    blob: () => blob,
  };
}

async function readBlob(blob: Blob): Promise<Bytes> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw new ImportError('unreadable', String(error));
  }
}

export async function sha256(bytes: Bytes): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** The CRC-32 of ZIP; give what it was so far to continue. */
export function crc32(bytes: Bytes, before = 0): number {
  let crc = ~before;
  // By index, which is quicker than an iterator: a backup has gigabytes.
  for (let n = 0; n < bytes.length; n++) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ (bytes[n] as number)) & 0xff] as number);
  return ~crc >>> 0;
}

/** A Blob is read in pieces of this size. */
const PIECE_BYTES = 2_000_000;

/** The CRC-32 of a Blob of any size. */
export async function crc32Of(blob: Blob): Promise<number> {
  let crc = 0;
  for (let at = 0; at < blob.size; at += PIECE_BYTES)
    crc = crc32(new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer()), crc);
  return crc;
}
