import { crc32, crc32Of } from './bytes';
import {
  CENTRAL,
  DEFLATED,
  END,
  END64,
  EXTRA_ZIP64,
  FLAG_UTF8,
  IN_ZIP64,
  IN_ZIP64_COUNT,
  LOCAL,
  LOCATOR64,
  STORED,
} from './zip-format';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes are handed to the browser as one Blob when they reach this size. */
const PIECE_BYTES = 8_000_000;
/** 1980-01-01, the earliest ZIP knows: the same session gives the same bytes, and the file tells no more than it must. */
const DOS_DATE = 0x0021;
const VERSION_ZIP64 = 45;

interface Written {
  name: Bytes;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/**
 * Writes a ZIP as Blob parts, so that no more than a piece is held as bytes. fflate has no Zip64, and both of its limits are
 * near: a day's recording has over 65,535 chunks, a backup over 4 GB.
 */
export class ZipWriter {
  #parts: BlobPart[] = [];
  #open: Bytes[] = [];
  #openBytes = 0;
  #at = 0;
  #entries: Written[] = [];

  /** Adds an entry as it is. */
  async store(name: string, content: Bytes | Blob): Promise<void> {
    const crc = content instanceof Blob ? await crc32Of(content) : crc32(content);
    const size = content instanceof Blob ? content.size : content.length;
    this.#add({ name, method: STORED, crc, packed: size, size }, content);
  }

  /** Adds an entry that was deflated from `size` bytes with the checksum `crc`. */
  deflated(name: string, packed: Bytes, { size, crc }: { size: number; crc: number }): void {
    this.#add({ name, method: DEFLATED, crc, packed: packed.length, size }, packed);
  }

  finish(type: string): Blob {
    const start = this.#at;
    for (const entry of this.#entries) this.#write(header(entry, 'central'));
    this.#write(endRecords(this.#entries.length, start, this.#at - start));
    this.#close();
    return new Blob(this.#parts, { type });
  }

  #add(entry: Omit<Written, 'name' | 'at'> & { name: string }, content: Bytes | Blob): void {
    const written = { ...entry, name: new TextEncoder().encode(entry.name), at: this.#at };
    this.#entries.push(written);
    this.#write(header(written, 'local'));
    this.#write(content);
  }

  #write(content: Bytes | Blob): void {
    if (content instanceof Blob) {
      this.#close();
      this.#parts.push(content);
      this.#at += content.size;
      return;
    }
    this.#open.push(content);
    this.#openBytes += content.length;
    this.#at += content.length;
    if (this.#openBytes >= PIECE_BYTES) this.#close();
  }

  #close(): void {
    if (this.#open.length > 0) this.#parts.push(new Blob(this.#open));
    this.#open = [];
    this.#openBytes = 0;
  }
}

/** An entry's header, before its content or in the directory. */
function header({ name, method, crc, packed, size, at }: Written, where: 'local' | 'central'): Bytes {
  const isCentral = where === 'central';
  // A session file's own entries are far below 4 GB; only where they lie in a backup may not be.
  const extra = isCentral && at >= IN_ZIP64 ? fields([2, EXTRA_ZIP64], [2, 8], [8, at]) : new Uint8Array();
  const fixed = fields(
    [4, isCentral ? CENTRAL.signature : LOCAL.signature],
    ...(isCentral ? [[2, VERSION_ZIP64] as Field] : []),
    [2, extra.length > 0 ? VERSION_ZIP64 : 20],
    [2, FLAG_UTF8],
    [2, method],
    [2, 0],
    [2, DOS_DATE],
    [4, crc],
    [4, packed],
    [4, size],
    [2, name.length],
    [2, extra.length],
    ...(isCentral
      ? ([
          [2, 0],
          [2, 0],
          [2, 0],
          [4, 0],
          [4, Math.min(at, IN_ZIP64)],
        ] as Field[])
      : []),
  );
  return concat(fixed, name, extra);
}

function endRecords(count: number, start: number, bytes: number): Bytes {
  const end = fields(
    [4, END.signature],
    [2, 0],
    [2, 0],
    [2, Math.min(count, IN_ZIP64_COUNT)],
    [2, Math.min(count, IN_ZIP64_COUNT)],
    [4, Math.min(bytes, IN_ZIP64)],
    [4, Math.min(start, IN_ZIP64)],
    [2, 0],
  );
  if (count < IN_ZIP64_COUNT && start < IN_ZIP64) return end;
  const end64 = fields(
    [4, END64.signature],
    [8, END64.bytes - 12],
    [2, VERSION_ZIP64],
    [2, VERSION_ZIP64],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, bytes],
    [8, start],
  );
  const locator = fields([4, LOCATOR64.signature], [4, 0], [8, start + bytes], [4, 1]);
  return concat(end64, locator, end);
}

type Field = [bytes: number, value: number];

/** Little-endian fields in a row. */
function fields(...list: Field[]): Bytes {
  const bytes = new Uint8Array(list.reduce((sum, [length]) => sum + length, 0));
  let at = 0;
  for (const [length, value] of list) {
    // By division, for a value may have more bits than `>>` keeps.
    for (let n = 0; n < length; n++) bytes[at + n] = Math.floor(value / 2 ** (8 * n)) % 256;
    at += length;
  }
  return bytes;
}

function concat(...parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
