import type { Replayer } from '@rrweb/replay';
import { EventType, type eventWithTime, IncrementalSource, MouseInteractions, ReplayerEvents } from '@rrweb/types';
import { type CanvasWords, showCanvasPictures } from './canvas-pictures';
import { DrivenTimer } from './driven-timer';
import { type EmptyStage, marker } from './empty-stage';
import { showFocus } from './focus';
import { onlyLastScrolls } from './last-scrolls';
import type { LoadedWindow } from './load-window';
import { onlyRealMedia } from './only-media';
import { pageRules } from './page-rules';
import { knowMathMl } from './page-state';
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

const isTouch = ({ type, data }: eventWithTime): boolean =>
  type === EventType.IncrementalSnapshot &&
  (data.source === IncrementalSource.TouchMove ||
    (data.source === IncrementalSource.MouseInteraction && data.type === MouseInteractions.TouchStart));

/** One window on the stage: fills an empty one, hidden until it is shown. Times are epoch milliseconds. */
export class StageWindow {
  readonly element: HTMLElement;
  viewport: Viewport = { width: 0, height: 0 };
  #replayer: Replayer;
  #timer: DrivenTimer;
  #pointer: Pointer;
  #frames: StageFrames;
  #startsAt = 0;
  #setAt = 0;
  #time = 0;
  #playing = false;

  constructor(
    { element, replayer }: EmptyStage,
    readonly loaded: LoadedWindow,
    { stillness, styles, canvasWords, onResize, frames }: StageOptions,
  ) {
    this.element = element;
    this.#replayer = replayer;
    const { iframe } = replayer;
    this.#frames = new StageFrames(loaded, frames, id => replayer.getMirror().getNode(id));
    knowMathMl(iframe.contentDocument);
    this.#timer = new DrivenTimer(replayer.timer);
    // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
    replayer['cache'] = { stylesWithHoverClass: styles };
    this.#pointer = new Pointer(replayer, { hasTrail: !stillness });
    onlyLastScrolls(replayer);
    onlyRealMedia(replayer);
    showFocus(replayer);
    showCanvasPictures(replayer, canvasWords);
    // The page is told the scheme that it was recorded in, not the viewer's.
    iframe.style.colorScheme = loaded.media['prefers-color-scheme'] ?? 'normal';
    replayer.on(ReplayerEvents.Resize, size => {
      const { width, height } = size as Viewport;
      this.viewport = { width, height };
      onResize();
    });
    this.#build();
  }

  /** Builds the page as its snapshot has it, as a Replayer does with the first one it is given. */
  #build(): void {
    const { events } = this.loaded;
    const snapshot = events.find(({ type }) => type === EventType.FullSnapshot);
    if (snapshot?.type !== EventType.FullSnapshot) return;
    const replayer = this.#replayer;
    replayer.config.insertStyleRules = pageRules(this.loaded);
    const [meta] = events;
    // What plays in the snapshot counts its time from the first event there is.
    if (meta) replayer.service.state.context.events.unshift(meta);
    // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
    if (meta?.type === EventType.Meta) replayer['emitter'].emit(ReplayerEvents.Resize, meta.data);
    // biome-ignore lint/complexity/useLiteralKeys: as above
    replayer['rebuildFullSnapshot'](snapshot, true);
    replayer.iframe.contentWindow?.scrollTo(snapshot.data.initialOffset);
    // biome-ignore lint/complexity/useLiteralKeys: as above
    replayer['firstFullSnapshot'] = snapshot;
    this.element.dataset.building = '';
  }

  /** All of it is read: from now on it can be sought in. */
  fill(): void {
    const { config, service } = this.#replayer;
    const { events } = service.state.context;
    for (const event of this.loaded.events.slice(1)) events.push(event);
    events.sort((a, b) => a.timestamp - b.timestamp);
    this.#startsAt = events[0]?.timestamp ?? this.loaded.from;
    // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
    if (this.loaded.events.some(isTouch)) this.#replayer['mouse'].classList.add('touch-device');
    const rules = pageRules(this.loaded);
    if (rules.length === config.insertStyleRules.length) return;
    // Canvases of other sizes came later: the page is built once more, with what they need.
    config.insertStyleRules = rules;
    // biome-ignore lint/complexity/useLiteralKeys: as above
    this.#replayer['firstFullSnapshot'] = null;
  }

  /** Shows this moment of the window, playing or not; its frames may have gone on after the page's last event, and show `now`. */
  seek(asked: number, playing: boolean, now = asked): void {
    // Right after its full snapshot and its sheets at the earliest: before them there is no page, or a bare one.
    const at = Math.max(asked, this.loaded.dressedAt + 1);
    if (at === this.#time && playing === this.#playing) {
      this.#frames.show(now, playing);
      return;
    }
    delete this.element.dataset.building;
    this.#setAt = at;
    this.#time = at;
    this.#playing = playing;
    const offset = this.#setAt - this.#startsAt;
    if (playing) this.#replayer.play(offset);
    else this.#replayer.pause(offset);
    this.#allDoneBefore(at);
    this.#pointer.clear();
    this.#frames.show(now, playing);
    settleAnimations(this.#replayer.iframe, at - this.loaded.pageFrom);
  }

  /**
   * A Replayer takes a mouse movement it did last for one that has just begun, and what has happened since for not yet done: it would
   * do that again, and build the page once more where its snapshot is that young.
   */
  #allDoneBefore(at: number): void {
    const { context } = this.#replayer.service.state;
    const last = context.lastPlayedEvent;
    if (last && last.timestamp < at) context.lastPlayedEvent = marker(last.timestamp);
  }

  /** Goes on to this moment while playing. */
  advance(asked: number, now = asked): void {
    const at = Math.max(asked, this.loaded.dressedAt + 1);
    if (at < this.#time || at - this.#time > STEP_MS) this.seek(at, true, now);
    else {
      this.#time = at;
      this.#timer.advance(at - this.#setAt);
      // A trail fades also while the last picture stays.
      this.#pointer.show(now);
      this.#frames.show(now, true, 'advance');
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
    for (const event of events) this.#replayer.addEvent(event);
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
