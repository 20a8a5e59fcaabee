/** No honest chunk unpacks to more: 1 MiB of gzip may hold a gigabyte of zeros. */
const MAX_UNPACKED_BYTES = 256 * 1024 ** 2;
const SLICE_BYTES = 64 * 1024;

/** The text of gzip, unpacked by this thread. Throws when the bytes are damaged. */
export async function unpackHere(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const gzip = new DecompressionStream('gzip');
  // What is wrong with them shows where they are read.
  feed(gzip.writable, bytes).catch(() => {});
  const reader = gzip.readable.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > MAX_UNPACKED_BYTES) {
      await reader.cancel();
      throw new RangeError('a chunk unpacks to more than any page records');
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Through a Blob it would take three times as long; slice by slice, for each is unpacked whole before the first of it is read. */
async function feed(writable: WritableStream<BufferSource>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const writer = writable.getWriter();
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) await writer.write(bytes.subarray(at, at + SLICE_BYTES));
  await writer.close();
}
