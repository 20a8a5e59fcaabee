import type { Envelope, LeftAsset, Spilled } from './protocol';

/** `storage.local` holds spilled chunks under these keys and nothing else. */
export const SPILL_PREFIX = 'spill:';

/** One key per chunk, in the order of its stream. */
export const spillKey = ({ stream, chunk }: Pick<Envelope, 'stream' | 'chunk'>): string =>
  `${SPILL_PREFIX}${stream.id}:${String(chunk.seq).padStart(6, '0')}`;

/** As it may lie in `storage.local`: addresses may hold secrets. Whether a frame is missing cannot be said without its own. */
export const withoutAddresses = ({ left, ...spilled }: Spilled): Spilled =>
  left
    ? { ...spilled, left: left.filter(({ kind }) => kind !== 'frame').map(({ url, ...one }): LeftAsset => one) }
    : spilled;
