import type { Batch, Command, RecordingOptions } from '../../src/messages/channel';
import type { Envelope, HelloReply, Running, Verdict } from '../../src/messages/protocol';
import { charsOf, type Outgoing } from '../../src/relay/delivery';
import { Recording } from '../../src/relay/recording';
import { DEFAULTS } from '../../src/settings/settings';

export const MINUTE_MS = 60_000;
export const NOON = Date.UTC(2026, 2, 2, 12);

/** Runs what was scheduled when told that time passes. */
export class Timers {
  now = NOON;
  #waiting: { at: number; run: () => void }[] = [];

  schedule = (run: () => void, afterMs: number): (() => void) => {
    const timer = { at: this.now + afterMs, run };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter(other => other !== timer);
    };
  };

  /** How long the next one has to wait. */
  get nextMs(): number | undefined {
    return this.#waiting.length > 0 ? Math.min(...this.#waiting.map(({ at }) => at)) - this.now : undefined;
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = this.#waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#waiting = this.#waiting.filter(other => other !== due);
      this.now = Math.max(this.now, due.at);
      due.run();
    }
    this.now = until;
  }

  /** The machine sleeps, or the clock is set: no timer has run. */
  jump(ms: number): void {
    this.now += ms;
    for (const timer of this.#waiting) timer.at += ms;
  }
}

export const batch = (at: number, more: Partial<Batch> = {}): Batch => ({
  from: at,
  to: at,
  count: 1,
  opensWithSnapshot: false,
  marks: [],
  assets: [],
  wanted: [],
  lines: 'event',
  ...more,
});

/** A `Recording` with a recorder that answers `start` with a snapshot, and a queue that is looked at instead of sent. */
export class Rig {
  readonly timers = new Timers();
  readonly orders: Command['do'][] = [];
  queue: Outgoing[] = [];
  /** All that was ever pushed. */
  readonly sent: Outgoing[] = [];
  /** What the recorder holds until it is pulled. */
  buffered: Batch[] = [];
  /** Whether the document stands, so that a snapshot can be taken. */
  isReady = true;
  isOpen = false;
  #ids = 0;

  readonly recording = new Recording({
    now: () => this.timers.now,
    order: ({ do: what }) => {
      this.orders.push(what);
      if (what === 'start') {
        this.isOpen = true;
        if (this.isReady)
          this.buffered.push(batch(this.timers.now, { count: 2, opensWithSnapshot: true, lines: 'snapshot' }));
        return;
      }
      for (const one of this.buffered.splice(0)) this.recording.heard(one);
    },
    delivery: {
      push: envelope => {
        this.queue.push(envelope);
        this.sent.push(envelope);
      },
      open: () => {
        this.isOpen = true;
      },
      pending: () => [...this.queue],
      drop: id => {
        const dropped = this.queue.filter(({ stream }) => stream.id === id);
        this.queue = this.queue.filter(envelope => !dropped.includes(envelope));
        return dropped;
      },
      size: () => this.queue.reduce((sum, { body, assets }) => sum + charsOf(body, assets), 0),
      resume: () => {},
      close: () => {},
    },
    document: () => ({ id: 'd', url: 'https://shop.test/', title: 'Shop', startedAt: NOON }),
    isVisible: () => true,
    newId: () => `s${++this.#ids}`,
    schedule: this.timers.schedule,
  });

  /** The recorder is met, and the worker has answered. */
  static started(running?: Running, timeoutMs = 30 * MINUTE_MS): Rig {
    const rig = new Rig();
    rig.recording.begin('load');
    rig.hello(running, timeoutMs);
    return rig;
  }

  /** Recording, with a session of its own that is committed. */
  static streaming(): Rig {
    const rig = Rig.started();
    rig.act();
    rig.timers.pass(200);
    rig.judgeAll();
    return rig;
  }

  hello(running?: Running, timeoutMs = 30 * MINUTE_MS, asked: Partial<RecordingOptions> = {}): void {
    const place = { tabId: 1, frameId: 0, site: 'shop.test', identity: 'normal' };
    const options = { ...DEFAULTS.recording, ...asked };
    const reply: HelloReply = {
      state: 'on',
      place,
      options,
      timeoutMs,
      largestAssetBytes: 1e7,
      ...(running && { running }),
    };
    this.recording.answered(reply);
  }

  /** The relay hears of it, then its mark is made, then the recorder sees it. */
  act(label = 'Buy'): void {
    const at = this.timers.now;
    this.recording.acted(at);
    this.recording.mark({ kind: 'click', at, label });
    this.buffered.push(batch(at, { lines: label }));
  }

  mutate(lines = 'mutation'): void {
    this.recording.heard(batch(this.timers.now, { lines }));
  }

  judge(verdict: Verdict, envelope = this.queue[0] as Envelope): void {
    this.queue = this.queue.filter(one => one !== envelope);
    this.recording.judged(envelope, verdict);
  }

  judgeAll(): void {
    while (this.queue[0]) {
      const { lastActivityAt = NOON } = this.queue[0].chunk;
      this.judge({ verdict: 'ok', lastActivityAt, timeoutMs: 30 * MINUTE_MS });
    }
  }

  get state(): string {
    return this.recording.state;
  }

  /** Each chunk pushed so far: its stream and seq, what is in it, and why it was the last. */
  get tape(): string[] {
    return this.sent.map(({ stream, chunk: { seq, closeReason }, body }) =>
      [stream.id, seq, body || '-', closeReason].filter(part => part !== undefined).join(' '),
    );
  }

  last(): Outgoing {
    return this.sent.at(-1) as Outgoing;
  }
}
