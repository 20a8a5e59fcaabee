import type { Mark, SessionIndex, Stream } from './types';

/** The label of a gap that nobody could mark, for there was nobody left. */
export const LOST = 'lost';
/** The label of a gap that was found when a copy was made: what was there cannot be read. */
export const DAMAGED = 'damaged';

/**
 * Streams that broke off: a page that goes away closes its stream, so one without a reason whose page is gone (its tab has opened
 * another, or its session is over) was lost with what had not been stored. A page that was only frozen tells later: then it was not.
 */
export function lostStreams(streams: readonly Stream[], isOver: boolean): Stream[] {
  const isFollowed = ({ id, tabId, frameId, openedAt }: Stream) =>
    streams.some(
      other => other.id !== id && other.tabId === tabId && other.frameId === frameId && other.openedAt > openedAt,
    );
  return streams.filter(stream => stream.closeReason === undefined && (isOver || isFollowed(stream)));
}

/** A session's marks with one for each stream that broke off, in order of time. */
export function withLosses({ streams, marks }: SessionIndex, isOver: boolean): Mark[] {
  const losses = lostStreams(streams, isOver).map(
    ({ id, lastAt }): Mark => ({ kind: 'gap', at: lastAt, label: LOST, streamId: id, seq: -1, n: 0 }),
  );
  return [...marks, ...losses].sort((a, b) => a.at - b.at);
}
