import {
  type Envelope,
  type HelloReply,
  type Place,
  PROTOCOL_VERSION,
  type Spilled,
  type Verdict,
} from '../../../src/messages/protocol';
import { createDelivery, type Delivery, type Outgoing } from '../../../src/relay/delivery';
import { Recording } from '../../../src/relay/recording';
import { FakeTape } from './tape';
import type { Time } from './time';
import type { Worker } from './worker';

/** What a page needs of the world around it. */
export interface Surroundings {
  time: Time;
  worker: Worker;
  number(): number;
  /** Asks the worker, as well as messages go today. */
  ask<T>(page: Page, work: () => Promise<T>): Promise<T | undefined>;
  /** A relay has cut a chunk; nobody will send what an orphan cut. */
  pushed(page: Page, envelope: Outgoing, isOrphan: boolean): void;
  /** The extension has gone from a page, with what was not yet acknowledged. */
  orphaned(page: Page): void;
  judged(page: Page, envelope: Envelope, verdict: Verdict): void;
}

/** One document in one tab, with its recorder and, while the extension lives, its relay. */
export class Page {
  readonly id: string;
  readonly startedAt: number;
  readonly tape: FakeTape;
  relay: Relay | undefined;
  /** Timers, answers and orders wait; what waits in the back/forward cache hears no answer ever. */
  state: 'live' | 'frozen' | 'cached' | 'gone' = 'live';
  #deferred: (() => void)[] = [];

  constructor(
    readonly around: Surroundings,
    readonly place: Place,
    readonly url: string,
    isReady: boolean,
  ) {
    const { time } = around;
    this.id = String(around.number());
    this.startedAt = time.now();
    this.tape = new FakeTape(
      {
        now: time.now,
        schedule: this.schedule,
        number: around.number,
        send: batch => this.relay?.heard(batch) ?? false,
      },
      isReady,
    );
    this.inject();
  }

  /** The extension comes, or comes again. */
  inject(): void {
    this.relay?.leave();
    this.relay = new Relay(this);
    this.relay.met();
  }

  /** Runs as soon as the document runs. */
  whenLive(run: () => void): void {
    if (this.state === 'live') run();
    else if (this.state !== 'gone') this.#deferred.push(run);
  }

  schedule = (run: () => void, afterMs: number): (() => void) => {
    let isOff = false;
    const cancel = this.around.time.schedule(() => this.whenLive(() => isOff || run()), afterMs);
    return () => {
      isOff = true;
      cancel();
    };
  };

  /** The document leaves the screen: for the back/forward cache, or for good. */
  hide(persisted: boolean): void {
    this.thaw();
    this.relay?.pagehide(persisted);
    this.state = persisted ? 'cached' : 'gone';
  }

  /** Back from the cache. */
  show(): void {
    this.state = 'live';
    this.#wake();
    this.relay?.pageshow();
  }

  freeze(): void {
    if (this.state === 'live') this.state = 'frozen';
  }

  thaw(): void {
    if (this.state !== 'frozen') return;
    this.state = 'live';
    this.#wake();
  }

  #wake(): void {
    const deferred = this.#deferred;
    this.#deferred = [];
    for (const run of deferred) run();
  }
}

/** `watchPage` of `src/relay/main.ts` without a browser. */
export class Relay {
  readonly recording: Recording;
  readonly #delivery: Delivery;
  #greeting: HelloReply | undefined;
  #isGone = false;

  constructor(private readonly page: Page) {
    const { around, place } = page;
    const delivery = createDelivery(
      {
        send: envelope => around.ask(page, () => around.worker.chunk(envelope, place)),
        gzip: async text => new TextEncoder().encode(text),
        schedule: page.schedule,
      },
      (envelope, verdict) => {
        around.judged(page, envelope, verdict);
        this.recording.judged(envelope, verdict);
      },
    );
    this.#delivery = {
      ...delivery,
      push: envelope => {
        around.pushed(page, envelope, this.#isGone);
        delivery.push(envelope);
      },
    };
    this.recording = new Recording({
      now: around.time.now,
      order: command => {
        if (!this.#isGone) page.tape.heard(command);
      },
      delivery: this.#delivery,
      document: this.#document,
      isVisible: () => true,
      newId: () => `stream ${around.number()}`,
      schedule: page.schedule,
    });
  }

  met(): void {
    this.recording.begin(this.#greeting ? 'reload' : 'load');
    if (!this.#greeting) void this.#hello();
  }

  heard: (batch: Parameters<Recording['heard']>[0]) => boolean = batch => {
    this.recording.heard(batch);
    return !this.#isGone;
  };

  pagehide(persisted: boolean): void {
    this.recording.hide(persisted);
    const { around, place } = this.page;
    const spilled = this.#delivery.pending().map((one): Spilled => ({ ...one, place, isPrivate: false }));
    for (const one of spilled) around.ask(this.page, () => around.worker.chunk(one, place)).catch(() => {});
    around.worker.spill(spilled);
  }

  pageshow(): void {
    this.recording.begin('return');
    void this.#hello();
  }

  /** The extension was reloaded: the recorder hears another relay now, and nobody hears this one. */
  leave(): void {
    this.#isGone = true;
    this.page.around.orphaned(this.page);
    this.recording.stop();
    this.#delivery.close();
  }

  #document = () => ({ id: this.page.id, url: this.page.url, title: this.page.id, startedAt: this.page.startedAt });

  async #hello(): Promise<void> {
    const { around, place } = this.page;
    const hello = { version: PROTOCOL_VERSION, document: this.#document(), at: around.time.now() };
    try {
      const reply = await around.ask(this.page, () => around.worker.hello(hello, place));
      if (this.#isGone) return;
      this.#greeting = reply ?? { state: 'off' };
      this.recording.answered(this.#greeting);
    } catch {
      this.page.schedule(() => this.#isGone || void this.#hello(), 250);
    }
  }
}
