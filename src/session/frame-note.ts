/**
 * What a stream says of a frame whose content it does not hold, as rrweb's custom event: the frame is recorded as a stream of its
 * own, by its relay, or not at all.
 */
export const FRAME_TAG = 'tapedeck/frame';

/** Where a frame is among its tab's frames: at each level from the top, which of how many. */
export type FramePath = [index: number, of: number][];

export interface FrameNote {
  /** rrweb's number of the element. */
  id: number;
  /** The browser's number of the frame: `Stream.frameId`. */
  frame?: number;
  /** Where it was loaded from, if that is known. */
  host?: string;
  /** Its content is of the page's own origin from here on, and stands in the page's stream. */
  own?: true;
}

/** Reads a custom event's data; undefined where it is no such note. */
export function asFrameNote(data: unknown): FrameNote | undefined {
  const { tag, payload } = (data ?? {}) as { tag?: unknown; payload?: unknown };
  if (tag !== FRAME_TAG || typeof payload !== 'object' || payload === null) return;
  const { id, frame, host, own } = payload as Record<string, unknown>;
  if (typeof id !== 'number') return;
  return {
    id,
    ...(typeof frame === 'number' && { frame }),
    ...(typeof host === 'string' && { host: host.slice(0, 253) }),
    ...(own === true && { own }),
  };
}
