import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { axisOf } from '../../session/axis';
import { type HandOver, type Journey, journeysOf, withJourneys } from '../../session/journeys';
import { withLosses } from '../../session/lost';
import { isRunning } from '../../session/split';
import { buildSteps, groupByPage, type Step, type StepGroup } from '../../session/steps';
import {
  blanksOf,
  buildTimeline,
  locate,
  type PageSegment,
  pageAt,
  pinnedTimeline,
  type Timeline,
  tabsOf,
  titleAt,
  urlAt,
} from '../../session/timeline';
import type { MissingAsset, Session, SessionIndex, SessionSource } from '../../session/types';
import { type TextKey, t } from '../../ui/t';
import { Engine, type EngineState } from '../engine/engine';
import { animationFrames } from '../engine/frames';
import type { StageElement } from '../engine/pick';
import { type Editing, NotesModel } from './notes-model';
import { RowsModel } from './rows-model';
import { STEP_KINDS, type StepGroupKind } from './step-kinds';
import { canvasWords, pageName, stepText } from './words';

/** Hears of a session's small rows now and whenever they change, until it is stopped. */
export type Follow = (show: (index: SessionIndex) => void, fail: (why: 'gone' | 'unreadable') => void) => () => void;

export interface PlayerOptions {
  source: SessionSource;
  /** Epoch milliseconds. */
  now: () => number;
  /** Left out where a session cannot change: in a replay page. */
  follow?: Follow;
  /** Asks for access to a host; called by a click. Left out where nobody can be asked. */
  include?: (host: string) => Promise<boolean>;
  /** What else can be done with the session, where it is more than a file. */
  tools?: ComponentChildren;
  /** Finds where tabs went on in other sessions. Left out where there are no others. */
  handOvers?: (index: SessionIndex) => Promise<HandOver[]>;
  /** Records another site from now on; called by a click. False where the user refused. */
  recordToo?: (host: string) => Promise<boolean>;
  /** Left out where nothing can be changed. */
  editing?: Editing;
  /** The moment to open at; without it, the beginning. */
  at?: number;
  /** Hears of the sessions before and after this one; left out where there is one alone. */
  neighbours?: (show: (sessions: Neighbours) => void) => () => void;
}

/** By time. */
export interface Neighbours {
  before?: Session;
  after?: Session;
}

export const PANELS = ['steps', 'console', 'network', 'search', 'details'] as const;
export type Panel = (typeof PANELS)[number];

/** The moment that a link to a player names. */
export function momentIn(asked: URLSearchParams): number | undefined {
  const at = Number(asked.get('at') ?? Number.NaN);
  return Number.isFinite(at) ? at : undefined;
}

export type Phase = 'opening' | 'ready' | 'empty' | 'gone' | 'unreadable';

const SMALL_STEP_MS = 5_000;
/** In real time. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16];
const BIG_STEP_MS = 10_000;
/** A page takes its time to load; the picture before it may stay so long without a word. */
const LONG_HOLD_MS = 4_000;
/** Going back from just after a step means the one before it. */
const SAME_STEP_MS = 300;

/** What the player's parts share: the session's small rows, what follows from them, and the engine's state. */
export class PlayerModel {
  readonly phase = signal<Phase>('opening');
  /** Deleted while it was on show; what is on the screen stays. */
  readonly deleted = signal(false);
  readonly index = signal<SessionIndex | undefined>(undefined);
  readonly state = signal<EngineState | undefined>(undefined);
  readonly now = signal(0);
  /** Where a key has led, for those who do not see it. */
  readonly told = signal('');
  /** Its viewer has found the controls. */
  readonly begun = signal(false);

  /** What is searched for in everything. */
  readonly sought = signal('');
  /** The side panel on show. */
  readonly panel = signal<Panel>('steps');
  readonly neighbours = signal<Neighbours>({});
  /** The tab that is on show whatever the user looked at. */
  readonly pinnedTab = signal<number | undefined>(undefined);
  /** Idle stretches take little room on the timeline. */
  readonly folded = signal(true);
  /** One pixel of the page is one pixel of the screen. */
  readonly lifeSize = signal(false);

  /** As the user went from tab to tab. */
  readonly story: ReadonlySignal<Timeline | undefined> = computed(
    () => this.index.value && buildTimeline(this.index.value),
  );
  /** What is on show: the story, or one tab of it. */
  readonly timeline: ReadonlySignal<Timeline | undefined> = computed(() => {
    const [index, story, tabId] = [this.index.value, this.story.value, this.pinnedTab.value];
    return index && story && tabId !== undefined ? pinnedTimeline(story, index, tabId) : story;
  });
  readonly tabs = computed(() => (this.index.value ? tabsOf(this.index.value) : []));
  readonly axis = computed(() => this.timeline.value && axisOf(this.timeline.value, this.folded.value));
  readonly blanks = computed(() => (this.timeline.value ? blanksOf(this.timeline.value, LONG_HOLD_MS) : []));
  /** Pages of other sessions in this session's tabs. */
  readonly handOvers = signal<readonly HandOver[]>([]);
  readonly journeys: ReadonlySignal<Journey[]> = computed(() =>
    this.index.value ? journeysOf(this.index.value, this.handOvers.value) : [],
  );
  readonly steps: ReadonlySignal<Step[]> = computed(() => {
    const [index, timeline] = [this.index.value, this.story.value];
    if (!index || !timeline) return [];
    const marks = withJourneys(withLosses(index, !this.running.value), this.journeys.value);
    return buildSteps({ ...index, marks }, timeline);
  });
  readonly groups: ReadonlySignal<StepGroup[]> = computed(() => {
    const timeline = this.story.value;
    return timeline ? groupByPage(this.steps.value, timeline) : [];
  });

  readonly time = computed(() => this.state.value?.time ?? this.timeline.value?.start ?? 0);
  readonly playing = computed(() => this.state.value?.playing ?? false);
  /** Still being recorded; what was exported or imported is not. */
  readonly running = computed(() => {
    const session = this.index.value?.session;
    return (
      !!this.#options.follow && !!session && session.importedAt === undefined && isRunning(session, this.now.value)
    );
  });
  readonly page = computed(
    (): PageSegment | undefined => this.timeline.value && pageAt(this.timeline.value, this.time.value),
  );
  readonly url = computed(() => (this.timeline.value ? urlAt(this.timeline.value, this.time.value) : ''));
  /** What the page on show is called now; its address, where it has no title. */
  readonly pageName = computed(() =>
    pageName({ title: this.timeline.value ? titleAt(this.timeline.value, this.time.value) : '', url: this.url.value }),
  );
  /** Nothing is on tape for this moment, and not only while the next page loads. */
  readonly held = computed(() => {
    const timeline = this.timeline.value;
    if (!timeline) return false;
    const { piece, held } = locate(timeline, this.time.value);
    return held && piece.stream.closeReason !== undefined && piece.to - piece.stream.lastAt > LONG_HOLD_MS;
  });
  /** Changes once a second: for what is read rather than seen. */
  readonly second = computed(() => Math.floor((this.time.value - (this.timeline.value?.start ?? 0)) / 1000));

  readonly rows: RowsModel;
  readonly notes: NotesModel;
  /** How the list of steps is set; it keeps it while another panel is on show. */
  readonly stepsView = {
    /** None means all. */
    kinds: signal<readonly StepGroupKind[]>([]),
    text: signal(''),
    /** Key of the row that was chosen: of a step, whose details are shown then, or of a page. */
    chosen: signal<string | undefined>(undefined),
  };

  #options: PlayerOptions;
  #engine: Engine | undefined;
  #stops: (() => void)[] = [];

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.rows = new RowsModel(options.source, this.index);
    this.notes = new NotesModel(() => this.index.peek()?.session.id, options.editing);
    this.now.value = options.now();
  }

  /** Begins to read the session; returns the way to stop. */
  open(): () => void {
    const { source, follow, now } = this.#options;
    const show = (index: SessionIndex) => this.#show(index);
    const fail = (why: 'gone' | 'unreadable') => {
      if (this.phase.value !== 'ready') this.phase.value = why;
      else if (why === 'gone') this.deleted.value = true;
    };
    if (follow) this.#stops.push(follow(show, fail));
    else source.index().then(show, () => fail('unreadable'));
    if (this.#options.neighbours)
      this.#stops.push(
        this.#options.neighbours(sessions => {
          this.neighbours.value = sessions;
        }),
      );
    const timer = setInterval(() => {
      this.now.value = now();
      // A tab that goes on in another session changes nothing of this one.
      if (this.running.peek()) this.#findHandOvers();
    }, 10_000);
    this.#stops.push(() => clearInterval(timer));
    return () => {
      for (const stop of this.#stops) stop();
      this.rows.close();
      this.#engine?.destroy();
    };
  }

  /** What a stream refers to and the tape does not hold. */
  missing = (streamId: string): Promise<Map<string, MissingAsset>> => this.#options.source.missing(streamId);

  get include(): PlayerOptions['include'] {
    return this.#options.include;
  }

  get recordToo(): PlayerOptions['recordToo'] {
    return this.#options.recordToo;
  }

  /** Gives the engine its stage. */
  attach(host: HTMLElement): () => void {
    const timeline = this.timeline.peek();
    if (!timeline) return () => {};
    const engine = new Engine({
      source: this.#options.source,
      timeline,
      host,
      frames: animationFrames,
      canvasWords,
      stillness: matchMedia('(prefers-reduced-motion: reduce)').matches,
      frameLabel: host => (host ? t('playerFrameOf', host) : t('playerFrame')),
      onChange: state => {
        this.state.value = state;
      },
    });
    this.#engine = engine;
    // A part of a session opens where it was cut, not at the snapshot before.
    const at = this.#options.at ?? this.index.peek()?.session.opensAt;
    if (at !== undefined) this.seek(at);
    return () => engine.destroy();
  }

  #show(index: SessionIndex): void {
    const known = this.index.value?.streams.length;
    this.index.value = index;
    this.now.value = this.#options.now();
    // It may have been brought back.
    this.deleted.value = false;
    if (known !== index.streams.length) this.#findHandOvers();
    const timeline = this.timeline.value;
    this.phase.value = timeline ? 'ready' : 'empty';
    if (timeline) this.#engine?.setTimeline(timeline);
  }

  #findHandOvers(): void {
    const index = this.index.peek();
    if (!index) return;
    this.#options.handOvers?.(index).then(
      found => {
        this.handOvers.value = found;
      },
      () => {}, // the session tells its story without them
    );
  }

  toggle = (): void => {
    this.begun.value = true;
    if (this.playing.peek()) this.#engine?.pause();
    else this.#engine?.play();
  };
  pause = (): void => this.#engine?.pause();
  elementAt = (clientX: number, clientY: number): StageElement | undefined => this.#engine?.elementAt(clientX, clientY);
  elementOf = (element: Element): StageElement | undefined => this.#engine?.elementOf(element);
  assetsShownBy = (element: Element): string[] => this.#engine?.assetsShownBy(element) ?? [];
  seek = (at: number): void => {
    this.begun.value = true;
    this.#engine?.seek(at);
  };
  /** The pointer is on a moment, or on none any longer. */
  expect = (at: number | undefined): void => this.#engine?.expect(at);
  /** To a part of the timeline as it is drawn. */
  seekToShare = (share: number): void => {
    const axis = this.axis.peek();
    if (axis) this.seek(axis.moment(share));
  };
  seekBy = (byMs: number): void => this.seek(this.time.peek() + byMs);
  smallStep = (direction: 1 | -1): void => this.seekBy(direction * SMALL_STEP_MS);
  bigStep = (direction: 1 | -1): void => this.seekBy(direction * BIG_STEP_MS);
  /** A note on the moment that is on show. */
  addNote = (): void => {
    this.#engine?.pause();
    this.notes.begin(Math.round(this.time.peek()));
  };
  changeSpeed = (direction: 1 | -1): void => {
    const speed = SPEEDS[SPEEDS.indexOf(this.state.peek()?.speed ?? 1) + direction];
    if (speed !== undefined) this.setSpeed(speed);
  };
  toggleLifeSize = (): void => {
    this.lifeSize.value = !this.lifeSize.peek();
  };
  openSearch = (): void => {
    this.panel.value = 'search';
    queueMicrotask(() => document.querySelector<HTMLElement>('#search-field')?.focus());
  };
  setSpeed = (speed: number): void => this.#engine?.setSpeed(speed);
  setSkipIdle = (skip: boolean): void => this.#engine?.setSkipIdle(skip);

  nextStep = (): void =>
    this.#goTo(
      this.steps.peek().find(({ at }) => at > this.time.peek()),
      'playerNoMoreSteps',
    );

  #goTo(step: Step | undefined, orElse: TextKey): void {
    if (step) this.seek(step.at);
    this.told.value = step ? stepText(step) : t(orElse);
  }

  /** Leaves for the session before or after this one. */
  goToSession = (which: keyof Neighbours): void => {
    const session = this.neighbours.peek()[which];
    if (session) location.search = `?session=${session.id}`;
  };

  /** Goes to the next or the previous thing that went wrong. */
  goToError = (direction: 1 | -1): void => {
    const wrong = this.steps.peek().filter(({ kind }) => ['error', 'request'].includes(STEP_KINDS[kind].group));
    const at = this.time.peek();
    // Going back from just after one means the one before it.
    const here = wrong.findLast(step => step.at <= at && at - step.at < SAME_STEP_MS);
    const found = direction > 0 ? wrong.find(step => step.at > at) : wrong.findLast(step => step.at < (here?.at ?? at));
    this.#goTo(found, 'playerNoMoreErrors');
  };

  /** Shows one tab alone, or follows the user again. */
  pin = (tabId: number | undefined): void => {
    this.pinnedTab.value = tabId;
    const timeline = this.timeline.peek();
    if (timeline) this.#engine?.setTimeline(timeline);
  };

  /** The address of this player at this moment. */
  link = (): string => {
    const url = new URL(location.href);
    url.searchParams.set('at', String(Math.round(this.time.peek())));
    return url.href;
  };

  previousStep = (): void => {
    const before = this.steps.peek().findLast(({ at }) => at < this.time.peek() - SAME_STEP_MS);
    if (!before) this.seek(this.timeline.peek()?.start ?? 0);
    this.#goTo(before, 'playerNoMoreSteps');
  };
}
