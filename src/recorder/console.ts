import type { ConsoleLine } from '../session/plugin-events';
import { redactUrl } from '../session/redact';
import type { MarkDraft } from '../session/types';
import { natives } from './natives';
import { asLine, preview } from './preview';
import { createTallies, TALLIES } from './tallies';
import { wrap } from './wrap';

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
  'dirxml',
  'group',
  'groupCollapsed',
  'groupEnd',
  ...TALLIES,
] as const;
type Level = (typeof LEVELS)[number];

/** A page may log in a loop; so much of one window is kept, and how many lines were not is said. */
const RATE_WINDOW_MS = 1_000;
const MAX_LINES = 200;
const MAX_CHARS = 500_000;

const MAX_STACK_LINES = 20;
const MAX_VALUES = 20;

type Put = (line: ConsoleLine, marks: MarkDraft[]) => void;

/** A line, and the words of the step that it makes, if any. */
interface Told extends ConsoleLine {
  step?: string;
}

/** Listens to console, uncaught errors, unhandled rejections and what the page's own policy blocks, until the returned function is called. */
export function hookConsole(put: Put, now: () => number): () => void {
  const limit = createLimit(put, now);
  const tallies = createTallies();
  const undo = LEVELS.map(level => wrapLevel(level, limit.tell, tallies[level as keyof typeof tallies]));
  const on = <E extends Event>(target: EventTarget, type: string, read: (event: E) => Told | undefined) => {
    const heard = (event: Event) => limit.tell(() => read(event as E));
    natives.listen.call(target, type, heard);
    undo.push(() => natives.unlisten.call(target, type, heard));
  };
  on(window, 'error', uncaught);
  on(window, 'unhandledrejection', rejected);
  on(document, 'securitypolicyviolation', blocked);
  return () => {
    for (const one of undo) one();
    limit.close();
  };
}

const failure = (message: string, trace: string[]): Told => ({
  level: 'error',
  trace,
  payload: [natives.stringify(message)],
  step: message,
});

function uncaught({ message, error, filename, lineno, colno }: ErrorEvent): Told | undefined {
  if (!message) return; // a resource that failed to load: no script error
  return failure(
    `Uncaught ${message.replace(/^Uncaught /, '')}`,
    stackOf(error) ?? [redactUrl(`${filename}:${lineno}:${colno}`)],
  );
}

const rejected = ({ reason }: PromiseRejectionEvent): Told =>
  failure(
    `Uncaught (in promise) ${reason instanceof Error ? `${reason.name}: ${reason.message}` : asLine(reason)}`,
    stackOf(reason) ?? [],
  );

/** What the policy says, and what of the page it blocked, may hold secrets; what it is about does not. */
function blocked(event: SecurityPolicyViolationEvent): Told {
  const { effectiveDirective, blockedURI, sourceFile, lineNumber, disposition } = event;
  const what = `${redactUrl(blockedURI)} (${effectiveDirective})`;
  const trace = sourceFile ? [redactUrl(`${sourceFile}:${lineNumber}`)] : [];
  if (disposition === 'enforce') return failure(`Blocked by the page’s Content Security Policy: ${what}`, trace);
  const message = `Would be blocked by the page’s Content Security Policy: ${what}`;
  return { level: 'warn', trace, payload: [natives.stringify(message)] };
}

/** Frames of ours; Firefox calls what an extension runs in the page so. */
const OURS = /-extension:\/\/|<anonymous code>/;

/** The frames of a stack, without ours; not what stands before them, which is the message. */
function stackOf(error: unknown): string[] | undefined {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return;
  const frames = error.stack.split('\n').filter(line => /^\s+at |@.*:\d+/.test(line) && !OURS.test(line));
  return frames.slice(0, MAX_STACK_LINES).map(line => line.trim().slice(0, 500));
}

function wrapLevel(
  level: Level,
  tell: (line: () => Told) => void,
  tally?: (args: unknown[]) => unknown[] | undefined,
): () => void {
  let inside = false;
  return wrap(console, level, {
    apply(original, self, args: unknown[]) {
      natives.apply(original, self, args);
      // What we call on the way may log as well.
      if (inside || (level === 'assert' && args[0])) return;
      inside = true;
      try {
        const printed = tally ? tally(args) : level === 'assert' ? args.slice(1) : args;
        if (!printed) return;
        tell(() => {
          const shown = printed.slice(0, MAX_VALUES);
          const payload = shown.map(value => natives.stringify(preview(value)) ?? 'null');
          const isLoud = level === 'error' || level === 'assert';
          const step = isLoud ? shown.map(asLine).join(' ') || 'Assertion failed' : undefined;
          return { level, trace: stackOf(new Error()) ?? [], payload, ...(step && { step }) };
        });
      } finally {
        inside = false;
      }
    },
  });
}

/** Lets a bounded number of lines through per window, and says at its end how many were left out. */
function createLimit(put: Put, now: () => number) {
  let openedAt = 0;
  let count = 0;
  let chars = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const sayLeftOut = () => {
    timer = undefined;
    const text = `${count - MAX_LINES} console lines were left out: too many in a second`;
    put({ level: 'warn', trace: [], payload: [natives.stringify(text)] }, []);
    openedAt = 0;
  };
  return {
    /** Asks for the line only where there is room for it. A page that makes it fail spoils its own line. */
    tell(read: () => Told | undefined): void {
      const at = now();
      if (timer === undefined && at - openedAt >= RATE_WINDOW_MS) {
        openedAt = at;
        count = 0;
        chars = 0;
      }
      if (chars > MAX_CHARS) count = Math.max(count, MAX_LINES);
      if (++count > MAX_LINES) {
        timer ??= natives.setTimeout(sayLeftOut, RATE_WINDOW_MS);
        return;
      }
      const told = read();
      if (!told) return;
      const { step, ...line } = told;
      chars += line.payload.reduce((sum, { length }) => sum + length, 0);
      const detail = line.trace.join('\n').slice(0, 2_000);
      put(line, step ? [{ kind: 'error', at, label: step.slice(0, 500), detail }] : []);
    },
    close(): void {
      if (timer === undefined) return;
      natives.clearTimeout(timer);
      sayLeftOut();
    },
  };
}
