// Not `record` of `rrweb`: it is the same code, but brings the Replayer along, 193 KB instead of 74 for every page to parse.
import { record } from '@rrweb/record';
import { EventType, type eventWithoutTime, type eventWithTime, IncrementalSource } from '@rrweb/types';
import type { Batch, RecordingOptions } from '../messages/channel';
import { CANVAS_TAG, type CanvasPicture } from '../session/canvas';
import { FRAME_TAG, type FramePath } from '../session/frame-note';
import { askMedia } from '../session/media';
import { wordlessPayload } from '../session/plugin-events';
import { redactMark, redactValue, wordless } from '../session/redact';
import type { MarkDraft } from '../session/types';
import { BLOCKED, IGNORED } from '../session/wishes';
import { clean } from './clean';
import { fieldValue, stopWatchingFields, watchFields } from './fields';
import { Frames } from './frames';
import { natives } from './natives';
import { IMAGES } from './privacy';
import { References } from './references';
import { createSoon } from './soon';
import { type States, watchStates } from './states';
import { createStylesheets } from './stylesheets';
import { cutLarge } from './too-large';
import { type Unseen, watchUnseen } from './unseen/watch';
import { createWraps, type Wraps } from './wraps';

/** A batch is handed over this long after its first event, or sooner when it is full. */
const FLUSH_MS = 1_000;
const FLUSH_CHARS = 64_000;
/** A fresh snapshot is due when what came since weighs as much as the last, or after so many events … */
const SNAPSHOT_EVENTS = 5_000;
/** … but at most once a minute, and not while the user types or scrolls. */
const SNAPSHOT_EVERY_MS = 60_000;
const AFTER_INPUT_MS = 200;
/** Console and network lines that wait for the first snapshot; more than a page should log while it loads. */
const MAX_EARLY = 1_000;

const USER_SOURCES: IncrementalSource[] = [
  IncrementalSource.MouseMove,
  IncrementalSource.MouseInteraction,
  IncrementalSource.Scroll,
  IncrementalSource.Input,
  IncrementalSource.TouchMove,
  IncrementalSource.Drag,
];

type PluginEvent = Extract<eventWithTime, { type: EventType.Plugin }>;

/** One document's recorder: runs rrweb, takes secrets out, and hands batches over. */
export interface Tape {
  /** Opens a stream with Meta and a full snapshot: at once, or at DOMContentLoaded while the page still loads. */
  start(options: RecordingOptions): void;
  /** Hands over what is buffered. */
  flush(): void;
  /** An element has a closed shadow root, which only the relay can see. */
  foundClosed(host: Element): void;
  /** Stops rrweb as the page goes away; lines that come now are handed over at once, behind what is buffered. */
  hide(): void;
  /** Stops rrweb; what is buffered is handed over first. */
  stop(): void;
  /** The frame at a path below this document has this number, and a stream of its own. */
  place(path: FramePath, frame: number): void;
  /** Stops for good, and leaves the page as it was. */
  end(): void;
  /** A line of console or network, as an rrweb plugin event, with the marks it makes. Waits for the first snapshot. */
  note(plugin: string, payload: object, marks?: MarkDraft[]): void;
  /** What stands on a canvas. Lost where nothing is being recorded. */
  picture(picture: CanvasPicture): void;
}

/** `now` is the relay's clock; `send` says whether the batch was taken; `snapshotTaken` hears of each full snapshot. */
export function createTape(now: () => number, send: (batch: Batch) => boolean, snapshotTaken: () => void): Tape {
  let options: RecordingOptions;
  let stopRrweb: (() => void) | undefined;
  let states: States | undefined;
  let unseen: Unseen | undefined;
  /** Closed until Meta opens a stream: what rrweb emits before it could not be replayed. */
  let open = false;
  /** The page goes away, and its stream is told of lines alone. */
  let isHidden = false;
  let early: { event: PluginEvent; marks: MarkDraft[] }[] = [];

  let lines: string[] = [];
  let chars = 0;
  let from = 0;
  let to = 0;
  let opensWithSnapshot = false;
  let marks: MarkDraft[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wraps: Wraps | undefined = createWraps();
  const soon = createSoon();
  const references = new References();
  const stylesheets = createStylesheets(text => references.css(text, document.baseURI));

  let snapshotAt = 0;
  let snapshotChars = 0;
  let charsSince = 0;
  let eventsSince = 0;
  let userAt = 0;
  let snapshotAsked = false;

  const flush = () => {
    if (timer !== undefined) natives.clearTimeout(timer);
    timer = undefined;
    unseen?.look();
    if (lines.length === 0 && marks.length === 0) return;
    const batch: Batch = {
      from,
      to,
      count: lines.length,
      opensWithSnapshot,
      marks,
      assets: [...stylesheets.takeFresh(), ...references.takeData()],
      wanted: references.takeFresh(),
      lines: lines.join('\n'),
    };
    lines = [];
    marks = [];
    chars = 0;
    opensWithSnapshot = false;
    // Nobody took it: the extension is gone or was reloaded. Stop rather than fill the page's memory.
    if (!send(batch)) end();
  };

  const halt = () => {
    open = false;
    isHidden = false;
    // In the order in which they came: each puts back what it found.
    stopRrweb?.();
    stopRrweb = undefined;
    soon.clear();
    unseen?.stop();
    unseen = undefined;
    stopWatchingFields();
    states?.stop();
    states = undefined;
  };

  const stop = () => {
    soon.settle();
    flush();
    halt();
    early = [];
  };

  const end = () => {
    halt();
    wraps?.remove();
    wraps = undefined;
  };

  /** Times never run backwards on one tape, whatever the system's clock does. */
  const stamp = (): number => Math.max(to, now());

  const push = (event: eventWithTime) => {
    const line = natives.stringify(event);
    if (lines.length === 0) from = event.timestamp;
    to = event.timestamp;
    lines.push(line);
    chars += line.length;
    charsSince += line.length;
    eventsSince++;
    if (event.type === EventType.FullSnapshot) {
      snapshotAt = event.timestamp;
      snapshotChars = line.length;
      charsSince = 0;
      eventsSince = 0;
    }
    if (chars >= FLUSH_CHARS) flush();
    else timer ??= natives.setTimeout(flush, FLUSH_MS);
  };

  const emit = (event: eventWithTime) => {
    event.timestamp = stamp();
    if (event.type === EventType.Meta) {
      flush();
      open = true;
      opensWithSnapshot = true;
      // A viewer's browser would answer these otherwise.
      Object.assign(event.data, { media: askMedia(query => natives.matchMedia(query).matches) });
    }
    if (!open) return;
    if (event.type === EventType.IncrementalSnapshot && USER_SOURCES.includes(event.data.source))
      userAt = event.timestamp;
    let following: eventWithoutTime[] = [];
    try {
      if (states?.see(event) === false) return;
      following = unseen?.following(event) ?? [];
      clean(event, { stylesheets, references, options: () => options });
    } catch {
      // What cannot be read cannot be cleaned, and is not recorded: a page has put something of its own in the way.
      marks.push({ kind: 'gap', at: event.timestamp, label: 'unreadable' });
      // The mark travels with an event.
      push({ type: EventType.Custom, data: { tag: 'tapedeck/unreadable', payload: {} }, timestamp: event.timestamp });
      return;
    }
    if (cutLarge(event)) marks.push({ kind: 'gap', at: event.timestamp, label: 'too-large' });
    push(event);
    for (const next of following) tell(next);
    if (event.type === EventType.FullSnapshot) {
      releaseEarly();
      snapshotTaken();
      frames.afterSnapshot();
    } else if (event.type === EventType.IncrementalSnapshot) {
      if (event.data.source === IncrementalSource.Mutation) frames.afterMutation();
      askForSnapshot();
    }
    states?.sent(event);
  };

  /** What rrweb does not see. */
  const tell = (event: eventWithoutTime) => {
    if (open) emit({ ...event, timestamp: stamp() });
  };

  const releaseEarly = () => {
    const waiting = early;
    early = [];
    for (const { event, marks: made } of waiting) {
      // The tape's order is the order of arrival; when it happened stays in the mark.
      marks.push(...made);
      push({ ...event, timestamp: stamp() });
    }
  };

  const askForSnapshot = () => {
    const due = charsSince >= snapshotChars || eventsSince >= SNAPSHOT_EVENTS;
    if (!due || snapshotAsked || to - snapshotAt < SNAPSHOT_EVERY_MS) return;
    snapshotAsked = true;
    natives.whenIdle(() => {
      snapshotAsked = false;
      if (open && now() - userAt >= AFTER_INPUT_MS) snapshot();
    });
  };

  const snapshot = () => {
    try {
      // It wraps `attachShadow` anew.
      const take = () => soon.during(() => record.takeFullSnapshot(true));
      if (wraps) wraps.below(take);
      else take();
    } catch {
      // A throwing snapshot leaves rrweb's buffers locked: only a new recorder gets them open.
      halt();
      begin();
    }
  };

  const frames = new Frames(
    (note, address) => {
      if (!open) return;
      references.frame(address, document.baseURI);
      push({ type: EventType.Custom, data: { tag: FRAME_TAG, payload: note }, timestamp: stamp() });
    },
    () => open && snapshot(),
  );

  /** Not left to rrweb's `recordAfter`: it would wrap the page's natives later, where nobody sees it. */
  const begin = () => {
    watchFields(document);
    states = watchStates(data => emit({ type: EventType.IncrementalSnapshot, data, timestamp: 0 }));
    unseen = watchUnseen(
      tell,
      () => options,
      () => open && snapshot(),
    );
    if (document.readyState !== 'loading') return beginNow();
    document.addEventListener('DOMContentLoaded', beginNow, { once: true, capture: true });
    stopRrweb = () => document.removeEventListener('DOMContentLoaded', beginNow, { capture: true });
  };

  const beginNow = () => {
    let stopIt: (() => void) | undefined;
    // Gone where a relay has left; another may have come.
    wraps ??= createWraps();
    const { below } = wraps;
    const take = () => {
      stopIt = record({
        emit,
        recordAfter: 'DOMContentLoaded',
        // No `maskTextSelector`: words are masked as events are cleaned, or each node would be matched with a long list.
        // By tag, so that every type of input asks `fieldValue`, the hidden ones too.
        maskInputOptions: { input: true, textarea: true, select: true } as object,
        blockSelector: options.strict ? `${BLOCKED}, ${IMAGES}` : BLOCKED,
        ignoreSelector: IGNORED,
        maskInputFn: (value, element) => fieldValue(value, element, options),
        sampling: { input: 'all' },
      });
    };
    below(() => soon.during(take));
    stopRrweb = () => below(() => stopIt?.());
  };

  return {
    start(asked) {
      // What is masked and blocked, rrweb is told once.
      const isOther = stopRrweb !== undefined && asked.strict !== options.strict;
      options = asked;
      isHidden = false;
      flush();
      if (isOther) halt();
      to = 0;
      stylesheets.reset();
      references.reset();
      references.isOn = asked.assets;
      references.isStrict = asked.strict;
      references.hasMedia = asked.media && !asked.strict;
      if (open) snapshot();
      else if (!stopRrweb) begin();
    },
    flush() {
      soon.settle();
      flush();
    },
    foundClosed: host => unseen?.foundClosed(host),
    hide() {
      const wasOpen = open;
      stop();
      isHidden = wasOpen;
    },
    stop,
    end() {
      stop();
      end();
    },
    place: (path, frame) => frames.place(path, frame),
    note(plugin, payload, drafts = []) {
      const made = drafts.map(options.strict ? wordless : redactMark);
      const told = options.strict ? wordlessPayload(plugin, payload) : payload;
      const event: PluginEvent = {
        type: EventType.Plugin,
        data: { plugin, payload: redactValue(told) as object },
        timestamp: now(),
      };
      if (!open && !isHidden) {
        if (early.length < MAX_EARLY) early.push({ event, marks: made });
        return;
      }
      marks.push(...made);
      push({ ...event, timestamp: stamp() });
      if (isHidden) natives.microtask(flush);
    },
    picture(payload) {
      if (open) push({ type: EventType.Custom, data: { tag: CANVAS_TAG, payload }, timestamp: stamp() });
    },
  };
}
