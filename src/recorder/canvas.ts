import { type CanvasPicture, MAX_PICTURE_CHARS } from '../session/canvas';
import { BLOCKED, isWithin, MASKED } from '../session/wishes';
import { natives } from './natives';

/** Each canvas is looked at twice a second, while it is seen. */
const EVERY_MS = 500;
const MAX_CANVASES = 10;
/** A picture is no larger than this on its longer side … */
const MAX_SIDE = 1_000;
const QUALITY = 0.6;
/** … and all pictures of one look together no more than that, or they crowd out the tape. */
const MAX_LOOK_CHARS = 300_000;

type Tell = (picture: CanvasPicture) => void;

/** Takes pictures of the canvases that are seen and have changed. What is drawn in WebGL may be gone by the time of the look. */
export interface Canvases {
  start(): void;
  stop(): void;
  /** After a full snapshot: replay begins anew, without what it was told before. */
  again(): void;
}

/** `idOf` gives rrweb's id of a node, and -1 where it has none. */
export function createCanvases(idOf: (canvas: HTMLCanvasElement) => number, tell: Tell): Canvases {
  const { toBlob } = HTMLCanvasElement.prototype;
  const known = new Map<HTMLCanvasElement, CanvasPicture>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOn = false;

  const look = async () => {
    let room = MAX_LOOK_CHARS;
    const canvases =
      document.visibilityState === 'visible' ? [...document.querySelectorAll('canvas')].filter(isSeen) : [];
    for (const canvas of canvases.slice(0, MAX_CANVASES)) {
      const id = idOf(canvas);
      if (!isOn || id < 0 || room <= 0) continue;
      const picture: CanvasPicture = { id, ...(await pictureOf(canvas)) };
      const before = known.get(canvas);
      if (!isOn || (before && before.id === id && before.data === picture.data && before.why === picture.why)) continue;
      known.set(canvas, picture);
      room -= picture.data?.length ?? 0;
      tell(picture);
    }
    for (const canvas of known.keys()) if (!canvas.isConnected) known.delete(canvas);
  };

  /** What it shows, drawn smaller on a canvas of ours; reading it must not change how the page's own is kept. */
  const pictureOf = async (canvas: HTMLCanvasElement): Promise<Pick<CanvasPicture, 'data' | 'why'>> => {
    try {
      const scale = Math.min(1, MAX_SIDE / Math.max(canvas.width, canvas.height));
      const copy = document.createElement('canvas');
      copy.width = Math.max(1, Math.round(canvas.width * scale));
      copy.height = Math.max(1, Math.round(canvas.height * scale));
      const bitmap = await createImageBitmap(canvas);
      copy.getContext('2d')?.drawImage(bitmap, 0, 0, copy.width, copy.height);
      bitmap.close();
      const blob = await new Promise<Blob | null>(done => {
        natives.apply(toBlob, copy, [done, 'image/webp', QUALITY]);
      });
      const data = blob && (await dataUrlOf(blob));
      return data && data.length <= MAX_PICTURE_CHARS ? { data } : { why: 'too-large' };
    } catch (error) {
      // An image of another site is on it: no page may read it, nor may we.
      return { why: (error as Error).name === 'SecurityError' ? 'tainted' : 'unreadable' };
    }
  };

  const next = () => {
    timer = natives.setTimeout(async () => {
      await look();
      if (isOn) next();
    }, EVERY_MS);
  };

  return {
    start() {
      if (isOn) return;
      isOn = true;
      next();
    },
    stop() {
      isOn = false;
      if (timer !== undefined) natives.clearTimeout(timer);
      known.clear();
    },
    again() {
      if (!isOn) return;
      for (const [canvas, picture] of known) {
        const id = idOf(canvas);
        if (id < 0) known.delete(canvas);
        else {
          picture.id = id;
          tell(picture);
        }
      }
    },
  };
}

function isSeen(canvas: HTMLCanvasElement): boolean {
  const { top, left, bottom, right, width, height } = canvas.getBoundingClientRect();
  const isInView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && width > 1 && height > 1;
  return (
    isInView &&
    canvas.width > 0 &&
    canvas.height > 0 &&
    canvas.checkVisibility() &&
    !isWithin(canvas, `${BLOCKED}, ${MASKED}`)
  );
}

const dataUrlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
