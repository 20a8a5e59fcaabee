import { ImportError } from './import-error';
import { MAX_RATIO, RATIO_FROM_BYTES } from './limits';

type Bytes = Uint8Array<ArrayBuffer>;
/** Handed to the browser as one Blob. */
const PIECE_BYTES = 8_000_000;

type Format = 'gzip' | 'deflate-raw';

export async function deflate(bytes: Bytes): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Unpacks a gzip of any size; what comes out is handed to the browser as it comes. */
export async function inflateBlob(packed: Blob, maxBytes: number): Promise<Blob> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  let parts: Blob[] = [];
  let open: Bytes[] = [];
  let [size, openBytes] = [0, 0];
  for (;;) {
    const { done, value } = await reader.read().catch(error => {
      throw new ImportError('truncated', `the gzip does not unpack: ${error}`);
    });
    if (done) return new Blob([...parts, ...open]);
    open.push(value as Bytes);
    size += value.length;
    openBytes += value.length;
    if (openBytes >= PIECE_BYTES) {
      parts = [...parts, new Blob(open)];
      open = [];
      openBytes = 0;
    }
    const isBomb = size > RATIO_FROM_BYTES && size > packed.size * MAX_RATIO;
    if (!isBomb && size <= maxBytes) continue;
    reader.cancel().catch(() => {});
    if (isBomb) throw new ImportError('bomb', `it unpacks to over ${MAX_RATIO} times its size`);
    throw new ImportError('too-large', `it unpacks to over ${maxBytes} bytes`, maxBytes);
  }
}

/** Unpacks, and stops as soon as more comes out than may: never more than `maxBytes` and a piece is held. */
export async function inflate(packed: Bytes, format: Format, maxBytes: number, what: string): Promise<Bytes> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const pieces: Bytes[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(error => {
      throw new ImportError('corrupted', `${what} does not unpack: ${error}`);
    });
    if (done) return join(pieces, size);
    size += value.length;
    pieces.push(value as Bytes);
    const isBomb = size > RATIO_FROM_BYTES && size > packed.length * MAX_RATIO;
    if (!isBomb && size <= maxBytes) continue;
    // It is left where it is, whether or not it minds.
    reader.cancel().catch(() => {});
    if (isBomb) throw new ImportError('bomb', `${what} unpacks to over ${MAX_RATIO} times its size`);
    throw new ImportError('too-large', `${what} unpacks to over ${maxBytes} bytes`, maxBytes);
  }
}

function join(pieces: Bytes[], size: number): Bytes {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
