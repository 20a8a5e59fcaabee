import { lostStreams } from '../session/lost';
import { isOver } from '../session/split';
import type { SessionSource } from '../session/types';

/** A source that is read at `now`. If its session runs, its pages do not end there: only the copy does, and nothing broke off in it. */
export const copiedAt = (source: SessionSource, now: number): SessionSource => ({
  ...source,
  index: async () => {
    const index = await source.index();
    if (isOver(index.session, now)) return index;
    const lost = lostStreams(index.streams, false);
    const streams = index.streams.map(stream =>
      stream.closeReason || lost.includes(stream) ? stream : { ...stream, closeReason: 'ended' as const },
    );
    return { ...index, streams };
  },
});
