import { ANNOUNCE, type Batch, type Command, encodeBatch, recorderEars } from '../messages/channel';
import { natives } from './natives';

/** The recorder's end of the channel. */
export interface Link {
  /** Says that a recorder is here; a relay that is here already gives its first command at once. */
  announce(): void;
  /** Hands a batch to the relay. False where nobody took it: the recorder then stops. */
  send(batch: Batch): boolean;
}

const detailOf = (event: Event): unknown => (event as CustomEvent).detail;

/**
 * Meets the relay, whichever of the two came first, and hears its commands. A relay that comes later (the extension was
 * reloaded) takes the old one's place; a recorder that comes later makes this one leave, which `left` is told.
 */
export function connect({
  heard,
  left,
}: {
  heard: (command: Command, on: EventTarget | undefined) => void;
  left: () => void;
}): Link {
  let name: string | undefined;

  const hear = (event: Event) => {
    const detail = detailOf(event);
    if (typeof detail !== 'string') return;
    event.preventDefault();
    heard(natives.parse(detail) as Command, event.composedPath()[0]);
  };
  const forget = () => {
    if (name) natives.unlisten.call(window, recorderEars(name), hear);
    name = undefined;
  };
  let announcing = false;
  const announced = (event: Event) => {
    const detail = detailOf(event);
    if (detail === 'recorder') {
      if (announcing) return;
      natives.unlisten.call(window, ANNOUNCE, announced);
      left(); // what it holds, the relay is still given
      forget();
    } else if (typeof detail === 'string' && detail.startsWith('relay:')) {
      forget();
      name = detail.slice('relay:'.length);
      natives.listen.call(window, recorderEars(name), hear);
      event.preventDefault();
    }
  };

  return {
    announce() {
      natives.listen.call(window, ANNOUNCE, announced);
      announcing = true;
      say(ANNOUNCE, 'recorder'); // an older recorder leaves
      announcing = false;
    },
    send: batch => name !== undefined && say(name, encodeBatch(batch, natives.stringify)),
  };
}

/** Dispatches a string; whether somebody gave a receipt. */
const say = (type: string, detail: string): boolean =>
  !natives.dispatch.call(window, new natives.CustomEvent(type, { detail, cancelable: true }));
