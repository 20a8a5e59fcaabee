import { record } from '@rrweb/record';
import { EventType, type eventWithTime, IncrementalSource, MouseInteractions } from '@rrweb/types';
import { natives } from './natives';

type Increment = Extract<eventWithTime, { type: EventType.IncrementalSnapshot }>['data'];

/** The browser says in one go all that lies under the cursor when the page moves beneath it. */
const SETTLE_MS = 50;

/**
 * What CSS sees and rrweb does not say: what is under a cursor that rests while the page moves, and after a snapshot what is
 * under it and what has the focus.
 */
export interface States {
  /** Looks at each event before it is sent; false where it is not to be. */
  see(event: eventWithTime): boolean;
  /** To be called after each event was sent. */
  sent(event: eventWithTime): void;
  stop(): void;
}

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1];

/** The innermost element that has the focus, in shadow roots and frames of the page's own. */
function focused(root: Document | ShadowRoot = document): Element | undefined {
  const { activeElement } = root;
  if (!activeElement || activeElement === document.body) return;
  const { shadowRoot, contentDocument } = activeElement as HTMLIFrameElement;
  const inner = shadowRoot ?? contentDocument;
  return (inner && focused(inner)) ?? activeElement;
}

/** `emit` sends an event of ours as if rrweb had made it. */
export function watchStates(emit: (data: Increment) => void): States {
  let cursor: { x: number; y: number; target: Node } | undefined;
  let saidId = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const moved = (event: Event) => {
    const { clientX, clientY, isTrusted } = event as MouseEvent;
    if (!isTrusted) return;
    cursor = { x: clientX, y: clientY, target: (event.composedPath()[0] ?? document) as Node };
    if (event.type === 'mouseover') timer ??= natives.setTimeout(say, SETTLE_MS);
  };
  const say = () => {
    timer = undefined;
    const id = cursor ? record.mirror.getId(cursor.target) : -1;
    if (!cursor || id <= 0 || id === saidId) return;
    const { x, y } = cursor;
    emit({ source: IncrementalSource.MouseMove, positions: [{ x, y, id, timeOffset: 0 }] });
  };
  const sayFocus = () => {
    const target = focused();
    const id = target ? record.mirror.getId(target) : -1;
    if (id > 0) emit({ source: IncrementalSource.MouseInteraction, type: MouseInteractions.Focus, id });
  };
  for (const type of ['mouseover', 'mousemove'])
    natives.listen.call(document, type, moved, { capture: true, passive: true });

  return {
    see({ type, data }) {
      if (type !== EventType.IncrementalSnapshot || data.source !== IncrementalSource.MouseInteraction) return true;
      // A key's or a script's click has no place: the cursor did not leap into the page's corner.
      if (data.type === MouseInteractions.Click) return data.x !== 0 || data.y !== 0;
      if (data.type !== MouseInteractions.Focus) return true;
      const target = record.mirror.getNode(data.id);
      if (target?.nodeType === 1) Object.assign(data, { visible: (target as Element).matches(':focus-visible') });
      return true;
    },
    sent({ type, data }) {
      if (type === EventType.FullSnapshot) {
        saidId = 0;
        sayFocus();
        say();
      } else if (type === EventType.IncrementalSnapshot && data.source === IncrementalSource.MouseMove) {
        saidId = last(data.positions)?.id ?? 0;
        say();
      }
    },
    stop() {
      if (timer !== undefined) natives.clearTimeout(timer);
      for (const type of ['mouseover', 'mousemove']) natives.unlisten.call(document, type, moved, { capture: true });
    },
  };
}
