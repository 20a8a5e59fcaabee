import type { ConsoleLine, NetworkRequest } from '../../session/plugin-events';
import {
  type ConsoleRow,
  consoleLineAt,
  joinTyping,
  type RequestRow,
  type RowPlace,
  type Rows,
  requestAt,
  rowsOf,
} from '../../session/rows';
import type { Chunk, SessionSource, Stream } from '../../session/types';
import { readableChunks } from '../engine/load-window';
import { unpack } from '../engine/unpack';

/** How often what was read is shown while the rest is still being read. */
const SHOW_EVERY_MS = 150;

/** What has been read so far. A new object with each change. */
export interface RowsRead extends Readonly<Rows> {
  /** 0 to 1. */
  progress: number;
  /** Chunks that could not be read. */
  damaged: number;
}

export const NO_ROWS: RowsRead = { console: [], requests: [], typed: [], unseen: [], progress: 0, damaged: 0 };

interface StreamRead {
  stream: Stream;
  /** What was read of it, by seq: chunks may arrive in any order. */
  seqs: Set<number>;
  /** The stream as it stood when it was last read to its end. */
  upTo: Stream | undefined;
}

/**
 * The lines of console and network, what was typed and what could not be recorded, of the whole session. They stand in the chunks among all else, so they are
 * read window by window, unpacked off the main thread, and of each only a small row is kept.
 */
export class SessionRows {
  #read = new Map<string, StreamRead>();
  #state = NO_ROWS;
  #fresh: Rows = { console: [], requests: [], typed: [], unseen: [] };
  #reading = false;
  #stopped = false;
  #shownAtMs = 0;

  constructor(
    private source: SessionSource,
    private onChange: (state: RowsRead) => void,
  ) {}

  /** Reads these streams, and of those it knows what has been added. */
  async read(streams: readonly Stream[]): Promise<void> {
    for (const stream of streams) {
      const known = this.#read.get(stream.id);
      if (known) known.stream = stream;
      else this.#read.set(stream.id, { stream, seqs: new Set(), upTo: undefined });
    }
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let next = this.#unread(); next && !this.#stopped; next = this.#unread()) await this.#readStream(next);
    } finally {
      this.#reading = false;
    }
    if (!this.#stopped) this.#show();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** A line with all its arguments; undefined where it cannot be read any more. */
  consoleLine = async (row: ConsoleRow): Promise<ConsoleLine | undefined> => consoleLineAt(await this.#text(row), row);

  /** A request with headers, bodies and timing; undefined where it cannot be read any more. */
  request = async (row: RequestRow): Promise<NetworkRequest | undefined> => requestAt(await this.#text(row), row);

  async #text({ streamId, seq }: RowPlace): Promise<string> {
    try {
      const [chunk] = await this.source.chunks(streamId, seq, seq + 1);
      return chunk ? await unpack(chunk) : '';
    } catch {
      return ''; // deleted or damaged meanwhile: no line is found in it
    }
  }

  #unread(): StreamRead | undefined {
    return [...this.#read.values()].find(({ stream, upTo }) => upTo !== stream && upTo?.lastAt !== stream.lastAt);
  }

  async #readStream(read: StreamRead): Promise<void> {
    const { stream, seqs } = read;
    for (const [fromSeq, toSeq] of runs(stream)) {
      let missing = fromSeq;
      while (seqs.has(missing)) missing++;
      if (missing >= toSeq) continue;
      const chunks = await readableChunks(this.source, stream.id, missing, toSeq);
      await Promise.all(chunks.filter(({ seq }) => !seqs.has(seq)).map(chunk => this.#take(chunk, seqs)));
      if (this.#stopped) return;
      if (performance.now() - this.#shownAtMs > SHOW_EVERY_MS) this.#show(read, fromSeq);
    }
    read.upTo = stream;
  }

  async #take(chunk: Chunk, seqs: Set<number>): Promise<void> {
    seqs.add(chunk.seq);
    try {
      const rows = rowsOf(await unpack(chunk), chunk.streamId, chunk.seq);
      for (const row of rows.console) this.#fresh.console.push(row);
      for (const row of rows.requests) this.#fresh.requests.push(row);
      for (const row of rows.typed) this.#fresh.typed.push(row);
      for (const row of rows.unseen) this.#fresh.unseen.push(row);
    } catch {
      this.#state = { ...this.#state, damaged: this.#state.damaged + 1 };
    }
  }

  #show(reading?: StreamRead, fromSeq = 0): void {
    const { console, requests, typed, unseen } = this.#fresh;
    this.#fresh = { console: [], requests: [], typed: [], unseen: [] };
    this.#shownAtMs = performance.now();
    const all = [...this.#read.values()];
    const count = ({ stream }: StreamRead) => runs(stream).length;
    const whole = all.reduce((sum, read) => sum + count(read), 0);
    const done = all.filter(({ upTo }) => upTo).reduce((sum, read) => sum + count(read), 0);
    const within = reading ? runs(reading.stream).findIndex(([from]) => from === fromSeq) + 1 : 0;
    this.#state = {
      ...this.#state,
      console: merged(this.#state.console, console),
      requests: merged(this.#state.requests, requests),
      typed: joinTyping(merged(this.#state.typed, typed)),
      unseen: unseen.length === 0 ? this.#state.unseen : [...this.#state.unseen, ...unseen],
      progress: reading ? Math.min(1, (done + within) / whole) : 1,
    };
    this.onChange(this.#state);
  }
}

/** In order of time, the old array where nothing is added. */
function merged<T extends { at: number }>(rows: T[], more: readonly T[]): T[] {
  return more.length === 0 ? rows : [...rows, ...more].sort((a, b) => a.at - b.at);
}

/** A stream's chunks from snapshot to snapshot: what is held in memory at once. */
const runs = ({ windows }: Stream): [from: number, to: number][] => {
  const starts = [...new Set([0, ...windows.map(({ seq }) => seq)])];
  return starts.map((from, n) => [from, starts[n + 1] ?? Number.POSITIVE_INFINITY]);
};
