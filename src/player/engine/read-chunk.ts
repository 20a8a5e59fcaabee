import type { eventWithTime } from '@rrweb/types';
import type { Chunk } from '../../session/types';
import { isEvent } from './event-shape';

/** No honest chunk unpacks to more: 1 MiB of gzip may hold a gigabyte of zeros. */
const MAX_UNPACKED_BYTES = 256 * 1024 ** 2;
const SLICE_BYTES = 64 * 1024;

export interface ReadEvents {
  events: eventWithTime[];
  /** Lines that were no events. */
  bad: number;
}

/** The events in a chunk's text. */
export function readEvents(text: string): ReadEvents {
  const events: eventWithTime[] = [];
  let bad = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const event = parse(line);
    if (isEvent(event)) events.push(event);
    else bad++;
  }
  return { events, bad };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // no event: counted
  }
}

/** The text of a chunk. Throws when its bytes are damaged. */
export async function unpack({ bytes }: Pick<Chunk, 'bytes'>): Promise<string> {
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
