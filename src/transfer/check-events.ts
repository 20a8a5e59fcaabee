import { isEvent } from './event-shape';
import { ImportError, type ImportReason } from './import-error';
import { inflate } from './inflate';
import { MAX_CHUNK_INFLATED_BYTES } from './limits';
import { refuseDangerous } from './safe-json';
import type { FileChunk } from './session-json';

/** Unpacks a chunk and looks at every event: what a player takes from it is then what rrweb could have recorded. */
export async function checkEvents(
  gzip: Uint8Array<ArrayBuffer>,
  { path, count }: Pick<FileChunk, 'path' | 'count'>,
  span: { from: number; to: number },
): Promise<void> {
  const refuse = (details: string, reason: ImportReason = 'corrupted') => {
    throw new ImportError(reason, `${path}: ${details}`);
  };
  const text = decode(await inflate(gzip, 'gzip', MAX_CHUNK_INFLATED_BYTES, path)) ?? refuse('not UTF-8');
  let found = 0;
  for (const line of linesOf(text ?? '')) {
    found++;
    if (found > count) refuse(`more than ${count} events`);
    const event = parse(line);
    if (!isEvent(event)) return refuse(`line ${found} is not an event`);
    if (event.timestamp < span.from || event.timestamp > span.to)
      refuse(`line ${found} is of another time`, 'bad-time');
    refuseDangerous(event, `${path}: line ${found}`);
  }
  if (found < count) refuse(`${found} of ${count} events`);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** One after the other, so that a large chunk is not held twice. A newline at the end is no line. */
function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(at, end);
    at = end + 1;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
