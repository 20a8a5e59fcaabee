import type { Chunk, SessionSource, Stream } from '../session/types';
import { eventIn, type TapeEvent } from './event-shape';
import { ImportError } from './import-error';
import { inflate } from './inflate';
import { MAX_CHUNK_INFLATED_BYTES } from './limits';

/** Undefined where it is damaged: the rest of the tape is good all the same. */
async function unpacked({ bytes, streamId, seq }: Chunk): Promise<Uint8Array | undefined> {
  try {
    return await inflate(bytes, 'gzip', MAX_CHUNK_INFLATED_BYTES, `chunk ${seq} of ${streamId}`);
  } catch (error) {
    if (error instanceof ImportError) return undefined;
    throw error;
  }
}

/** Whether a chunk is as it was when it was stored. */
export const isReadable = async (chunk: Chunk): Promise<boolean> => (await unpacked(chunk)) !== undefined;

/** The lines of a chunk that `wanted` is in; all without one. Undefined where it is damaged. */
async function readableLines(chunk: Chunk, wanted: string): Promise<string[] | undefined> {
  const text = await unpacked(chunk);
  const lines = text && new TextDecoder().decode(text).split('\n');
  return lines?.filter(line => line !== '' && line.includes(wanted));
}

/** The same, where a damaged chunk has none. */
export const linesOf = async (chunk: Chunk, wanted = ''): Promise<string[]> =>
  (await readableLines(chunk, wanted)) ?? [];

/** A stream's events in order, chunk by chunk; where `wanted` is given, those whose line has it somewhere. */
export async function* eventsOf(
  source: SessionSource,
  stream: Stream,
  wanted?: string,
  [fromSeq, toSeq]: [number, number] = [0, Number.POSITIVE_INFINITY],
): AsyncGenerator<TapeEvent> {
  for (const [from, to] of runs(stream)) {
    if (to <= fromSeq || from >= toSeq) continue;
    for (const chunk of await source.chunks(stream.id, Math.max(from, fromSeq), Math.min(to, toSeq)))
      for (const line of await linesOf(chunk, wanted)) {
        const event = eventIn(line);
        // A page may have forged when it was.
        if (event) yield { ...event, timestamp: Math.min(Math.max(event.timestamp, chunk.from), chunk.to) };
      }
  }
}

/** A stream's chunks from snapshot to snapshot: what is held in memory at once. */
export function runs({ windows }: Stream): [from: number, to: number][] {
  const starts = [...new Set([0, ...windows.map(({ seq }) => seq)])];
  return starts.map((from, n) => [from, starts[n + 1] ?? Number.POSITIVE_INFINITY]);
}

/**
 * A source whose events are changed or left out (`undefined`) as they are read; a chunk that stays as it was keeps its bytes. What is
 * damaged goes, for nobody knows what is in it.
 */
export const mapEvents = (
  source: SessionSource,
  change: (event: TapeEvent, streamId: string) => TapeEvent | undefined,
): SessionSource => ({
  ...source,
  chunks: async (streamId, from, to) => {
    const chunks = await source.chunks(streamId, from, to);
    const now = await Promise.all(chunks.map(chunk => changed(chunk, event => change(event, streamId))));
    return now.filter(chunk => chunk !== undefined);
  },
});

async function changed(chunk: Chunk, change: (event: TapeEvent) => TapeEvent | undefined): Promise<Chunk | undefined> {
  const lines = await readableLines(chunk, '');
  if (!lines) return;
  const kept = lines.flatMap(line => {
    const event = eventIn(line);
    if (!event) return [];
    const now = change(event);
    return now === event ? line : now ? JSON.stringify(now) : [];
  });
  if (kept.length === lines.length && kept.every((line, n) => line === lines[n])) return chunk;
  return { ...chunk, count: kept.length, bytes: await gzip(kept.join('\n')) };
}

export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
