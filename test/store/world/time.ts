interface Timer {
  at: number;
  run: () => void;
}

/** Time that passes only when told to. The clock may be set, timers do not care. */
export class Time {
  #passed = 0;
  #offset: number;
  #timers: Timer[] = [];

  constructor(start: number) {
    this.#offset = start;
  }

  now = (): number => this.#passed + this.#offset;

  get passed(): number {
    return this.#passed;
  }

  setClock(by: number): void {
    this.#offset += by;
  }

  schedule = (run: () => void, afterMs: number): (() => void) => {
    const timer = { at: this.#passed + afterMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  };

  /** Lets time pass; after each timer all that it set off comes to rest. */
  async advance(ms: number, settled: () => Promise<void>): Promise<void> {
    const until = this.#passed + ms;
    for (;;) {
      let due: Timer | undefined;
      for (const timer of this.#timers) if (timer.at <= until && (!due || timer.at < due.at)) due = timer;
      if (!due) break;
      this.#timers = this.#timers.filter(other => other !== due);
      this.#passed = Math.max(this.#passed, due.at);
      due.run();
      await settled();
    }
    this.#passed = until;
    await settled();
  }
}
