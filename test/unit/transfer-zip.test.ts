import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { blobOf, bytesOf, crc32 } from '../../src/transfer/bytes';
import { inflate } from '../../src/transfer/inflate';
import { openZip, readEntry, type ZipEntry } from '../../src/transfer/zip-read';
import { ZipWriter } from '../../src/transfer/zip-write';
import { bytesOfBlob, findBytes, sha256, unzip, utf8 } from './transfer-sample';

const TYPE = 'application/zip';
const open = (bytes: Uint8Array) => openZip(bytesOf(new Uint8Array(bytes)));

/** Two stored entries, `a` and `b`, as bytes to spoil. */
async function two(names = ['a', 'b']): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter();
  for (const name of names) await writer.store(name, utf8(`content of ${name}`));
  return bytesOfBlob(writer.finish(TYPE));
}

const DIRECTORY = '\x50\x4b\x01\x02';
const END = '\x50\x4b\x05\x06';

/** Where something lies in the first directory entry, or the end record. */
const set = (bytes: Uint8Array, record: string, offset: number, values: number[]): Uint8Array => {
  bytes.set(values, findBytes(bytes, record) + offset);
  return bytes;
};

describe('The ZIP writer', () => {
  it('writes what another reader reads', async () => {
    const writer = new ZipWriter();
    await writer.store('bytes', utf8('one'));
    await writer.store('Grüße/東京', new Blob(['two']));
    const entries = unzip(await bytesOfBlob(writer.finish(TYPE)));
    expect(entries).toEqual({ bytes: utf8('one'), 'Grüße/東京': utf8('two') });
  });

  it('writes more entries than a plain ZIP can hold: a day of chunks', async () => {
    const writer = new ZipWriter();
    for (let n = 0; n < 66_000; n++) await writer.store(`chunks/${n}`, utf8(String(n)));
    const bytes = await bytesOfBlob(writer.finish(TYPE));
    const zip = await open(bytes);
    expect(zip.entries.size).toBe(66_000);
    const last = zip.entries.get('chunks/65999') as ZipEntry;
    expect(await readEntry(zip, last, 100)).toEqual(utf8('65999'));
    expect(Object.keys(unzip(bytes))).toHaveLength(66_000);
  });

  it('knows the CRC-32', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8('6789'), crc32(utf8('12345')))).toBe(0xcbf43926);
  });
});

describe('The ZIP reader', () => {
  it('reads what another writer wrote, from a Blob as from bytes', async () => {
    const bytes = new Uint8Array(zipSync({ a: utf8('a'.repeat(1_000)), 'b/': new Uint8Array() }, { comment: 'hello' }));
    for (const source of [bytesOf(bytes), blobOf(new Blob([bytes]))]) {
      const zip = await openZip(source);
      expect([...zip.entries.keys()]).toEqual(['a']);
      expect(await readEntry(zip, zip.entries.get('a') as ZipEntry, 1_000)).toEqual(utf8('a'.repeat(1_000)));
    }
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['that is cut within its end record', bytes => bytes.slice(0, -1), 'truncated'],
    ['that is cut within its directory', bytes => bytes.slice(0, -30), 'truncated'],
    ['that is followed by something', bytes => Buffer.concat([bytes, utf8('more')]), 'corrupted'],
    ['whose directory is elsewhere', bytes => set(bytes, END, 16, [1]), 'corrupted'],
    ['whose directory holds fewer entries than it says', bytes => set(bytes, END, 10, [9]), 'corrupted'],
    ['whose directory holds more entries than it says', bytes => set(bytes, END, 10, [1]), 'corrupted'],
    ['with an encrypted entry', bytes => set(bytes, DIRECTORY, 8, [1]), 'not-a-session'],
    ['with an unknown compression', bytes => set(bytes, DIRECTORY, 10, [12]), 'corrupted'],
    ['with two sizes for a stored entry', bytes => set(bytes, DIRECTORY, 20, [99]), 'corrupted'],
    ['with an entry beyond its end', bytes => set(bytes, DIRECTORY, 42, [0, 0, 1]), 'corrupted'],
    ['with an entry in the place of another', bytes => set(bytes, DIRECTORY, 42, [42]), 'bomb'],
    ['with a Zip64 place that is not given', bytes => set(bytes, DIRECTORY, 42, [255, 255, 255, 255]), 'corrupted'],
    ['with a name that is not UTF-8', bytes => set(bytes, DIRECTORY, 46, [0xff]), 'corrupted'],
    ['with a Zip64 end record that is not there', bytes => set(bytes, END, 10, [255, 255]), 'corrupted'],
  ])('refuses one %s', async (_, spoil, reason) => {
    await expect(open(spoil(await two()))).rejects.toMatchObject({ name: 'ImportError', reason });
  });

  it.each(['../a', 'a/../../b', '/etc/passwd', 'C:\\a', 'c:/a', 'a\\b', 'a\0b'])(
    'refuses an entry named %j',
    async name => {
      await expect(open(await two([name]))).rejects.toMatchObject({ reason: 'corrupted' });
    },
  );

  it('refuses a name that is there twice', async () => {
    await expect(open(await two(['a', 'a']))).rejects.toMatchObject({ reason: 'corrupted' });
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, number, string]>([
    ['whose content changed', bytes => set(bytes, 'content of a', 3, [0]), 100, 'checksum'],
    ['whose header is gone', bytes => set(bytes, 'PK', 0, [0]), 100, 'corrupted'],
    [
      'whose header says that it lies further on',
      bytes => set(bytes, '\x50\x4b\x03\x04', 28, [0, 9]),
      100,
      'corrupted',
    ],
    ['that is larger than may be', bytes => bytes, 5, 'too-large'],
  ])('refuses an entry %s', async (_, spoil, max, reason) => {
    const zip = await open(spoil(await two()));
    await expect(readEntry(zip, zip.entries.get('a') as ZipEntry, max)).rejects.toMatchObject({ reason });
  });

  it('unpacks no more than the directory admits', async () => {
    const bytes = new Uint8Array(zipSync({ a: utf8('a'.repeat(5_000)) }));
    const zip = await open(set(bytes, DIRECTORY, 24, [10, 0]));
    await expect(readEntry(zip, zip.entries.get('a') as ZipEntry, 100)).rejects.toMatchObject({ reason: 'too-large' });
  });
});

describe('Unpacking', () => {
  const packed = (size: number) => new Uint8Array(gzipSync(new Uint8Array(size)));

  it('stops at a bomb', async () => {
    await expect(inflate(packed(20_000_000), 'gzip', 1e9, 'it')).rejects.toMatchObject({ reason: 'bomb' });
  });

  it('stops at the limit', async () => {
    const noise = new Uint8Array(200_000).map((_, n) => (n * 2_654_435_761) >>> 13);
    const bytes = new Uint8Array(gzipSync(noise));
    await expect(inflate(bytes, 'gzip', 100_000, 'it')).rejects.toMatchObject({ reason: 'too-large' });
    expect(sha256(await inflate(bytes, 'gzip', 200_000, 'it'))).toBe(sha256(noise));
  });

  it.each([
    ['cut off', packed(1_000).slice(0, -9)],
    ['not gzip', utf8('not gzip')],
    ['empty', new Uint8Array()],
  ])('refuses what is %s', async (_, bytes) => {
    await expect(inflate(bytes, 'gzip', 1e6, 'it')).rejects.toMatchObject({ reason: 'corrupted' });
  });
});
