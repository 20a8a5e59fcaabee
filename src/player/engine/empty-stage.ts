import { Replayer } from '@rrweb/replay';
import { EventType, type eventWithTime } from '@rrweb/types';
import { showStates } from './page-state';

/** A Replayer without events, in a container of its own. */
export interface EmptyStage {
  element: HTMLElement;
  replayer: Replayer;
}

/**
 * An event that does nothing. At the end of time, it keeps a Replayer from ever being finished: it would forget what it has shown,
 * and rebuild the page on the next move.
 */
export const marker = (timestamp = Number.MAX_SAFE_INTEGER): eventWithTime => ({
  type: EventType.Custom,
  data: { tag: 'tapedeck-marker', payload: undefined },
  timestamp,
});

/** Makes one, hidden. It takes the browser as long as a small page takes to be built. */
export function emptyStage(host: HTMLElement): EmptyStage {
  const element = document.createElement('div');
  element.className = 'window';
  element.dataset.hidden = '';
  host.append(element);
  // It asks for two events at least.
  const replayer = new Replayer([marker(), marker()], {
    root: element,
    showWarning: false,
    // Pointer draws one.
    mouseTail: false,
    // Focus would leave the player's controls for the page on the stage.
    triggerFocus: false,
    UNSAFE_replayCanvas: false,
    // Its detour costs twice the time, and makes seeking another way to a picture than playing.
    useVirtualDom: false,
    plugins: [showStates],
  });
  const { iframe } = replayer;
  iframe.tabIndex = -1;
  // The page's own scrollbars took their room; nothing here can be scrolled by hand.
  iframe.setAttribute('scrolling', 'auto');
  iframe.setAttribute('aria-hidden', 'true');
  return { element, replayer };
}
