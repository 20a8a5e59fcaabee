import { ANNOUNCE, type Batch, type Command, decodeBatch, recorderEars } from '../messages/channel';

/** The relay's end of the channel to the recorder. */
export interface Link {
  order(command: Command): void;
  /** Tells the recorder of an element, which it hears as the event's target. */
  point(command: Command, element: Element): void;
  /** Stops listening; a recorder that hears nobody stops by itself. */
  close(): void;
}

/** A name that a page cannot guess; `crypto.randomUUID` is missing on plain http pages. */
export function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** A document has a recorder, and a few after it where the extension is reloaded; with more the page plays them itself. */
const MAX_MEETINGS = 50;

/**
 * Meets the recorder, whichever of the two came first. `met` is called whenever a recorder is there to take orders;
 * `left` when a newer relay (the extension was reloaded) has come and this one is to go.
 */
export function connect(to: { met: () => void; heard: (batch: Batch) => void; left: () => void }): Link {
  const name = randomName();
  const mine = `relay:${name}`;
  let isMet = false;
  let meetings = 0;

  const hear = (event: Event) => {
    const batch = decodeBatch((event as CustomEvent).detail);
    event.preventDefault(); // the receipt, also for what is refused: it would not get better
    if (batch) to.heard(batch);
  };
  const announced = (event: Event) => {
    const { detail } = event as CustomEvent;
    if (detail === 'recorder') offer();
    else if (typeof detail === 'string' && detail.startsWith('relay:') && detail !== mine) {
      close();
      to.left();
    }
  };
  /** Dispatches a string; whether somebody gave a receipt. */
  const say = (type: string, detail: string, on: EventTarget = window): boolean =>
    !on.dispatchEvent(
      new CustomEvent(type, { detail, cancelable: true, bubbles: on !== window, composed: on !== window }),
    );
  const offer = () => {
    if (meetings >= MAX_MEETINGS || !say(ANNOUNCE, mine)) return;
    meetings++;
    isMet = true;
    to.met();
  };
  const close = () => {
    window.removeEventListener(name, hear);
    window.removeEventListener(ANNOUNCE, announced);
  };

  window.addEventListener(name, hear);
  window.addEventListener(ANNOUNCE, announced);
  queueMicrotask(() => isMet || offer());
  return {
    order: command => {
      if (isMet) say(recorderEars(name), JSON.stringify(command));
    },
    point: (command, element) => {
      if (isMet) say(recorderEars(name), JSON.stringify(command), element);
    },
    close,
  };
}
