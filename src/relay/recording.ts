import type { Batch, Command, RecordingOptions } from '../messages/channel';
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
import { DEFAULT_IDLE_TIMEOUT_MS } from '../session/split';
import type { CloseReason, MarkDraft, OpenReason } from '../session/types';
import type { Delivery, Outgoing } from './delivery';

/** A page is recorded this long before its user acts, so that errors while it loads are on tape. */
export const LEAD_IN_MS = 60_000;
const LEAD_IN_CHARS = 4_000_000;
/** Input is handed over this soon after it was made. */
const SOON_MS = 200;
/** What waits for the worker is bounded; beyond it the tape has a gap. */
const MAX_QUEUE_CHARS = 8_000_000;

/** Until the worker has said what to record: nothing that is typed. */
const CAUTIOUS: RecordingOptions = { keystrokes: false, console: true, network: true };

/** A stream as the relay knows it: it gives the seq when it cuts. */
interface OpenStream {
  facts: StreamFacts;
  seq: number;
  /** Whether Meta and the full snapshot have come; before, nothing can be cut. */
  hasSnapshot: boolean;
}

/** What is recorded in this document, and where it goes. */
type State =
  /** Told not to record, or gone. */
  | { name: 'off' }
  /** rrweb is stopped; the next activity opens a stream. */
  | { name: 'asleep'; next: OpenReason }
  /** Recorded and held: the user has not acted, and no session runs. */
  | { name: 'leading'; stream: OpenStream; held: Outgoing[]; chars: number }
  | { name: 'streaming'; stream: OpenStream };

export interface Surroundings {
  now(): number;
  order(command: Command): void;
  delivery: Delivery;
  /** The document as it is at this moment. */
  document(): DocumentFacts;
  isVisible(): boolean;
  newId(): string;
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
  #cancelPull?: () => void;
  #cancelIdle?: () => void;

  constructor(private readonly around: Surroundings) {}

  get state(): State['name'] {
    return this.#state.name;
  }

  /** A recorder is there to take orders: what it records is held until the worker or the user says more. */
  begin(reason: OpenReason): void {
    this.#cut();
    if (this.#state.name === 'streaming') this.#close('reload');
    const stream = this.#open(reason);
    const now = this.around.now();
    this.#state =
      this.#running && now - this.#running.lastActivityAt < this.#running.timeoutMs
        ? { name: 'streaming', stream }
        : { name: 'leading', stream, held: [], chars: 0 };
    this.#order('start');
    this.#watchIdle();
  }

  /** The worker's answer to hello. */
  answered(reply: HelloReply): void {
    if (reply.state !== 'on') {
      this.stop();
      return;
    }
    const before = this.#on?.options ?? CAUTIOUS;
    this.#on = reply;
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
  acted(at: number): void {
    if (this.#state.name === 'off') return;
    this.#sleepIfOver(at);
    this.#activity = { first: this.#activity?.first ?? at, last: at };
    this.#know({ lastActivityAt: at, timeoutMs: this.#timeoutMs });
    if (this.#state.name === 'asleep') {
      this.#state = { name: 'streaming', stream: this.#open(this.#state.next) };
      this.#order('start');
      this.#watchIdle();
    } else if (this.#state.name === 'leading') this.#promote();
    this.#cancelPull ??= this.around.schedule(() => {
      this.#cancelPull = undefined;
      this.#cut();
    }, SOON_MS);
  }

  /** A line of the story that the relay itself has seen. */
  mark(mark: MarkDraft): void {
    if (this.#state.name === 'leading' || this.#state.name === 'streaming') this.#marks.push(mark);
  }

  /** The recorder hands over a batch. */
  heard(batch: Batch): void {
    this.#sleepIfOver(batch.from);
    const state = this.#state;
    if (state.name !== 'leading' && state.name !== 'streaming') return;
    if (batch.opensWithSnapshot) state.stream.hasSnapshot = true;
    if (!state.stream.hasSnapshot) return;
    this.#put(state.stream, batch);
    if (this.around.delivery.size() > MAX_QUEUE_CHARS) this.#overflow();
  }

  /** What the worker says of a chunk. */
  judged(envelope: Envelope, verdict: Verdict): void {
    const isCurrent = this.#state.name === 'streaming' && this.#state.stream.facts.id === envelope.stream.id;
    if (verdict.verdict === 'ok') this.#know(verdict);
    else if (verdict.verdict === 'off' || verdict.verdict === 'outdated') this.stop();
    else if (verdict.verdict !== 'trouble') {
      this.around.delivery.drop(envelope.stream.id);
      if (isCurrent) this.#leave(verdict.verdict === 'ended' ? verdict.at : this.around.now());
    }
  }

  /** The running session was ended by hand or deleted: the tape up to here is its last. */
  sessionEnded(): void {
    this.#cut();
    if (this.#state.name === 'streaming') this.#close('ended');
    this.#running = undefined;
    this.#sleep('ended');
  }

  /** The page goes away. What is not yet acknowledged is the caller's to spill. */
  hide(persisted: boolean): void {
    this.#cut();
    if (this.#state.name === 'streaming') this.#close(persisted ? 'bfcache' : 'left');
    if (this.#state.name !== 'off') this.#sleep('return');
  }

  /** Stops for good: recording was switched off, or a newer relay has come. */
  stop(): void {
    if (this.#state.name === 'streaming') {
      this.#cut();
      this.#close('stopped');
    }
    this.#state = { name: 'off' };
    this.#order('stop');
    this.#cancelIdle?.();
    this.#cancelPull?.();
  }

  get #timeoutMs(): number {
    return this.#running?.timeoutMs ?? this.#on?.timeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS;
  }

  #order(what: Command['do']): void {
    const now = this.around.now();
    this.around.order(what === 'start' ? { do: what, now, options: this.#on?.options ?? CAUTIOUS } : { do: what, now });
  }

  #open(openReason: OpenReason): OpenStream {
    const { newId, now, isVisible } = this.around;
    return { facts: { id: newId(), openedAt: now(), openReason, visible: isVisible() }, seq: 0, hasSnapshot: false };
  }

  #know({ lastActivityAt, timeoutMs }: Running): void {
    const last = Math.max(lastActivityAt, this.#running?.lastActivityAt ?? 0);
    this.#running = { lastActivityAt: last, timeoutMs };
  }

  /** Cuts what the recorder and this relay hold; activity or marks without an event make a chunk of their own. */
  #cut(): void {
    this.#order('pull');
    const state = this.#state;
    if (state.name !== 'leading' && state.name !== 'streaming') return;
    if (!state.stream.hasSnapshot || (!this.#activity && this.#marks.length === 0)) return;
    this.#put(state.stream);
  }

  /** One chunk, sent or held. Activity and marks go with the first chunk after them. */
  #put(stream: OpenStream, batch?: Batch, closeReason?: CloseReason): void {
    const at = this.#activity?.last ?? this.#marks.at(-1)?.at ?? this.around.now();
    const chunk: ChunkFacts = {
      seq: stream.seq++,
      from: batch?.from ?? this.#activity?.first ?? at,
      to: batch?.to ?? at,
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
      marks: [...this.#marks, ...(batch?.marks ?? [])],
      assets: batch?.assets ?? [],
      body: batch?.lines ?? '',
      timeoutMs: this.#on?.timeoutMs,
    };
    this.#activity = undefined;
    this.#marks = [];
    if (this.#state.name === 'leading') this.#hold(this.#state, envelope);
    else this.around.delivery.push(envelope);
  }

  #hold(state: Extract<State, { name: 'leading' }>, envelope: Outgoing): void {
    state.held.push(envelope);
    state.chars += envelope.body.length;
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

  #sleep(next: OpenReason): void {
    // First the state: what the recorder hands over as it stops is past the end.
    this.#state = { name: 'asleep', next };
    this.#order('stop');
    this.#activity = undefined;
    this.#marks = [];
    this.#cancelIdle?.();
  }

  /** Where the session is over at `at`, whether or not a timer said so, the stream closes before anything of `at` is on it. */
  #sleepIfOver(at: number): void {
    if (this.#state.name !== 'streaming' || !this.#running) return;
    if (at - this.#running.lastActivityAt < this.#running.timeoutMs) return;
    this.#close('idle');
    this.#sleep('activity');
    this.#running = undefined;
  }

  /** The worker says that this stream's session is over: acting since then begins the next one. */
  #leave(endedAt: number): void {
    const actedSince = (this.#running?.lastActivityAt ?? 0) > endedAt;
    this.#running = undefined;
    this.#sleep('ended');
    if (actedSince) this.acted(this.around.now());
  }

  /** More waits than the page should hold: what comes until it is delivered is lost, and the tape says so. */
  #overflow(): void {
    this.#marks.push({ kind: 'gap', at: this.around.now(), label: 'overflow' });
    this.#close('overflow');
    this.#sleep('gap');
  }

  #watchIdle(): void {
    this.#cancelIdle?.();
    const check = () => {
      this.#sleepIfOver(this.around.now());
      if (this.#state.name === 'streaming') this.#watchIdle();
      else if (this.#state.name === 'leading') this.#sleep('activity');
    };
    const { lastActivityAt = this.around.now() } = this.#running ?? {};
    const dueMs = this.#state.name === 'leading' ? LEAD_IN_MS : lastActivityAt + this.#timeoutMs - this.around.now();
    this.#cancelIdle = this.around.schedule(check, Math.max(1_000, dueMs));
  }
}
