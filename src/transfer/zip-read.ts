import type { ByteSource } from './bytes';
import { blobOf, crc32, crc32Of } from './bytes';
import { ImportError } from './import-error';
import { inflate, inflateBlob } from './inflate';
import { MAX_DIRECTORY_BYTES } from './limits';
import {
  CENTRAL,
  DEFLATED,
  END,
  END64,
  EXTRA_ZIP64,
  FLAG_ENCRYPTED,
  IN_ZIP64,
  IN_ZIP64_COUNT,
  LOCAL,
  LOCATOR64,
  STORED,
} from './zip-format';

type Bytes = Uint8Array<ArrayBuffer>;

export interface ZipEntry {
  name: string;
  method: number;
  crc: number;
  /** Bytes in the file. */
  packed: number;
  /** Bytes unpacked, as the directory says. */
  size: number;
  /** Where its local header is. */
  at: number;
}

export interface Zip {
  source: ByteSource;
  entries: Map<string, ZipEntry>;
}

/** The end record may be followed by a comment of this many bytes at most. */
const MAX_COMMENT_BYTES = 0xffff;

const damaged = (details: string) => new ImportError('corrupted', details);

/** Whether a file begins like a ZIP. */
export const looksLikeZip = (head: Bytes): boolean => head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 3) <= 8;

/** Reads a ZIP's directory; nothing is unpacked. Names that are doubled or leave the archive are refused. */
export async function openZip(source: ByteSource): Promise<Zip> {
  const { count, start, bytes } = await findDirectory(source);
  if (bytes > MAX_DIRECTORY_BYTES) throw new ImportError('too-large', 'the directory of the ZIP');
  const directory = await source.read(start, start + bytes);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let n = 0; n < count; n++) {
    const { entry, next } = readCentral(directory, at, start);
    if (entries.has(entry.name)) throw damaged(`${entry.name} is there twice`);
    if (!entry.name.endsWith('/')) entries.set(entry.name, entry);
    at = next;
  }
  if (at !== bytes) throw damaged('the directory of the ZIP does not end where it says');
  refuseOverlaps(entries);
  return { source, entries };
}

/** The bytes of an entry, unpacked and compared with its checksum; `maxBytes` is the most it may be. */
export async function readEntry(zip: Zip, entry: ZipEntry, maxBytes: number): Promise<Bytes> {
  if (Math.max(entry.size, entry.packed) > maxBytes) throw new ImportError('too-large', entry.name, maxBytes);
  const { from, to } = await contentOf(zip, entry);
  const packed = await zip.source.read(from, to);
  const bytes = entry.method === STORED ? packed : await inflate(packed, 'deflate-raw', maxBytes, entry.name);
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) throw new ImportError('checksum', entry.name);
  return bytes;
}

/** An entry that is a file of its own, of any size: where it lies, not compared with its checksum, or unpacked by the browser. */
export async function partOf(zip: Zip, entry: ZipEntry, maxBytes: number): Promise<ByteSource> {
  const { name, method, size, crc } = entry;
  if (size > maxBytes) throw new ImportError('too-large', name, maxBytes);
  const { from, to } = await contentOf(zip, entry);
  const part = zip.source.part(from, to);
  if (method === STORED) return part;
  const blob = await inflateBlob({ blob: part.blob(), format: 'deflate-raw', maxBytes, what: name });
  if (blob.size !== size || (await crc32Of(blob)) !== crc) throw new ImportError('checksum', name);
  return blobOf(blob);
}

async function contentOf({ source }: Zip, entry: ZipEntry): Promise<{ from: number; to: number }> {
  const header = await source.read(entry.at, entry.at + LOCAL.bytes);
  if (header.length < LOCAL.bytes || u32(header, 0) !== LOCAL.signature) throw damaged(`${entry.name}: no header`);
  const from = entry.at + LOCAL.bytes + u16(header, 26) + u16(header, 28);
  const to = from + entry.packed;
  if (to > source.size) throw damaged(`${entry.name} ends after the file`);
  return { from, to };
}

async function findDirectory(source: ByteSource): Promise<{ count: number; start: number; bytes: number }> {
  const tailAt = Math.max(0, source.size - END.bytes - MAX_COMMENT_BYTES);
  const tail = await source.read(tailAt, source.size);
  for (let at = tail.length - END.bytes; at >= 0; at--) {
    if (u32(tail, at) !== END.signature) continue;
    const isLast = at + END.bytes + u16(tail, at + 20) === tail.length;
    const found = await readEnd(source, tail.subarray(at), tailAt + at);
    if (found && isLast) return found;
    if (found) throw damaged('something follows the end record of the ZIP');
    if (isLast) throw damaged('the end record of the ZIP points elsewhere');
    // Another's: a backup that is cut off may show the end of a session inside it.
  }
  throw new ImportError('truncated', 'the ZIP has no end record');
}

/** Where the directory is, if it is right before its end record. */
async function readEnd(source: ByteSource, end: Bytes, endAt: number) {
  let [count, bytes, start, directoryEnd] = [u16(end, 10), u32(end, 12), u32(end, 16), endAt];
  if (count === IN_ZIP64_COUNT || start === IN_ZIP64 || bytes === IN_ZIP64) {
    const locator = await source.read(Math.max(0, endAt - LOCATOR64.bytes), endAt);
    if (locator.length < LOCATOR64.bytes || u32(locator, 0) !== LOCATOR64.signature) return;
    directoryEnd = u64(locator, 8);
    const end64 = await source.read(directoryEnd, directoryEnd + END64.bytes);
    if (end64.length < END64.bytes || u32(end64, 0) !== END64.signature) return;
    [count, bytes, start] = [u64(end64, 32), u64(end64, 40), u64(end64, 48)];
  }
  return start + bytes === directoryEnd ? { count, start, bytes } : undefined;
}

function readCentral(directory: Bytes, at: number, limit: number): { entry: ZipEntry; next: number } {
  const header = directory.subarray(at, at + CENTRAL.bytes);
  if (header.length < CENTRAL.bytes || u32(header, 0) !== CENTRAL.signature) throw damaged('the directory of the ZIP');
  const [nameLength, extraLength, commentLength] = [u16(header, 28), u16(header, 30), u16(header, 32)];
  const nameAt = at + CENTRAL.bytes;
  const extraAt = nameAt + nameLength;
  const next = extraAt + extraLength + commentLength;
  if (next > directory.length) throw damaged('the directory of the ZIP ends within an entry');
  const name = entryName(directory.subarray(nameAt, extraAt));
  const [flags, method] = [u16(header, 8), u16(header, 10)];
  if (flags & FLAG_ENCRYPTED) throw new ImportError('not-a-session', `${name} is encrypted`);
  if (method !== STORED && method !== DEFLATED) throw damaged(`${name}: compression method ${method}`);
  const extra = directory.subarray(extraAt, extraAt + extraLength);
  const [size, packed, entryAt] = largeFields(extra, [u32(header, 24), u32(header, 20), u32(header, 42)]);
  if (method === STORED && packed !== size) throw damaged(`${name}: its two sizes differ`);
  if (entryAt + LOCAL.bytes + packed > limit) throw damaged(`${name} lies outside the file`);
  return { entry: { name, method, crc: u32(header, 16), packed, size, at: entryAt }, next };
}

function entryName(bytes: Bytes): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged('a name in the ZIP is not UTF-8');
  }
  const leaves = name.startsWith('/') || /[\\\0]|^[a-z]:/i.test(name) || name.split('/').includes('..');
  if (leaves || name === '') throw damaged(`${JSON.stringify(name)} leads out of the archive`);
  return name;
}

/** Size, packed size and place, where the header says that they are in the Zip64 field; in this order. */
function largeFields(extra: Bytes, values: [number, number, number]): [number, number, number] {
  if (!values.includes(IN_ZIP64)) return values;
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16(extra, at + 2)) {
    if (u16(extra, at) !== EXTRA_ZIP64) continue;
    let field = at + 4;
    const end = field + u16(extra, at + 2);
    const large = values.map(value => {
      if (value !== IN_ZIP64) return value;
      field += 8;
      if (field > Math.min(end, extra.length)) throw damaged('a Zip64 field is too short');
      return u64(extra, field - 8);
    });
    return large as typeof values;
  }
  throw damaged('a Zip64 field is missing');
}

/** Entries that share bytes unpack to far more than the file holds. */
function refuseOverlaps(entries: Map<string, ZipEntry>): void {
  let end = 0;
  for (const entry of [...entries.values()].sort((a, b) => a.at - b.at)) {
    if (entry.at < end) throw new ImportError('bomb', `${entry.name} shares bytes with another entry`);
    end = entry.at + LOCAL.bytes + entry.packed;
  }
}

const u16 = (bytes: Bytes, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32 = (bytes: Bytes, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
const u64 = (bytes: Bytes, at: number): number => u32(bytes, at) + u32(bytes, at + 4) * 2 ** 32;
