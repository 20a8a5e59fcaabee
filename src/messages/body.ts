/** How a chunk's events travel and are stored: gzip of UTF-8 text, one event's JSON a line. */

const through = async (bytes: Blob, transform: ReadableWritablePair): Promise<ArrayBuffer> =>
  new Response(bytes.stream().pipeThrough(transform)).arrayBuffer();

/** Compresses off the main thread. */
export const gzip = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await through(new Blob([text]), new CompressionStream('gzip')));
