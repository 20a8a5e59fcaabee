import { natives } from './natives';

/** A page may make up names without end. */
const MAX_NAMES = 1_000;

export const TALLIES = ['count', 'countReset', 'time', 'timeLog', 'timeEnd', 'clear'] as const;

/** What is printed, where anything is. */
type Tally = (args: unknown[]) => unknown[] | undefined;

/** The console's counters and timers: what DevTools would print they tell nobody, so it is counted along. */
export function createTallies(): Record<(typeof TALLIES)[number], Tally> {
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  // Not by an object's own `toString`, which would run a second time.
  const nameOf = ([name = 'default']: unknown[]): string =>
    (typeof name === 'object' ? '[object]' : String(name)).slice(0, 200);
  const timed: Tally = args => {
    const name = nameOf(args);
    const begun = timers.get(name);
    if (begun === undefined) return [`Timer “${name}” does not exist`];
    return [`${name}: ${Math.round((natives.clockMs() - begun) * 100) / 100} ms`, ...args.slice(1)];
  };
  return {
    count: args => {
      const name = nameOf(args);
      const count = (counts.get(name) ?? 0) + 1;
      if (count > 1 || counts.size < MAX_NAMES) counts.set(name, count);
      return [`${name}: ${count}`];
    },
    countReset: args => (counts.delete(nameOf(args)) ? undefined : [`Count for “${nameOf(args)}” does not exist`]),
    time: args => {
      const name = nameOf(args);
      if (timers.has(name)) return [`Timer “${name}” already exists`];
      if (timers.size < MAX_NAMES) timers.set(name, natives.clockMs());
      return undefined;
    },
    timeLog: timed,
    timeEnd: args => {
      const told = timed(args.slice(0, 1));
      timers.delete(nameOf(args));
      return told;
    },
    clear: () => ['Console was cleared'],
  };
}
