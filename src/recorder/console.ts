import type { MarkDraft } from '../session/types';
import { natives } from './natives';
import { asLine, preview } from './preview';

const LEVELS = [
  'debug',
  'log',
  'info',
  'warn',
  'error',
  'assert',
  'trace',
  'table',
  'dir',
  'group',
  'groupEnd',
] as const;
type Level = (typeof LEVELS)[number];

/** A page may log in a loop; so many lines in one window are kept, and how many were not is said. */
const RATE_WINDOW_MS = 1_000;
const MAX_PER_WINDOW = 200;

const MAX_STACK_LINES = 20;

type Note = (payload: object, mark?: Omit<MarkDraft, 'at'>) => void;

/** Listens to console, uncaught errors and unhandled rejections until the returned function is called. */
export function hookConsole(note: Note, now: () => number): () => void {
  const limited = limit(note, now);
  const unwrap = LEVELS.map(level => wrap(level, limited));
  const onError = (event: ErrorEvent) => {
    if (!event.message) return; // a resource that failed to load: no script error
    const stack = stackOf(event.error) ?? [`${event.filename}:${event.lineno}:${event.colno}`];
    report(limited, `Uncaught ${event.message.replace(/^Uncaught /, '')}`, stack);
  };
  const onRejection = ({ reason }: PromiseRejectionEvent) =>
    report(
      limited,
      `Uncaught (in promise) ${reason instanceof Error ? reason.message : asLine(reason)}`,
      stackOf(reason) ?? [],
    );
  natives.listen.call(window, 'error', onError as EventListener);
  natives.listen.call(window, 'unhandledrejection', onRejection as EventListener);
  return () => {
    for (const undo of unwrap) undo();
    natives.unlisten.call(window, 'error', onError as EventListener);
    natives.unlisten.call(window, 'unhandledrejection', onRejection as EventListener);
  };
}

const stackOf = (error: unknown): string[] | undefined =>
  error instanceof Error && typeof error.stack === 'string'
    ? error.stack
        .split('\n')
        .slice(1, MAX_STACK_LINES + 1)
        .map(line => line.trim())
    : undefined;

const report = (note: Note, message: string, trace: string[]): void =>
  note(
    { level: 'error', trace, payload: [natives.stringify(message)] },
    { kind: 'error', label: message.slice(0, 500), detail: trace.join('\n').slice(0, 2_000) },
  );

function wrap(level: Level, note: Note): () => void {
  const original = console[level] as (...args: unknown[]) => void;
  let inside = false;
  function wrapped(this: unknown, ...args: unknown[]) {
    original.apply(this, args);
    // What we call on the way may log as well.
    if (inside || (level === 'assert' && args[0])) return;
    inside = true;
    try {
      const shown = level === 'assert' ? args.slice(1) : args;
      const payload = shown.map(value => natives.stringify(preview(value)));
      const loud = level === 'error' || level === 'assert';
      const trace = loud || level === 'trace' || level === 'warn' ? (stackOf(new Error()) ?? []).slice(1) : [];
      const mark = loud
        ? {
            kind: 'error' as const,
            label: shown.map(asLine).join(' ').slice(0, 500),
            detail: trace.join('\n').slice(0, 2_000),
          }
        : undefined;
      note({ level, trace, payload }, mark);
    } finally {
      inside = false;
    }
  }
  console[level] = wrapped;
  return () => {
    if (console[level] === wrapped) console[level] = original;
  };
}

/** Lets a bounded number through per window, and says in the next window how many were left out. */
function limit(note: Note, now: () => number): Note {
  let opened = 0;
  let count = 0;
  return (payload, mark) => {
    const at = now();
    if (at - opened >= RATE_WINDOW_MS) {
      const left = count - MAX_PER_WINDOW;
      if (left > 0)
        note({
          level: 'warn',
          trace: [],
          payload: [natives.stringify(`${left} console lines were left out: too many in a second`)],
        });
      opened = at;
      count = 0;
    }
    if (++count <= MAX_PER_WINDOW) note(payload, mark);
  };
}
