import { natives } from './natives';
import { wrap } from './wrap';

/** What rrweb leaves for the next moment: the frames that had loaded before a snapshot, and the sheets of shadow roots. */
export interface Soon {
  /** Runs what makes rrweb take a snapshot, and takes note of what it leaves for later. */
  during(work: () => void): void;
  /** Does all that was left now: the page may go away before the moment comes. */
  settle(): void;
  /** Forgets it: rrweb was stopped. */
  clear(): void;
}

export function createSoon(): Soon {
  const waiting = new Set<() => void>();
  let isTaking = false;

  const run = (one: () => void) => {
    if (waiting.delete(one)) during(one); // a frame may have frames in turn
  };
  const later = (one: () => void) => {
    // By the handler: two frames never share one.
    waiting.add(one);
    return natives.setTimeout(run, 0, one);
  };
  const during = (work: () => void) => {
    const wasTaking = isTaking;
    isTaking = true;
    const unwrap = wrap(window, 'setTimeout', {
      apply: (setTimeout, self, args: [run: () => void, afterMs?: number]) =>
        args[1] === 0 ? later(args[0]) : natives.apply(setTimeout, self, args),
    });
    try {
      work();
    } finally {
      unwrap();
      isTaking = wasTaking;
    }
  };

  return {
    during,
    settle() {
      // In the middle of a snapshot rrweb is not ready for it.
      if (!isTaking) for (const one of waiting) run(one);
    },
    clear: () => waiting.clear(),
  };
}
