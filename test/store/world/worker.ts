import { keep, keepSpilled } from '../../../src/background/keeper';
import {
  type Envelope,
  type Hello,
  type HelloReply,
  type Place,
  PROTOCOL_VERSION,
  type Spilled,
  type Verdict,
} from '../../../src/messages/protocol';
import { spillKey } from '../../../src/messages/spill';
import type { Session } from '../../../src/session/types';
import type { Database } from '../../../src/store/database';
import { retain } from '../../../src/store/retention';
import { deleteSessions, endSession, runningSession } from '../../../src/store/sessions';
import { readSettings } from '../../../src/store/settings';

/** The worker as `src/background/main.ts` and `calls.ts` make it: what pages left behind comes before anything else. */
export class Worker {
  readonly spilled = new Map<string, Spilled>();
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(readonly db: Database) {}

  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  /** Wakes the worker for something. */
  do<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const done = this.#tail.then(() => this.#takeSpilled()).then(work);
    this.#tail = done.catch(() => {}).finally(() => this.#waiting--);
    return done;
  }

  spill(all: Spilled[]): void {
    for (const one of all) this.spilled.set(spillKey(one), structuredClone(one));
  }

  hello = async ({ version, at }: Hello, place: Place): Promise<HelloReply> => {
    if (version !== PROTOCOL_VERSION) return { state: 'outdated' };
    const { recording: options, idleTimeoutMinutes } = await readSettings(this.db);
    const session = await runningSession(this.db, place, at);
    const running = session && { lastActivityAt: session.lastActivityAt, timeoutMs: session.timeoutMs };
    return {
      state: 'on',
      place,
      options,
      timeoutMs: idleTimeoutMinutes * 60_000,
      largestAssetBytes: 1e7,
      ...(running && { running }),
    };
  };

  chunk = (envelope: Envelope, place: Place): Promise<Verdict> => keep(this.db, envelope, place);

  /** The session of a place ends by hand, if one runs. */
  end = async (place: Pick<Place, 'site' | 'identity'>, at: number): Promise<Session | undefined> => {
    const running = await runningSession(this.db, place, at);
    return running && endSession(this.db, running.id, at);
  };

  delete = (session: Session, at: number): Promise<void> => deleteSessions(this.db, [session.id], at);

  purge = (at: number): Promise<number> => retain(this.db, { keepDays: 1e6, keepBytes: 1e12 }, at);

  async #takeSpilled(): Promise<void> {
    if (this.spilled.size === 0) return;
    await keepSpilled(this.db, {
      get: async () => Object.fromEntries(this.spilled),
      remove: async key => {
        this.spilled.delete(key);
      },
    });
  }
}
