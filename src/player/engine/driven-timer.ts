import type { Replayer } from '@rrweb/replay';
import { lastIndex } from '../../session/timeline';

type Timer = Replayer['timer'];
type Action = Parameters<Timer['addAction']>[0];

/**
 * Takes the place of a Replayer's own timer, so that the player's clock alone moves it: each Replayer counts animation frames
 * of its own, and would drift from the timeline and run on in gaps.
 */
export class DrivenTimer {
  /** In order of delay; those before `#done` have happened. */
  #actions: Action[] = [];
  #done = 0;

  constructor(private timer: Timer) {
    timer.addAction = action => this.#add(action);
    timer.start = () => {
      timer.timeOffset = 0;
    };
    timer.clear = () => {
      this.#actions = [];
      this.#done = 0;
    };
    timer.isActive = () => true;
    timer.updateLiveTime = () => {};
  }

  /** Lets happen what is due `offsetMs` after the moment the Replayer was last set to. One that fails does not stop the rest. */
  advance(offsetMs: number): void {
    this.timer.timeOffset = offsetMs;
    for (
      let action = this.#actions[this.#done];
      action && action.delay <= offsetMs;
      action = this.#actions[this.#done]
    ) {
      this.#done++;
      try {
        action.doAction();
      } catch {
        // An event that cannot be applied: the page goes on without it, as the Replayer does for mutations.
      }
    }
  }

  #add(action: Action): void {
    const last = this.#actions.at(-1);
    if (!last || last.delay <= action.delay) this.#actions.push(action);
    else
      this.#actions.splice(
        Math.max(this.#done, lastIndex(this.#actions, ({ delay }) => delay <= action.delay) + 1),
        0,
        action,
      );
  }
}
