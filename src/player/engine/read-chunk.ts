import type { eventWithTime } from '@rrweb/types';
import type { Chunk } from '../../session/types';
import { isEvent } from './event-shape';

/** No honest chunk unpacks to more: 1 MiB of gzip may hold a gigabyte of zeros. */
const MAX_UNPACKED_BYTES = 256 * 1024 ** 2;

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

/** The text of a chunk, unpacked off the main thread. Throws when its bytes are damaged. */
export async function unpack({ bytes }: Pick<Chunk, 'bytes'>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
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
