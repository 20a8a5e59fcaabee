import { PNG } from 'pngjs';
import { type Blob, compare } from './compare';
import type { Box, Shot } from './film';
import type { Replayed } from './replay';

/** The most that a replay may differ from the page, above what two pictures of the page itself differ. */
export const LIMITS = { share: 0.002, blobPx: 24 };

/** How like the page its replay is, at one moment. */
export interface Verdict {
  name: string;
  share: number;
  /** What two pictures of the live page differ. */
  floor: number;
  blobs: Blob[];
  sameText: boolean;
  passes: boolean;
  live: Uint8Array;
  replay: Uint8Array;
  mask: Uint8Array;
  text: { live: string; replay: string };
}

function cover(png: PNG, boxes: Box[]): PNG {
  for (const { x, y, width, height } of boxes)
    for (let row = Math.max(0, y); row < Math.min(png.height, y + height); row++)
      png.data.fill(128, (row * png.width + x) * 4, (row * png.width + Math.min(png.width, x + width)) * 4);
  return png;
}

export function judge(shot: Shot, replayed: Replayed): Verdict {
  const read = (png: Uint8Array): PNG => cover(PNG.sync.read(Buffer.from(png)), shot.covered);
  const live = read(shot.live[0]);
  const floor = compare(live, read(shot.live[1]));
  const replay = read(replayed.png);
  const found = compare(live, replay, floor.mask);
  const blobs = found.blobs.filter(({ width, height }) => Math.max(width, height) > LIMITS.blobPx);
  const sameText = shot.text === replayed.text;
  return {
    name: `${shot.scene}, ${shot.moment}`,
    share: found.share,
    floor: floor.share,
    blobs,
    sameText,
    passes: found.share <= LIMITS.share && blobs.length === 0 && sameText,
    live: PNG.sync.write(live),
    replay: PNG.sync.write(replay),
    mask: PNG.sync.write(found.mask),
    text: { live: shot.text, replay: replayed.text },
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(3)} %`;

/** A verdict in a line. */
export const inWords = ({ name, share, floor, blobs, sameText, passes, text }: Verdict): string => {
  const [largest] = blobs;
  return [
    `${passes ? 'ok  ' : 'FAIL'} ${name}: ${percent(share)}`,
    floor > 0 && `floor ${percent(floor)}`,
    largest && `${blobs.length} blobs, the largest ${largest.width}×${largest.height} at ${largest.x},${largest.y}`,
    !sameText && `other text: ${firstDifference(text.live, text.replay)}`,
  ]
    .filter(Boolean)
    .join('; ');
};

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - 20);
  return `“${a.slice(from, at + 30)}” is “${b.slice(from, at + 30)}”`;
}
