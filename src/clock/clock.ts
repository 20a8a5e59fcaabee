/** The one source of time: a script of its own (`clock.js`), so that the builds under test differ in nothing else. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolved once `now` can be relied on. */
  ready: Promise<void>;
}

declare global {
  var tapedeckClock: Clock;
}

/** The clock of this place; `clock.js` is loaded before every script of ours but the recorder. */
export const clock: Clock = {
  now: () => globalThis.tapedeckClock.now(),
  get ready() {
    return globalThis.tapedeckClock.ready;
  },
};
