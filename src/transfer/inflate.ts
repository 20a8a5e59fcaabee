import { ImportError } from './import-error';
import { MAX_RATIO, RATIO_FROM_BYTES } from './limits';

type Bytes = Uint8Array<ArrayBuffer>;
/** Handed to the browser as one Blob. */
const PIECE_BYTES = 2_000_000;

type Format = 'gzip' | 'deflate-raw';

/** What is to be unpacked, what it is called in an error, and how much of it there may be. */
interface Packed {
  stream: ReadableStream<Bytes>;
  size: number;
  format: Format;
  maxBytes: number;
  what: string;
  /** What it is where it does not unpack. */
  broken?: 'corrupted' | 'truncated';
  /** Called with every piece; may throw to stop. */
  check?: (() => void) | undefined;
}

export async function deflate(bytes: Bytes): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Unpacks what may be of any size: it is handed to the browser as it comes. */
export async function inflateBlob({ blob, ...how }: { blob: Blob } & Omit<Packed, 'stream' | 'size'>): Promise<Blob> {
  const parts: Blob[] = [];
  let open: Bytes[] = [];
  let openBytes = 0;
  for await (const piece of inflated({ ...how, stream: blob.stream(), size: blob.size })) {
    how.check?.();
    open.push(piece);
    openBytes += piece.length;
    if (openBytes < PIECE_BYTES) continue;
    parts.push(new Blob(open));
    open = [];
    openBytes = 0;
  }
  return new Blob([...parts, ...open]);
}

/** Unpacks into memory: never more than `maxBytes` and a piece is held. */
export async function inflate(packed: Bytes, format: Format, maxBytes: number, what: string): Promise<Bytes> {
  const pieces: Bytes[] = [];
  const stream = streamOf(packed);
  for await (const piece of inflated({ stream, size: packed.length, format, maxBytes, what })) pieces.push(piece);
  return join(pieces);
}

/** A bomb of so many bytes can be held when it bursts, for a browser unpacks at once what it is given at once. */
const SLICE_BYTES = 16_384;

/** Bytes in memory, a slice at a time. */
function streamOf(bytes: Bytes): ReadableStream<Bytes> {
  let at = 0;
  return new ReadableStream({
    pull: controller => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + SLICE_BYTES));
      at += SLICE_BYTES;
    },
  });
}

/** What comes out, as it comes; stops as soon as it is more than may be. */
async function* inflated({
  stream,
  size: packed,
  format,
  maxBytes,
  what,
  broken = 'corrupted',
}: Packed): AsyncGenerator<Bytes> {
  const reader = stream.pipeThrough(new DecompressionStream(format)).getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(error => {
        throw new ImportError(broken, `${what} does not unpack: ${error}`);
      });
      if (done) return;
      size += value.length;
      if (size > RATIO_FROM_BYTES && size > packed * MAX_RATIO)
        throw new ImportError('bomb', `${what} unpacks to over ${MAX_RATIO} times its size`);
      if (size > maxBytes) throw new ImportError('too-large', `${what} unpacks to over ${maxBytes} bytes`, maxBytes);
      yield value as Bytes;
    }
  } finally {
    // It is left where it is, whether or not it minds.
    reader.cancel().catch(() => {});
  }
}

function join(pieces: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
