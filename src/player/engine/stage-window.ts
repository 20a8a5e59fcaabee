import { Replayer } from '@rrweb/replay';
import { EventType, type eventWithTime, ReplayerEvents } from '@rrweb/types';
import { type CanvasWords, showCanvasPictures } from './canvas-pictures';
import { DrivenTimer } from './driven-timer';
import { showFocus } from './focus';
import { onlyLastScrolls } from './last-scrolls';
import type { LoadedWindow } from './load-window';
import { pageRules } from './page-rules';
import { knowMathMl, showStates } from './page-state';
import { innermostAt, type Point, type StageElement } from './pick';
import { Pointer } from './pointer';
import { settleAnimations } from './settle-animations';
import { type FrameSource, StageFrames } from './stage-frames';

export interface Viewport {
  width: number;
  height: number;
}

/** Up to here time passes event by event; a longer step is taken at once, without animations on the way. */
const STEP_MS = 2_000;

/** Keeps a Replayer from ever being finished: it would forget what it has shown, and rebuild the page on the next move. */
const neverEnds = (): eventWithTime => ({
  type: EventType.Custom,
  data: { tag: 'tapedeck-end', payload: undefined },
  timestamp: Number.MAX_SAFE_INTEGER,
});

export interface StageOptions {
  /** No trail of the cursor. */
  stillness: boolean;
  styles: AdaptedStyles;
  /** Says why a canvas is a box. */
  canvasWords: CanvasWords;
  onResize: () => void;
  /** Frames of other origins. */
  frames: FrameSource;
}

/** Stylesheet texts as the Replayer has rewritten them, `:hover` into a class. Windows of a site share them: it takes long. */
export type AdaptedStyles = Map<string, string>;

/** One window on the stage: a Replayer in a container of its own. Built hidden. Times are epoch milliseconds. */
export class StageWindow {
  readonly element: HTMLElement;
  viewport: Viewport = { width: 0, height: 0 };
  #replayer: Replayer;
  #timer: DrivenTimer;
  #pointer: Pointer;
  #frames: StageFrames;
  #startsAt: number;
  #setAt = 0;
  #time = 0;
  #playing = false;
  /** What the Replayer does now, it does because we asked. */
  #driven = false;

  constructor(
    host: HTMLElement,
    readonly loaded: LoadedWindow,
    { stillness, styles, canvasWords, onResize, frames }: StageOptions,
  ) {
    this.element = document.createElement('div');
    this.element.className = 'window';
    this.element.dataset.hidden = '';
    host.append(this.element);
    // The Replayer keeps and sorts the array it is given.
    const events = [...loaded.events, neverEnds()].sort((a, b) => a.timestamp - b.timestamp);
    this.#startsAt = events[0]?.timestamp ?? loaded.from;
    this.#replayer = new Replayer(events, {
      root: this.element,
      showWarning: false,
      // Pointer draws one.
      mouseTail: false,
      insertStyleRules: pageRules(loaded),
      // Focus would leave the player's controls for the page on the stage.
      triggerFocus: false,
      UNSAFE_replayCanvas: false,
      // Its detour costs twice the time, and makes seeking another way to a picture than playing.
      useVirtualDom: false,
      plugins: [showStates],
    });
    this.#frames = new StageFrames(loaded, frames, id => this.#replayer.getMirror().getNode(id));
    knowMathMl(this.#replayer.iframe.contentDocument);
    this.#timer = new DrivenTimer(this.#replayer.timer);
    // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
    this.#replayer['cache'] = { stylesWithHoverClass: styles };
    this.#pointer = new Pointer(this.#replayer, { hasTrail: !stillness });
    onlyLastScrolls(this.#replayer);
    showFocus(this.#replayer);
    showCanvasPictures(this.#replayer, canvasWords);
    this.#replayer.iframe.tabIndex = -1;
    // The page's own scrollbars took their room; nothing here can be scrolled by hand.
    this.#replayer.iframe.setAttribute('scrolling', 'auto');
    // The page is told the scheme that it was recorded in, not the viewer's.
    this.#replayer.iframe.style.colorScheme = loaded.media['prefers-color-scheme'] ?? 'normal';
    this.#replayer.iframe.setAttribute('aria-hidden', 'true');
    this.#replayer.on(ReplayerEvents.Resize, size => {
      if (!this.#driven) {
        // Once built, the Replayer says its first size again, a moment later: by then another may be on show.
        // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
        if (this.viewport.width > 0) this.#replayer['handleResize'](this.viewport);
        return;
      }
      const { width, height } = size as Viewport;
      this.viewport = { width, height };
      onResize();
    });
  }

  /** Shows this moment of the window, playing or not; its frames may have gone on after the page's last event, and show `now`. */
  seek(asked: number, playing: boolean, now = asked): void {
    // Right after its full snapshot and its sheets at the earliest: before them there is no page, or a bare one.
    const at = Math.max(asked, this.loaded.dressedAt + 1);
    if (at === this.#time && playing === this.#playing) {
      this.#frames.show(now, playing);
      return;
    }
    this.#setAt = at;
    this.#time = at;
    this.#playing = playing;
    const offset = this.#setAt - this.#startsAt;
    this.#drive(() => (playing ? this.#replayer.play(offset) : this.#replayer.pause(offset)));
    this.#pointer.clear();
    this.#frames.show(now, playing);
    settleAnimations(this.#replayer.iframe, at - this.loaded.pageFrom);
  }

  /** Goes on to this moment while playing. */
  advance(asked: number, now = asked): void {
    const at = Math.max(asked, this.loaded.dressedAt + 1);
    if (at < this.#time || at - this.#time > STEP_MS) this.seek(at, true, now);
    else {
      this.#time = at;
      this.#drive(() => this.#timer.advance(at - this.#setAt));
      this.#pointer.show(at);
      this.#frames.show(now, true, 'advance');
    }
  }

  #drive(move: () => void): void {
    this.#driven = true;
    try {
      move();
    } finally {
      this.#driven = false;
    }
  }

  pause(): void {
    this.#playing = false;
    this.#replayer.pause();
    this.#pointer.clear();
    this.#frames.pause();
  }

  /** The element at a point of the player's window. */
  elementAt(clientX: number, clientY: number): StageElement | undefined {
    const { iframe } = this.#replayer;
    const { left, top, width } = iframe.getBoundingClientRect();
    const scale = width / iframe.offsetWidth || 1;
    return this.elementInside({ x: (clientX - left) / scale, y: (clientY - top) / scale });
  }

  /** The element at a point of its page. */
  elementInside(point: Point): StageElement | undefined {
    const { contentDocument } = this.#replayer.iframe;
    const found = innermostAt(contentDocument, point, frame => this.#frames.stageIn(frame) !== undefined);
    if (!found) return;
    const inside = this.#frames.stageIn(found.element)?.elementInside(found.point);
    return inside ?? this.elementOf(found.element);
  }

  /** An element of the stage as the tape names it; what the tape does not have is a part of what is around it. */
  elementOf(element: Element): StageElement | undefined {
    const mirror = this.#replayer.getMirror();
    for (let at: Element | null = element; at; at = at.parentElement ?? hostOf(at)) {
      const nodeId = mirror.getId(at);
      if (nodeId > 0) return { streamId: this.loaded.streamId, nodeId, element: at };
    }
    return this.#frames.elementOf(element);
  }

  /** What its frames show at this moment has been read. */
  framesReady(): Promise<void> {
    return this.#frames.ready();
  }

  /** Takes in what a running session has added to its frames. */
  moreFrames(): Promise<void> {
    return this.#frames.more();
  }

  /** How fast sound and film run. */
  setSpeed(speed: number): void {
    this.#replayer.setConfig({ speed });
    this.#frames.setSpeed(speed);
  }

  /** Takes in what a running session has added. */
  append(events: readonly eventWithTime[]): void {
    this.#drive(() => {
      for (const event of events) this.#replayer.addEvent(event);
    });
  }

  show(): void {
    delete this.element.dataset.hidden;
  }

  hide(): void {
    this.pause();
    this.element.dataset.hidden = '';
  }

  destroy(): void {
    this.#frames.destroy();
    try {
      this.#replayer.destroy();
    } catch {
      // Half built by a broken tape: its container goes all the same.
    }
    this.element.remove();
  }
}

/** What a shadow tree hangs on. */
const hostOf = (element: Element): Element | null => (element.getRootNode() as Partial<ShadowRoot>).host ?? null;
