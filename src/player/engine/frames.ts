/** The rhythm of the player: animation frames, or whatever a test puts in their place. */
export interface Frames {
  /** Calls back once with a time in milliseconds, monotonic from anywhere. Gives the way to cancel. */
  next(tick: (timeMs: number) => void): () => void;
}

export const animationFrames: Frames = {
  next(tick) {
    const id = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(id);
  },
};
