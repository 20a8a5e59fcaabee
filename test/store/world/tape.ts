import type { Batch, Command } from '../../../src/messages/channel';

const FLUSH_MS = 1_000;

interface Around {
  now(): number;
  schedule(run: () => void, afterMs: number): () => void;
  /** A number for the next event: no two are alike. */
  number(): number;
  /** Whether somebody took it. */
  send(batch: Batch): boolean;
}

/** A recorder that hands over numbered events the way `src/recorder/tape.ts` does. */
export class FakeTape {
  #isOn = false;
  #isOpen = false;
  #lines: string[] = [];
  #from = 0;
  #to = 0;
  #opens = false;
  #cancel?: () => void;

  constructor(
    private readonly around: Around,
    private isReady: boolean,
  ) {}

  heard({ do: what }: Command): void {
    if (what === 'pull') this.#flush();
    else if (what === 'stop' || what === 'leave') {
      this.#flush();
      this.#halt();
    } else {
      this.#flush();
      this.#to = 0;
      if (this.#isOpen) this.#snapshot();
      else if (!this.#isOn) {
        this.#isOn = true;
        if (this.isReady) this.#snapshot();
      }
    }
  }

  /** DOMContentLoaded. */
  ready(): void {
    this.isReady = true;
    if (this.#isOn && !this.#isOpen) this.#snapshot();
  }

  /** Something happens in the page. Gives the event's number where it was recorded. */
  emit(filler = ''): number | undefined {
    if (!this.#isOpen) return;
    return this.#push(3, filler);
  }

  /** Numbers of the events that nobody has been handed. */
  get buffered(): number[] {
    return this.#lines.map(line => JSON.parse(line).n);
  }

  #halt(): void {
    this.#isOn = false;
    this.#isOpen = false;
  }

  #snapshot(): void {
    this.#flush();
    this.#isOpen = true;
    this.#opens = true;
    this.#push(4);
    this.#push(2);
  }

  #push(type: number, filler = ''): number {
    const timestamp = Math.max(this.#to, this.around.now());
    if (this.#lines.length === 0) this.#from = timestamp;
    this.#to = timestamp;
    const n = this.around.number();
    this.#lines.push(JSON.stringify({ type, timestamp, n, ...(filler && { filler }) }));
    if (filler) this.#flush();
    else this.#cancel ??= this.around.schedule(() => this.#flush(), FLUSH_MS);
    return n;
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#lines.length === 0) return;
    const batch: Batch = {
      from: this.#from,
      to: this.#to,
      count: this.#lines.length,
      opensWithSnapshot: this.#opens,
      marks: [],
      assets: [],
      wanted: [],
      lines: this.#lines.join('\n'),
    };
    this.#lines = [];
    this.#opens = false;
    if (!this.around.send(batch)) this.#halt();
  }
}
