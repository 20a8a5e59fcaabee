import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ConsoleLevel, ConsoleRow, RequestRow, RequestType, RowPlace } from '../../session/rows';
import type { SessionIndex, SessionSource } from '../../session/types';
import { NO_ROWS, type RowsRead, SessionRows } from '../rows/session-rows';

/** The rows of console and network for the panels: read from when the first of them is asked for. */
export class RowsModel {
  readonly all = signal<RowsRead>(NO_ROWS);
  readonly reader: SessionRows;
  /** How the panels are set; they keep it while another is on show. */
  readonly console = {
    /** None means all. */
    levels: signal<readonly ConsoleLevel[]>([]),
    text: signal(''),
    chosen: signal<ConsoleRow | undefined>(undefined),
  };
  readonly network = {
    type: signal<RequestType | 'all'>('all'),
    failedOnly: signal(false),
    text: signal(''),
    chosen: signal<RequestRow | undefined>(undefined),
  };
  #stop: (() => void) | undefined;

  constructor(
    source: SessionSource,
    private index: ReadonlySignal<SessionIndex | undefined>,
  ) {
    this.reader = new SessionRows(source, rows => {
      this.all.value = rows;
    });
  }

  /** Begins to read, and goes on as the session grows. */
  need(): void {
    this.#stop ??= effect(() => {
      const { streams } = this.index.value ?? {};
      if (streams) void this.reader.read(streams);
    });
  }

  close(): void {
    this.#stop?.();
    this.reader.stop();
  }
}

/** A row's name, the same while the session grows. */
export const rowKey = ({ streamId, seq, line, item }: RowPlace): string => `${streamId}-${seq}-${line}-${item}`;
