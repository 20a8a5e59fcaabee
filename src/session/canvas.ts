/** The tag of rrweb's custom events that tell what is drawn on a canvas. */
export const CANVAS_TAG = 'tapedeck/canvas';

export const MAX_PICTURE_CHARS = 300_000;

/** What stood on a canvas at a moment, or why that is not on tape. */
export interface CanvasPicture {
  /** rrweb's id of the canvas. */
  id: number;
  /** A WebP or PNG as a data URL. */
  data?: string;
  /** `tainted`: an image of another site is on it, and browsers let nobody read it. */
  why?: 'tainted' | 'too-large' | 'unreadable';
}

const PICTURE = /^data:image\/(webp|png);base64,[\w+/]+=*$/;
const REASONS = ['tainted', 'too-large', 'unreadable'] as const;

/** The picture in an event's data, where it is one: tapes come from pages and from files. */
export function pictureIn(data: unknown): CanvasPicture | undefined {
  const { tag, payload } = Object(data) as { tag?: unknown; payload?: unknown };
  if (tag !== CANVAS_TAG) return;
  const { id, data: picture, why } = Object(payload) as Record<string, unknown>;
  if (!Number.isInteger(id)) return;
  if (typeof picture === 'string' && picture.length <= MAX_PICTURE_CHARS && PICTURE.test(picture))
    return { id: id as number, data: picture };
  const reason = REASONS.find(one => one === why);
  return reason && { id: id as number, why: reason };
}
