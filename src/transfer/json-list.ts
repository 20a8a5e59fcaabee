import { ImportError } from './import-error';
import { MAX_DEPTH } from './limits';

/** An object and the list it lies in are one level in `safe-json`, which counts exactly; this only spares parsing. */
const MAX_LEVELS = 4 * MAX_DEPTH;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The texts of the objects in a JSON list, one after the other: of a file of any size no more than a piece and one object are
 * held. What stands between them is not looked at. Throws ImportError where an object is larger than `maxBytes`, or the list has no end.
 */
export async function* objectsIn(list: Blob, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = list.stream().getReader();
  let held: Uint8Array<ArrayBuffer>[] = [];
  let heldBytes = 0;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let began = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new ImportError('truncated', 'the list has no end');
      const piece = value as Uint8Array<ArrayBuffer>;
      let from = 0;
      for (let at = 0; at < piece.length; at++) {
        const byte = piece[at];
        if (inText) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) inText = false;
        } else if (byte === QUOTE) inText = true;
        else if (!began) began = byte === OPEN_LIST;
        else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          if (depth++ === 0) from = at;
          if (depth > MAX_LEVELS) throw new ImportError('too-deep', `it is nested deeper than ${MAX_DEPTH}`);
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          if (depth-- === 0) return;
          if (depth > 0) continue;
          yield decode(decoder, [...held, piece.subarray(from, at + 1)]);
          held = [];
          heldBytes = 0;
        }
      }
      if (depth === 0) continue;
      held.push(piece.slice(from));
      heldBytes += piece.length - from;
      if (heldBytes > maxBytes) throw new ImportError('too-large', 'one event is too large', maxBytes);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function decode(decoder: TextDecoder, pieces: Uint8Array<ArrayBuffer>[]): string {
  try {
    return pieces.map((piece, n) => decoder.decode(piece, { stream: n < pieces.length - 1 })).join('');
  } catch {
    throw new ImportError('corrupted', 'an event is not UTF-8');
  }
}
