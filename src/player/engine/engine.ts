import { idleAt, type Located, locate, locateFrame, type Piece, type Timeline } from '../../session/timeline';
import type { Range, SessionSource } from '../../session/types';
import { AssetUrls } from './asset-urls';
import { breathe } from './breathe';
import type { CanvasWords } from './canvas-pictures';
import { type EmptyStage, emptyStage } from './empty-stage';
import type { Frames } from './frames';
import { type Damage, type LoadedWindow, loadWindow, openWindow, UnreadableWindow } from './load-window';
import { picturesOf, type StageElement } from './pick';
import type { FrameSource } from './stage-frames';
import { type AdaptedStyles, StageWindow, type Viewport } from './stage-window';

/** A frame that comes later than this was held up or hidden: time does not leap over what nobody saw. */
const MAX_FRAME_MS = 250;
/** The next window is built this long before it is needed, in time as it passes for the viewer. */
const PREPARE_MS = 6_000;
/** How long a notice of lost recording stands before skipping goes on. */
const DAMAGE_NOTICE_MS = 2_000;

/** A stretch that is lost, found while reading. */
export interface DamagedRange {
  range: Range;
  damage: Damage;
}

/** What the player shows about itself. */
export interface EngineState {
  /** Epoch milliseconds: where on the timeline. */
  time: number;
  playing: boolean;
  /** The picture of `time` is still being built. */
  loading: boolean;
  /** The end was played to. */
  ended: boolean;
  speed: number;
  skipIdle: boolean;
  viewport: Viewport;
  /** What is on show is the last picture before a stretch that is lost. */
  damage: Damage | undefined;
  damaged: readonly DamagedRange[];
  /** Lines of the tape that were no events. */
  badEvents: number;
}

export interface EngineOptions {
  source: SessionSource;
  timeline: Timeline;
  /** Where windows are put; in the document. */
  host: HTMLElement;
  frames: Frames;
  /** No trail, no movement that is not the page's own. */
  stillness: boolean;
  /** The words on a frame that is not on tape. */
  frameLabel: (host: string | undefined) => string;
  canvasWords: CanvasWords;
  onChange: (state: EngineState) => void;
  /** How assets are addressed; by `blob:` if not said. */
  urls?: AssetUrls;
}

/** A window that is built, or that turned out not to be readable. */
interface Built {
  key: string;
  stage: StageWindow | undefined;
  damage: Damage | undefined;
  /** Up to here it can be shown. */
  to: number;
}

const keyOf = ({ stream, window }: Piece): string => `${stream.id} ${window}`;

/** rrweb leaves the document that it builds open: Firefox waits for it, and our own page would never be loaded. */
const ownPageLoaded = async (): Promise<void> => {
  if (document.readyState !== 'complete')
    await new Promise(done => window.addEventListener('load', done, { once: true }));
};

/** Plays a session: one clock, at most two windows (on show, and next). Knows nothing of the controls around it. */
export class Engine {
  state: EngineState;
  #options: EngineOptions;
  #timeline: Timeline;
  #shown: Built | undefined;
  #next: Built | undefined;
  #retired: StageWindow | undefined;
  /** Made while there is time, for the window that comes next. */
  #spare: EmptyStage | undefined;
  #preparing: { key: string; built: Promise<Built> } | undefined;
  /** Where the pointer is: the moment that may be asked for next. */
  #expectedAt: number | undefined;
  /** What its window holds, read before it is asked for. */
  #expected: { key: string; loaded: Promise<LoadedWindow> } | undefined;
  #isReadingAhead = false;
  #settling = false;
  #stopped = false;
  #cancelFrame: (() => void) | undefined;
  #lastFrameMs: number | undefined;
  #noticeSinceMs: number | undefined;
  #reading = false;
  /** Told while it was busy: nothing may come any more to tell it again. */
  #hasGrown = false;
  #styles: AdaptedStyles = new Map();
  #urls: AssetUrls;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#urls = options.urls ?? new AssetUrls();
    this.#timeline = options.timeline;
    this.state = {
      time: options.timeline.start,
      playing: false,
      loading: true,
      ended: false,
      speed: 1,
      skipIdle: true,
      viewport: { width: 0, height: 0 },
      damage: undefined,
      damaged: [],
      badEvents: 0,
    };
    void this.#settle();
  }

  play(): void {
    if (this.state.playing) return;
    if (this.state.ended || this.state.time >= this.#timeline.end) this.seek(this.#timeline.start);
    this.#set({ playing: true, ended: false });
    if (!this.state.loading) this.#shown?.stage?.seek(this.#pictureTime(), true, this.state.time);
    this.#lastFrameMs = undefined;
    this.#schedule();
  }

  pause(): void {
    if (!this.state.playing) return;
    this.#set({ playing: false });
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
    this.#shown?.stage?.pause();
  }

  seek(at: number): void {
    const { start, end } = this.#timeline;
    this.#noticeSinceMs = undefined;
    this.#set({ time: Math.min(end, Math.max(start, at)), ended: false });
    const { piece } = this.#located();
    if (!this.#settling && this.#shown?.key === keyOf(piece)) this.#showMoment();
    else void this.#settle();
  }

  /** Reads ahead what this moment takes, for it may be asked for next; without one, nothing is kept for it any longer. */
  expect(at: number | undefined): void {
    this.#expectedAt = at;
    if (at === undefined) this.#expected = undefined;
    else if (!this.#isReadingAhead) void this.#readAhead();
  }

  setSpeed(speed: number): void {
    this.#set({ speed });
    this.#shown?.stage?.setSpeed(speed);
    this.#next?.stage?.setSpeed(speed);
  }

  setSkipIdle(skipIdle: boolean): void {
    this.#set({ skipIdle });
  }

  /** A running session has grown. */
  setTimeline(timeline: Timeline): void {
    this.#timeline = timeline;
    this.#expected = undefined;
    if (this.state.ended && this.state.time < timeline.end) this.#set({ ended: false });
    if (this.#shown && this.#shown.key !== keyOf(this.#located().piece)) void this.#settle();
    void this.#readMore();
  }

  /** The element on show at a point of the player's window. */
  elementAt(clientX: number, clientY: number): StageElement | undefined {
    return this.#shown?.stage?.elementAt(clientX, clientY);
  }

  /** An element on show, or the nearest around it, as the tape names it. */
  elementOf(element: Element): StageElement | undefined {
    return this.#shown?.stage?.elementOf(element);
  }

  /** The hashes of the assets that an element shows. */
  assetsShownBy(element: Element): string[] {
    return [...picturesOf(element)].flatMap(url => this.#urls.hashOf(url) ?? []);
  }

  destroy(): void {
    this.#stopped = true;
    this.#cancelFrame?.();
    this.#shown?.stage?.destroy();
    this.#next?.stage?.destroy();
    this.#retired?.destroy();
    this.#spare?.element.remove();
    this.#urls.revoke();
  }

  #set(change: Partial<EngineState>): void {
    this.state = { ...this.state, ...change };
    this.#options.onChange(this.state);
  }

  #located(): Located {
    return locate(this.#timeline, this.state.time);
  }

  /** The moment of the picture: time goes on where a stream or what is readable of it has ended; its last picture stays. */
  #pictureTime(): number {
    const { piece } = this.#located();
    // One more, for what happened at that very moment belongs to its picture.
    return Math.min(this.state.time, piece.stream.lastAt, this.#shown?.to ?? Number.POSITIVE_INFINITY) + 1;
  }

  /** Brings the window of the current time on show; asked again meanwhile, it goes on until it has caught up. */
  async #settle(): Promise<void> {
    if (this.#settling) return;
    this.#settling = true;
    this.#set({ loading: true });
    try {
      for (;;) {
        const { piece } = this.#located();
        const key = keyOf(piece);
        if (this.#shown?.key === key) break;
        const built = (await this.#prepared(key)) ?? (await this.#build(piece, () => this.state.time));
        if (this.#stopped) return built.stage?.destroy();
        // The user has moved on: what was built for nothing makes room at once.
        if (key !== keyOf(this.#located().piece)) built.stage?.destroy();
        else this.#swap(built);
      }
    } finally {
      this.#settling = false;
    }
    this.#lastFrameMs = undefined;
    this.#set({ loading: false });
    this.#showMoment();
    this.#schedule();
    if (this.#hasGrown) void this.#readMore();
  }

  /** What was built ahead, if it is this; if not, it makes room. */
  async #prepared(key: string): Promise<Built | undefined> {
    await this.#preparing?.built;
    const next = this.#next;
    if (!next) return;
    this.#next = undefined;
    if (next.key === key) return next;
    next.stage?.destroy();
    return undefined;
  }

  #swap(built: Built): void {
    const before = this.#shown;
    this.#shown = built;
    if (built.stage) {
      // Its moment first, then the change of pictures: no flash of another moment.
      this.#seekStage(built.stage);
      built.stage.show();
      this.#retire(before?.stage);
      this.#set({ viewport: built.stage.viewport });
    } else if (before?.stage) {
      // Nothing to show: the last picture stays behind the notice.
      built.stage = before.stage;
      built.stage.pause();
      built.to = Number.NEGATIVE_INFINITY;
    }
  }

  /** Takes a window off the stage, and apart once the one in its place is painted: a big one takes its time. */
  #retire(stage: StageWindow | undefined): void {
    this.#retired?.destroy();
    this.#retired = stage;
    stage?.hide();
    const { frames } = this.#options;
    frames.next(() =>
      frames.next(() => {
        if (this.#retired !== stage || this.#stopped) return;
        this.#retired = undefined;
        stage?.destroy();
        this.#spare ??= emptyStage(this.#options.host);
      }),
    );
  }

  #seekStage(stage: StageWindow): void {
    try {
      stage.seek(this.#pictureTime(), this.state.playing, this.state.time);
    } catch {
      const { piece } = this.#located();
      this.#addDamage('corrupt', [piece.from, piece.to]);
    }
  }

  /** Sets the shown window to the current time. */
  #showMoment(): void {
    const shown = this.#shown;
    if (shown?.stage && shown.to > 0) this.#seekStage(shown.stage);
    this.#noteDamage();
  }

  #noteDamage(): void {
    const shown = this.#shown;
    const damage = shown?.damage && this.state.time > shown.to ? shown.damage : undefined;
    if (damage !== this.state.damage) this.#set({ damage });
    if (!damage) this.#noticeSinceMs = undefined;
  }

  /** One window at a time: what the pointer has passed over meanwhile is not read. */
  async #readAhead(): Promise<void> {
    this.#isReadingAhead = true;
    while (this.#expectedAt !== undefined && !this.#stopped && !this.#settling) {
      const { piece } = locate(this.#timeline, this.#expectedAt);
      const key = keyOf(piece);
      if ([this.#shown, this.#next, this.#preparing, this.#expected].some(known => known?.key === key)) break;
      const loaded = openWindow(this.#options.source, piece, this.#urls);
      this.#expected = { key, loaded };
      // Whoever builds it says what is wrong with it.
      await loaded.then(({ whole }) => whole).catch(() => {});
    }
    this.#isReadingAhead = false;
  }

  /** What a piece's window holds; what was read ahead serves once, for a stage changes it. */
  #open(piece: Piece): Promise<LoadedWindow> {
    const expected = this.#expected;
    this.#expected = undefined;
    return expected?.key === keyOf(piece) ? expected.loaded : openWindow(this.#options.source, piece, this.#urls);
  }

  /** Builds the window of a piece, set to the moment that is asked for once it is read. */
  async #build(piece: Piece, at: () => number): Promise<Built> {
    const key = keyOf(piece);
    let stage: StageWindow | undefined;
    const empty = this.#spare ?? emptyStage(this.#options.host);
    this.#spare = undefined;
    try {
      const [loaded] = await Promise.all([this.#open(piece), ownPageLoaded()]);
      // Read and built in one go, a big page would hold up what is being played; who seeks waits for it.
      if (this.state.playing) await breathe();
      if (this.#stopped) return { key, stage, damage: undefined, to: 0 };
      const own = (): boolean => this.#shown?.stage === stage;
      stage = new StageWindow(empty, loaded, {
        stillness: this.#options.stillness,
        styles: this.#styles,
        frames: this.#framesOf(piece),
        canvasWords: this.#options.canvasWords,
        onResize: () => {
          if (stage && own()) this.#set({ viewport: stage.viewport });
        },
      });
      await loaded.whole;
      if (this.state.playing) await breathe();
      if (this.#stopped) return { key, stage, damage: undefined, to: 0 };
      stage.fill();
      stage.setSpeed(this.state.speed);
      stage.seek(Math.min(Math.max(at(), piece.from), piece.stream.lastAt, loaded.to) + 1, false, at());
      await stage.framesReady();
      if (this.#stopped) return { key, stage, damage: undefined, to: 0 };
      if (loaded.badEvents > 0) this.#set({ badEvents: this.state.badEvents + loaded.badEvents });
      const to = loaded.damage ? loaded.to : Number.POSITIVE_INFINITY;
      if (loaded.damage) this.#addDamage(loaded.damage, [Math.max(to, piece.from), piece.to]);
      return { key, stage, damage: loaded.damage, to };
    } catch (error) {
      stage?.destroy();
      empty.element.remove();
      const damage = error instanceof UnreadableWindow ? error.damage : 'corrupt';
      this.#addDamage(damage, [piece.from, piece.to]);
      return { key, stage: undefined, damage, to: Number.NEGATIVE_INFINITY };
    }
  }

  /** Where the frames of a piece's page come from. */
  #framesOf({ stream }: Piece): FrameSource {
    const frames: FrameSource = {
      find: (frame, at) => locateFrame(this.#timeline, stream, frame, at),
      load: piece => loadWindow(this.#options.source, piece, this.#urls),
      build: (host, loaded) => {
        const stage = new StageWindow(emptyStage(host), loaded, {
          stillness: true,
          styles: this.#styles,
          canvasWords: this.#options.canvasWords,
          onResize: () => {},
          frames,
        });
        stage.fill();
        return stage;
      },
      label: this.#options.frameLabel,
    };
    return frames;
  }

  #addDamage(damage: Damage, range: Range): void {
    if (range[1] <= range[0] || this.state.damaged.some(known => known.range[0] === range[0])) return;
    this.#set({ damaged: [...this.state.damaged, { range, damage }].sort((a, b) => a.range[0] - b.range[0]) });
  }

  #schedule(): void {
    if (this.#stopped || !this.state.playing || this.#cancelFrame) return;
    this.#cancelFrame = this.#options.frames.next(timeMs => {
      this.#cancelFrame = undefined;
      this.#tick(timeMs);
      this.#schedule();
    });
  }

  #tick(timeMs: number): void {
    const passedMs = Math.min(MAX_FRAME_MS, timeMs - (this.#lastFrameMs ?? timeMs));
    this.#lastFrameMs = timeMs;
    // Until the picture is there, time waits.
    if (this.state.loading) return;
    const at = this.#skipped(this.state.time + passedMs * this.state.speed, timeMs);
    const { end } = this.#timeline;
    if (at >= end) {
      this.#set({ time: end });
      this.#advance();
      this.pause();
      this.#set({ ended: true });
      return;
    }
    this.#set({ time: at });
    this.#advance();
    this.#prepare();
  }

  #advance(): void {
    if (this.#shown?.key !== keyOf(this.#located().piece)) {
      void this.#settle();
      return;
    }
    if (this.#shown.stage && this.#shown.to > 0) this.#shown.stage.advance(this.#pictureTime(), this.state.time);
    this.#noteDamage();
  }

  /** Leaps over idle time, and over lost time once its notice was read. */
  #skipped(at: number, timeMs: number): number {
    if (!this.state.skipIdle) return at;
    if (this.state.damage) {
      this.#noticeSinceMs ??= timeMs;
      const { piece } = this.#located();
      if (timeMs - this.#noticeSinceMs < DAMAGE_NOTICE_MS) return Math.min(at, piece.to - 1);
      return Math.max(at, piece.to);
    }
    return idleAt(this.#timeline, at)?.[1] ?? at;
  }

  /** Builds what will be on show next, hidden, shortly before it is needed. */
  #prepare(): void {
    const { piece } = this.#located();
    const idle = this.state.skipIdle ? idleAt(this.#timeline, piece.to) : undefined;
    const boundary = Math.min(piece.to, idle?.[0] ?? Number.POSITIVE_INFINITY);
    if ((boundary - this.state.time) / this.state.speed > PREPARE_MS) return;
    const next = locate(this.#timeline, Math.max(piece.to, idle?.[1] ?? 0)).piece;
    const key = keyOf(next);
    if (key === this.#shown?.key || key === this.#next?.key || this.#preparing !== undefined) return;
    this.#next?.stage?.destroy();
    this.#next = undefined;
    const built = this.#build(next, () => next.from).then(ready => {
      this.#preparing = undefined;
      if (this.#stopped) ready.stage?.destroy();
      else this.#next = ready;
      return ready;
    });
    this.#preparing = { key, built };
  }

  async #readMore(): Promise<void> {
    const stage = this.#shown?.stage;
    this.#hasGrown = true;
    if (this.#reading || this.#settling || !stage) return;
    this.#reading = true;
    this.#hasGrown = false;
    try {
      const events = await stage.loaded.more();
      if (events.length > 0 && this.#shown?.stage === stage) stage.append(events);
      await stage.moreFrames();
    } catch {
      // The session may be gone by now; whoever watches it says so.
    } finally {
      this.#reading = false;
      if (this.#hasGrown) void this.#readMore();
    }
  }
}
