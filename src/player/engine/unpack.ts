import type { Chunk } from '../../session/types';
import { unpackHere } from './unpack-here';
import type { UnpackAnswer, UnpackAsked } from './unpack-worker';

/** Asked for, by number: the chunk, for where the worker fails, and who waits. */
const waiting = new Map<number, { chunk: Pick<Chunk, 'bytes'>; done: (text: Promise<string>) => void }>();
let worker: Worker | undefined;
let asked = 0;

/** The text of a chunk. Throws when its bytes are damaged. */
export function unpack(chunk: Pick<Chunk, 'bytes'>): Promise<string> {
  if (!worker) return unpackHere(chunk.bytes);
  const id = asked++;
  worker.postMessage({ id, bytes: chunk.bytes } satisfies UnpackAsked);
  return new Promise(done => waiting.set(id, { chunk, done }));
}

/**
 * Lets a worker unpack from now on, for Chromium does it on the thread that asks. Until it is there, and where it may not run
 * (an exported page allows none) or fails, this thread does.
 */
export function unpackIn(made: Worker): void {
  made.addEventListener('message', ({ data }: MessageEvent<UnpackAnswer>) => {
    if (data === 'ready') {
      worker = made;
      return;
    }
    const { id, text } = data;
    waiting.get(id)?.done(text === undefined ? Promise.reject(new Error('a chunk is damaged')) : Promise.resolve(text));
    waiting.delete(id);
  });
  made.addEventListener('error', () => {
    worker = undefined;
    for (const { chunk, done } of waiting.values()) done(unpackHere(chunk.bytes));
    waiting.clear();
  });
}
