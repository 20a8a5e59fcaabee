import type { Envelope } from './protocol';

/** `storage.local` holds spilled chunks under these keys and nothing else. */
export const SPILL_PREFIX = 'spill:';

/** One key per chunk, in the order of its stream. */
export const spillKey = ({ stream, chunk }: Pick<Envelope, 'stream' | 'chunk'>): string =>
  `${SPILL_PREFIX}${stream.id}:${String(chunk.seq).padStart(6, '0')}`;
