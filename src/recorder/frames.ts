import { record } from '@rrweb/record';
import type { FrameNote, FramePath } from '../session/frame-note';
import { natives } from './natives';

/** What is known of a frame whose content is not in this document's stream. */
type Known = Omit<FrameNote, 'id'>;

const isFrame = (target: EventTarget | null): target is HTMLIFrameElement =>
  (target as Node | null)?.nodeName === 'IFRAME' || (target as Node | null)?.nodeName === 'FRAME';

function hostOf({ src }: HTMLIFrameElement): Known {
  const { host } = URL.canParse(src) ? new URL(src) : { host: '' };
  return host ? { host } : {};
}

/** The element of the frame at a path below this window; undefined where the frames are no longer as they were when it was found. */
function elementAt(path: FramePath): HTMLIFrameElement | undefined {
  let within: Window = window;
  let element: HTMLIFrameElement | undefined;
  try {
    for (const [index, of] of path) {
      const frame = within[index];
      if (!frame || within.length !== of) return;
      element = [...within.document.querySelectorAll<HTMLIFrameElement>('iframe, frame')].find(
        one => one.contentWindow === frame,
      );
      within = frame;
    }
    return element;
  } catch {
    return undefined; // a frame of another origin on the way: it is for its own recorder to say
  }
}

/** Notes on one document's frames of other origins: `made` is called for each, and for all of them again after a snapshot. */
export class Frames {
  #known = new Map<HTMLIFrameElement, Known>();
  /** Known before rrweb knew the element. */
  #waiting = new Set<HTMLIFrameElement>();

  constructor(
    private made: (note: FrameNote, address: string) => void,
    /** Content of the page's own origin has come where rrweb does not look. */
    private missed: () => void,
  ) {
    natives.listen.call(document, 'load', event => this.#loaded(event.target), { capture: true, passive: true });
  }

  /** The browser's number of the frame at a path. */
  place(path: FramePath, frame: number): void {
    const element = elementAt(path);
    if (element && this.#known.get(element)?.frame !== frame) this.#set(element, { ...hostOf(element), frame });
  }

  /** A snapshot was taken: what is said of its frames is said again. */
  afterSnapshot(): void {
    for (const element of this.#known.keys()) {
      if (element.isConnected) this.#say(element);
      else this.#known.delete(element);
    }
  }

  /** rrweb may have come to know what waits. */
  afterMutation(): void {
    for (const element of this.#waiting) this.#say(element);
  }

  #loaded(target: EventTarget | null): void {
    if (!isFrame(target)) return;
    const known = this.#known.get(target);
    if (!target.contentDocument) {
      if (!known) this.#set(target, hostOf(target));
    } else if (known) {
      this.#set(target, { own: true });
      this.#known.delete(target);
      this.missed();
    }
  }

  #set(element: HTMLIFrameElement, known: Known): void {
    this.#known.set(element, known);
    this.#say(element);
  }

  #say(element: HTMLIFrameElement): void {
    const id = record.mirror.getId(element);
    if (id <= 0) {
      this.#waiting.add(element);
      return;
    }
    this.#waiting.delete(element);
    const known = this.#known.get(element);
    if (known) this.made({ id, ...known }, element.src);
  }
}
