import { type Batch, CAUTIOUS, type Command, isNarrower, type RecordingOptions } from '../messages/channel';
import {
  type ChunkFacts,
  type DocumentFacts,
  type Envelope,
  type HelloReply,
  PROTOCOL_VERSION,
  type Running,
  type StreamFacts,
  type Verdict,
} from '../messages/protocol';
import { isShared, type WantedAsset } from '../session/asset-ref';
import { inTime } from '../session/forged';
import type { CloseReason, MarkDraft, OpenReason, Range } from '../session/types';
import { charsOf, type Delivery, type Outgoing } from './delivery';

/** A page is recorded this long before its user acts, so that errors while it loads are on tape. */
export const LEAD_IN_MS = 60_000;
const LEAD_IN_CHARS = 4_000_000;
/** The first input is handed over at once, for the tab may be closed next; what follows a little later, in fewer chunks. */
const AT_ONCE_MS = 30;
const SOON_MS = 250;
/** What waits for the worker is bounded; beyond it the tape has a gap. */
const MAX_QUEUE_CHARS = 8_000_000;
/** Beyond it a chunk might not fit into a message (64 MiB), and would be sent in vain for ever. */
const MAX_BATCH_CHARS = 48_000_000;
/** A recorder hands over when it has 64 KB, or when it is asked: this many are more than the worker takes in, in a second. */
const MAX_BATCHES = 200;
const FLOOD_MS = 1_000;
/** A clock set back by less is being corrected; the tape's times stand still until it has caught up. */
const CLOCK_CORRECTION_MS = 60_000;

/** Until the worker has said how long a session may rest: the shortest there is. A stream too many does no harm, one that spans two sessions does. */
const CAUTIOUS_TIMEOUT_MS = 60_000;

/** A stream as the relay knows it: it gives the seq when it cuts. */
interface OpenStream {
  facts: StreamFacts;
  seq: number;
  /** Whether Meta and the full snapshot have come; before, nothing can be cut. */
  hasSnapshot: boolean;
  /** The latest time on it. */
  to: number;
}

/** What is recorded in this document, and where it goes. */
type State =
  /** Told not to record, or gone. */
  | { name: 'off' }
  /** rrweb is stopped; the next activity opens a stream. `left` has been closed with the page that goes away, and is told of its goodbye. */
  | { name: 'asleep'; next: OpenReason; left?: { stream: OpenStream; closeReason: CloseReason } }
  /** Recorded and held: the user has not acted, and no session runs. */
  | { name: 'leading'; stream: OpenStream; held: Outgoing[]; chars: number }
  /** Recorded and sent. While `isFull`, rrweb is stopped and only activity and marks are kept, until all that waits is delivered. */
  | { name: 'streaming'; stream: OpenStream; isFull?: boolean };

export interface Surroundings {
  now(): number;
  order(command: Command): void;
  delivery: Delivery;
  /** The document as it is at this moment. */
  document(): DocumentFacts;
  isVisible(): boolean;
  newId(): string;
  /** What the browser was told to record here when the page was loaded; the worker's answer may be another by now. */
  early?: RecordingOptions;
  /** A chunk names what is yet to be fetched. */
  named?(streamId: string, seq: number, wanted: WantedAsset[]): void;
  /** Runs later; gives the way to call it off. */
  schedule(run: () => void, afterMs: number): () => void;
}

/** Cuts one document's tape into streams and chunks, by the user's activity and the worker's answers. */
export class Recording {
  #state: State = { name: 'off' };
  #on?: Extract<HelloReply, { state: 'on' }>;
  /** The last activity known of the session this document is in, its own or told by the worker. */
  #running?: Running;
  #activity?: { first: number; last: number };
  #marks: MarkDraft[] = [];
  #batches = { since: 0, count: 0 };
  #cancelPull?: () => void;
  #pulledAt = 0;
  #cancelIdle?: () => void;

  constructor(private readonly around: Surroundings) {}

  get state(): State['name'] {
    return this.#state.name;
  }

  /** In milliseconds; undefined where no session is known to run. */
  get lastActivityAt(): number | undefined {
    return this.#running?.lastActivityAt;
  }

  /** Whether what comes now is lost, for more waits than may. */
  get isFull(): boolean {
    return this.#state.name === 'streaming' && this.#state.isFull === true;
  }

  /** A recorder is there to take orders: what it records is held until the worker or the user says more. */
  begin(reason: OpenReason, closeReason: CloseReason = 'reload'): void {
    this.#cut();
    this.#close(closeReason);
    const stream = this.#open(reason);
    const { openedAt } = stream.facts;
    if (this.#isSessionOver(openedAt)) this.#running = undefined;
    // The clock may have been set back since.
    if (this.#running) this.#running.lastActivityAt = Math.min(this.#running.lastActivityAt, openedAt);
    this.#state = this.#running ? { name: 'streaming', stream } : { name: 'leading', stream, held: [], chars: 0 };
    this.#order('start');
    this.#watchIdle();
  }

  /** The worker's answer to hello. */
  answered(reply: HelloReply): void {
    if (reply.state !== 'on') {
      this.stop();
      return;
    }
    const before = this.#options;
    // A session that began before the worker was heard began with the timeout that is set.
    if (!this.#on && this.#running) this.#running.timeoutMs = reply.timeoutMs;
    const isFirst = this.#on === undefined;
    this.#on = reply;
    if (isFirst && isNarrower(before, reply.options)) this.#forget();
    this.around.delivery.open();
    if (reply.running) this.#know(reply.running);
    if (this.#state.name === 'off') return;
    const changed = (Object.keys(CAUTIOUS) as (keyof RecordingOptions)[]).some(
      key => before[key] !== reply.options[key],
    );
    if (changed && this.#state.name !== 'asleep') this.#order('start');
    if (reply.running && this.#state.name === 'leading') this.#promote();
  }

  /** The user acted here or in one of the page's frames; called before the page or rrweb see the event. */
  acted(reportedAt: number): void {
    if (this.#state.name === 'off') return;
    // A report may have been on its way while the clock was set: what would be from the future is of now, what is as old as a
    // session may be has none that is recorded.
    const now = this.around.now();
    const at = Math.min(reportedAt, now);
    if (now - at >= this.#timeoutMs) return;
    this.#followClock();
    this.#sleepIfOver(at);
    const { first, last } = this.#activity ?? { first: at, last: at };
    this.#activity = { first: Math.min(first, at), last: Math.max(last, at) };
    this.#know({ lastActivityAt: at, timeoutMs: this.#timeoutMs });
    if (this.#state.name === 'asleep') {
      this.#state = { name: 'streaming', stream: this.#open(this.#state.next) };
      this.#order('start');
      this.#watchIdle();
    } else if (this.#state.name === 'leading') this.#promote();
    this.#cutSoon();
  }

  /** A line of the story that the relay itself has seen. */
  mark(mark: MarkDraft): void {
    this.#sleepIfOver(mark.at);
    if (this.#state.name !== 'leading' && this.#state.name !== 'streaming') return;
    this.#marks.push(mark);
    // It may come when nothing else does.
    if (this.#state.name === 'streaming') this.#cutSoon();
  }

  /** The recorder hands over a batch. */
  heard(told: Batch): void {
    const now = this.around.now();
    // It is the system's clock that was set back, or the page forges.
    this.#followClock(Math.max(told.from, now));
    const batch = 'stream' in this.#state ? inTime(told, this.#possible(this.#state.stream, now)) : told;
    this.#sleepIfOver(batch.from);
    const state = this.#state;
    if (state.name === 'asleep' && state.left) this.#follow(state.left, told);
    if (state.name !== 'leading' && state.name !== 'streaming') return;
    if (!state.stream.hasSnapshot && !batch.opensWithSnapshot) return;
    const chars = charsOf(batch.lines, batch.assets);
    if (chars > MAX_BATCH_CHARS) {
      this.#skip(batch);
      return;
    }
    const isFlood = this.#isFlood(now);
    if (state.name === 'leading' && isFlood) {
      this.#sleep('activity');
      return;
    }
    if (state.name === 'streaming') {
      if (state.isFull) return;
      const waiting = this.around.delivery.size();
      // What is larger than all that may wait passes alone: a page that cannot be recorded without it would never be.
      if (isFlood || (waiting > 0 && waiting + chars > MAX_QUEUE_CHARS)) {
        this.#overflow(state);
        return;
      }
    }
    state.stream.hasSnapshot = true;
    this.#put(state.stream, batch);
    this.#followClock();
  }

  /** What the worker says of a chunk. */
  judged(envelope: Envelope, verdict: Verdict): void {
    if (verdict.verdict === 'ok') {
      // Of a stream that is closed it says nothing new, or speaks of the session before.
      if (this.#isCurrent(envelope)) this.#know(verdict);
    } else if (verdict.verdict === 'off' || verdict.verdict === 'outdated') this.stop();
    else if (verdict.verdict !== 'trouble') this.#refused(envelope, verdict.at);
    if (this.#state.name === 'streaming' && this.#state.isFull && this.around.delivery.size() === 0)
      this.begin('gap', 'overflow');
  }

  /** The running session was ended by hand or deleted: the tape up to here is its last. */
  sessionEnded(): void {
    if (this.#state.name === 'off' || this.#state.name === 'leading') return;
    this.#cut();
    this.#close('ended');
    this.#running = undefined;
    this.#sleep('ended');
  }

  /** The page goes away. What is not yet acknowledged is the caller's to spill. */
  hide(persisted: boolean): void {
    this.#cancelPull?.();
    this.#cancelPull = undefined;
    // Whether a session runs the worker has not said yet: it decides when it takes this in.
    if (!this.#on) this.#promote();
    this.around.order({ do: 'hide', now: this.around.now(), persisted });
    this.#cut();
    const closeReason = persisted ? 'bfcache' : 'left';
    this.#close(closeReason);
    const state = this.#state;
    if (state.name === 'streaming' && state.stream.hasSnapshot && !state.isFull)
      this.#sleep('return', { stream: state.stream, closeReason });
    else if (state.name !== 'off') this.#sleep('return');
  }

  /** Stops for good: recording was switched off, or a newer relay has come. */
  stop(): void {
    this.#cut();
    this.#close('stopped');
    this.#state = { name: 'off' };
    this.#order('leave');
    this.#cancelIdle?.();
    this.#cancelPull?.();
  }

  get #timeoutMs(): number {
    return this.#running?.timeoutMs ?? this.#on?.timeoutMs ?? CAUTIOUS_TIMEOUT_MS;
  }

  get #options(): RecordingOptions {
    return this.#on?.options ?? this.around.early ?? CAUTIOUS;
  }

  #order(what: Exclude<Command['do'], 'place' | 'notes' | 'hide'>): void {
    const now = this.around.now();
    this.around.order(what === 'start' ? { do: what, now, options: this.#options } : { do: what, now });
  }

  #open(openReason: OpenReason): OpenStream {
    const openedAt = this.around.now();
    const facts = { id: this.around.newId(), openedAt, openReason, visible: this.around.isVisible() };
    return { facts, seq: 0, hasSnapshot: false, to: openedAt };
  }

  /** Whether there are more batches than a recorder makes: a page plays it. Each costs the worker a moment, however small it is. */
  #isFlood(now: number): boolean {
    if (Math.abs(now - this.#batches.since) >= FLOOD_MS) this.#batches = { since: now, count: 0 };
    return ++this.#batches.count > MAX_BATCHES;
  }

  /** From when to when events of a stream can be that are heard now. */
  #possible({ facts, to }: OpenStream, now: number): Range {
    return [Math.max(facts.openedAt, to - CLOCK_CORRECTION_MS), Math.max(now, to)];
  }

  #isCurrent({ stream }: Envelope): boolean {
    return this.#state.name === 'streaming' && this.#state.stream.facts.id === stream.id;
  }

  #isSessionOver(at: number): boolean {
    return this.#running !== undefined && at - this.#running.lastActivityAt >= this.#running.timeoutMs;
  }

  #know({ lastActivityAt, timeoutMs }: Running): void {
    const last = Math.max(lastActivityAt, this.#running?.lastActivityAt ?? 0);
    this.#running = { lastActivityAt: last, timeoutMs };
  }

  #cutSoon(): void {
    this.#cancelPull ??= this.around.schedule(
      () => {
        this.#cancelPull = undefined;
        this.#pulledAt = this.around.now();
        this.#cut();
      },
      Math.min(SOON_MS, Math.max(AT_ONCE_MS, this.#pulledAt + SOON_MS - this.around.now())),
    );
  }

  /** Cuts what the recorder and this relay hold; activity or marks without an event make a chunk of their own. */
  #cut(): void {
    this.#order('pull');
    const state = this.#state;
    if (state.name !== 'leading' && (state.name !== 'streaming' || state.isFull)) return;
    if (!state.stream.hasSnapshot || (!this.#activity && this.#marks.length === 0)) return;
    this.#put(state.stream);
  }

  /** One chunk, sent or held. Activity and marks go with the first chunk after them. */
  #put(stream: OpenStream, batch?: Batch, closeReason?: CloseReason): void {
    const at = this.#activity?.last ?? this.#marks.at(-1)?.at ?? stream.to;
    const from = batch?.from ?? Math.max(stream.to, this.#activity?.first ?? at);
    const marks = [...this.#marks, ...(batch?.marks ?? [])];
    // A click is marked a moment after the last event that comes of it: the tape may not end before its own last step.
    const to = marks.reduce((last, mark) => Math.max(last, mark.at), batch?.to ?? Math.max(from, at));
    stream.to = Math.max(stream.to, to);
    const chunk: ChunkFacts = {
      seq: stream.seq++,
      from,
      to,
      count: batch?.count ?? 0,
      opensWithSnapshot: batch?.opensWithSnapshot ?? false,
      ...(this.#activity && { firstActivityAt: this.#activity.first, lastActivityAt: this.#activity.last }),
      ...(closeReason && { closeReason }),
    };
    const envelope: Outgoing = {
      version: PROTOCOL_VERSION,
      document: this.around.document(),
      stream: stream.facts,
      chunk,
      marks,
      assets: batch?.assets ?? [],
      ...(batch?.wanted.length && { refs: batch.wanted.filter(({ url }) => isShared(url)).map(({ ref }) => ref) }),
      body: batch?.lines ?? '',
      timeoutMs: this.#on?.timeoutMs,
    };
    if (batch?.wanted.length) this.around.named?.(stream.facts.id, chunk.seq, batch.wanted);
    this.#activity = undefined;
    this.#marks = [];
    if (this.#state.name === 'leading') this.#hold(this.#state, envelope);
    else this.around.delivery.push(envelope);
  }

  /** What a page logs and asks for as it is left comes after its stream was closed: the tab may be gone at any moment. */
  #follow({ stream, closeReason }: { stream: OpenStream; closeReason: CloseReason }, told: Batch): void {
    const now = this.around.now();
    const chars = this.around.delivery.size() + charsOf(told.lines, told.assets);
    if (this.#isFlood(now) || chars > MAX_QUEUE_CHARS || told.opensWithSnapshot) return;
    this.#put(stream, inTime(told, this.#possible(stream, now)), closeReason);
  }

  #hold(state: Extract<State, { name: 'leading' }>, envelope: Outgoing): void {
    state.held.push(envelope);
    state.chars += charsOf(envelope.body, envelope.assets);
    const tooLong = envelope.chunk.to - state.stream.facts.openedAt > LEAD_IN_MS;
    if (tooLong || state.chars > LEAD_IN_CHARS) this.#sleep('activity');
  }

  /** What was held belongs to a session now. */
  #promote(): void {
    if (this.#state.name !== 'leading') return;
    const { stream, held } = this.#state;
    this.#state = { name: 'streaming', stream };
    // The first chunk to arrive must tell of the activity that begins the session.
    const [first] = held;
    if (first && this.#activity) {
      first.chunk.firstActivityAt = this.#activity.first;
      first.chunk.lastActivityAt = this.#activity.last;
      this.#activity = undefined;
    }
    for (const envelope of held) this.around.delivery.push({ ...envelope, timeoutMs: this.#on?.timeoutMs });
    this.#watchIdle();
  }

  #close(reason: CloseReason): void {
    const state = this.#state;
    if (state.name !== 'streaming' || !state.stream.hasSnapshot) return;
    this.#put(state.stream, undefined, reason);
  }

  /** What was recorded before the worker said that it may not be is let go; that the user acted is not. */
  #forget(): void {
    const state = this.#state;
    if (state.name !== 'leading' && state.name !== 'streaming') return;
    this.#order('stop');
    const dropped = this.around.delivery.drop(state.stream.facts.id);
    const acted = dropped.flatMap(({ chunk: { firstActivityAt: first, lastActivityAt: last } }) =>
      first === undefined || last === undefined ? [] : [first, last],
    );
    this.#marks = [];
    this.#state = { name: 'leading', stream: this.#open('load'), held: [], chars: 0 };
    this.#order('start');
    for (const at of acted) this.acted(at);
  }

  #sleep(next: OpenReason, left?: Extract<State, { name: 'asleep' }>['left']): void {
    // First the state: what the recorder hands over as it stops is past the end.
    this.#state = { name: 'asleep', next, left };
    if (!left) this.#order('stop');
    this.#activity = undefined;
    this.#marks = [];
    this.#cancelIdle?.();
  }

  /**
   * Where the session is over at `at`, whether or not a timer said so, the stream closes before anything of `at` is on it. A
   * lead-in that has grown too long, for the machine slept, is let go.
   */
  #sleepIfOver(at: number): void {
    const isOver =
      this.#state.name === 'leading' ? at - this.#state.stream.facts.openedAt > LEAD_IN_MS : this.#isSessionOver(at);
    if (!isOver) return;
    this.#cut();
    this.#close('idle');
    if (this.#state.name !== 'off') this.#sleep('activity');
    this.#running = undefined;
  }

  /** The clock was set back: on one stream time does not run backwards. It closes, and the next activity opens another. */
  #followClock(now = this.around.now()): void {
    if (!('stream' in this.#state) || now >= this.#state.stream.to - CLOCK_CORRECTION_MS) return;
    this.#cut();
    this.#close('idle');
    this.#sleep('gap');
    this.#running = undefined;
  }

  /** The worker says that a stream's session is over. What was done since is not lost with the tape: it begins the next one, at its own time. */
  #refused(envelope: Envelope, endedAt: number): void {
    const wasCurrent = this.#isCurrent(envelope);
    if (wasCurrent) this.#cut();
    const refused = [envelope, ...this.around.delivery.drop(envelope.stream.id)];
    if (wasCurrent) {
      this.#running = undefined;
      this.#sleep('ended');
    }
    const acted = refused.flatMap(({ chunk: { firstActivityAt: first = 0, lastActivityAt: last = first } }) =>
      last > endedAt ? [first > endedAt ? first : last, last] : [],
    );
    const isGone = this.#state.name === 'off' || (this.#state.name === 'asleep' && this.#state.next === 'return');
    if (isGone || this.around.now() - Math.max(...acted) >= this.#timeoutMs) return;
    for (const at of acted) this.acted(at);
    const since = refused.filter(({ chunk }) => (chunk.firstActivityAt ?? chunk.from) > endedAt);
    if (since.some(({ chunk }) => chunk.count > 0)) this.mark({ kind: 'gap', at: Math.min(...acted), label: 'ended' });
    for (const mark of since.flatMap(({ marks }) => marks)) this.mark(mark);
  }

  /** More waits than the page should hold: until it is delivered what comes is lost, and the tape says so; what the user does is kept. */
  #overflow(state: Extract<State, { name: 'streaming' }>): void {
    state.isFull = true;
    this.#marks.push({ kind: 'gap', at: this.around.now(), label: 'overflow' });
    this.#order('stop');
  }

  /** A batch that cannot travel: the stream ends before it with a gap, and the next activity opens another. */
  #skip(batch: Batch): void {
    this.#marks.push({ kind: 'gap', at: batch.to, label: 'too-large' });
    this.#close('overflow');
    this.#sleep('gap');
  }

  #watchIdle(): void {
    this.#cancelIdle?.();
    const check = () => {
      this.#followClock();
      this.#sleepIfOver(this.around.now());
      if (this.#state.name === 'streaming') this.#watchIdle();
      else if (this.#state.name === 'leading') this.#sleep('activity');
    };
    const { lastActivityAt = this.around.now() } = this.#running ?? {};
    const dueMs = this.#state.name === 'leading' ? LEAD_IN_MS : lastActivityAt + this.#timeoutMs - this.around.now();
    this.#cancelIdle = this.around.schedule(check, Math.min(this.#timeoutMs, Math.max(1_000, dueMs)));
  }
}
