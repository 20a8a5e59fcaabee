import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** A blob of pixels that differ and touch: its box. */
export interface Blob {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Difference {
  /** Of all pixels, 0–1. */
  share: number;
  /** The largest first. */
  blobs: Blob[];
  /** What differs, in red over nothing. */
  mask: PNG;
}

/** Compares two pictures of one size; what is set in `except` does not count. */
export function compare(a: PNG, b: PNG, except?: PNG): Difference {
  const { width, height } = a;
  if (b.width !== width || b.height !== height)
    throw new Error(`pictures of ${width}×${height} and ${b.width}×${b.height}`);
  const mask = new PNG({ width, height });
  pixelmatch(a.data, b.data, mask.data, width, height, { threshold: 0.1, diffMask: true });
  const differs = new Uint8Array(width * height);
  let count = 0;
  for (let at = 0; at < differs.length; at++) {
    if (mask.data[at * 4 + 3] === 0 || (except && except.data[at * 4 + 3] !== 0)) continue;
    differs[at] = 1;
    count++;
  }
  return { share: count / differs.length, blobs: blobsOf(differs, width), mask };
}

const sizeOf = ({ width, height }: Blob): number => Math.max(width, height);

/** The boxes of what touches, also over a corner. Empties `differs`. */
function blobsOf(differs: Uint8Array, width: number): Blob[] {
  const blobs: Blob[] = [];
  for (let start = 0; start < differs.length; start++) {
    if (!differs[start]) continue;
    let [left, right, top, bottom] = [width, 0, Number.POSITIVE_INFINITY, 0];
    const rest = [start];
    differs[start] = 0;
    for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      for (const dy of [-1, 0, 1])
        for (const dx of [-1, 0, 1]) {
          const near = at + dy * width + dx;
          if (x + dx < 0 || x + dx >= width || !differs[near]) continue;
          differs[near] = 0;
          rest.push(near);
        }
    }
    blobs.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 });
  }
  return blobs.sort((a, b) => sizeOf(b) - sizeOf(a));
}
