import { afterAll, expect, test, vi } from 'vitest';
import { freshDatabase } from './deliveries';
import { checkAtEnd, checkNow } from './world/check';
import { World } from './world/world';

/**
 * Sequences of whatever may happen, run against relay, keeper and store with time, messages and recorder made up.
 * `RANDOM_SEED=7 RANDOM_RUNS=1` plays one of them again and checks after each step; a failure tells which.
 */
const { RANDOM_SEED, RANDOM_RUNS = '300' } = process.env;
const RUNS = Number(RANDOM_RUNS);
const FIRST_SEED = Number(RANDOM_SEED ?? 1);
const STEPS = 60;
/** Reading everything costs more than a step does. */
const CHECK_EVERY = RANDOM_SEED === undefined ? 30 : 1;

const silenced = vi.spyOn(console, 'error').mockImplementation(() => {});
afterAll(() => silenced.mockRestore());

async function play(seed: number): Promise<void> {
  const db = freshDatabase();
  const world = new World(db, seed);
  try {
    await world.begin();
    for (let n = 1; n <= STEPS; n++) {
      await world.step();
      if (n % CHECK_EVERY === 0) await checkNow(world);
    }
    await world.drain();
    await checkAtEnd(world);
  } catch (error) {
    const story = world.story.slice(-STEPS - 1).join('\n');
    throw new Error(`RANDOM_SEED=${seed} RANDOM_RUNS=1: ${(error as Error).message}\n${story}`, { cause: error });
  } finally {
    await db.delete();
  }
}

test(`${RUNS} sequences of ${STEPS} steps leave exact sessions and lose nothing`, { timeout: 300_000 }, async () => {
  for (let n = 0; n < RUNS; n++) await play(FIRST_SEED + n);
  expect.hasAssertions();
});
