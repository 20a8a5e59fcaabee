import type { AssetText } from '../messages/channel';
import type { Envelope, Verdict } from '../messages/protocol';

/** After a failure the next try comes this much later, doubling up to a bound: a worker wakes in about 50 ms. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
/** Who has waited this long is not answered any more, and asks again. */
const ANSWER_MS = 30_000;

/** A chunk as it was cut, not yet compressed. */
export type Outgoing = Envelope & { body: string };

/** How much a chunk is to hold and to send. */
export const charsOf = (body: string, assets: readonly AssetText[]): number =>
  assets.reduce((total, { text }) => total + text.length, body.length);

/** How chunks leave the page; injected, so that tests can lose, repeat and delay them. */
export interface Transport {
  /** Sends one chunk. Rejects, or gives undefined, when nobody answered. */
  send(envelope: Envelope): Promise<Verdict | undefined>;
  gzip(text: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Runs later; gives the way to call it off. */
  schedule(run: () => void, afterMs: number): () => void;
}

/** Holds each chunk until it is known to be committed, and sends it again until then: one at a time, in order. */
export interface Delivery {
  push(envelope: Outgoing): void;
  /** Begins to send; before it, chunks wait. */
  open(): void;
  /** What is not known to be committed, with plain bodies: for a page that goes away. */
  pending(): Outgoing[];
  /**
   * Asks again at once: what was asked before a page went to the back/forward cache is never answered, and in Firefox
   * a timer that is set while it goes never runs.
   */
  resume(): void;
  /** Gives up the chunks of a stream that have not been sent, and gives them back. */
  drop(streamId: string): Outgoing[];
  /** Characters that wait; what is on its way does not. */
  size(): number;
  /** Sends nothing any more. */
  close(): void;
}

export function createDelivery(
  { send, gzip, schedule }: Transport,
  judged: (envelope: Envelope, verdict: Verdict) => void,
): Delivery {
  let queue: Outgoing[] = [];
  let state: 'waiting' | 'open' | 'closed' = 'waiting';
  let busy = false;
  let retryMs = FIRST_RETRY_MS;
  let cancelRetry: (() => void) | undefined;
  let stopWaiting: (() => void) | undefined;

  const next = async () => {
    const first = queue[0];
    if (!first || busy || cancelRetry || state !== 'open') return;
    busy = true;
    const verdict = await attempt(first);
    busy = false;
    if (!verdict || verdict.verdict === 'trouble') {
      cancelRetry = schedule(() => {
        cancelRetry = undefined;
        void next();
      }, retryMs);
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
      if (verdict) judged(first, verdict);
      return;
    }
    retryMs = FIRST_RETRY_MS;
    queue = queue.filter(envelope => envelope !== first);
    judged(first, verdict);
    void next();
  };

  /** Undefined where nobody answered, as when the worker was stopped: whether it committed shows at the next try. */
  const attempt = (envelope: Outgoing): Promise<Verdict | undefined> =>
    new Promise(resolve => {
      stopWaiting = () => resolve(undefined);
      const cancel = schedule(stopWaiting, ANSWER_MS);
      gzip(envelope.body)
        .then(body => send({ ...envelope, body }))
        .catch(() => undefined)
        .then(verdict => {
          cancel();
          resolve(verdict);
        });
    });

  return {
    push(envelope) {
      queue.push(envelope);
      void next();
    },
    open() {
      if (state === 'waiting') state = 'open';
      void next();
    },
    resume() {
      retryMs = FIRST_RETRY_MS;
      cancelRetry?.();
      cancelRetry = undefined;
      stopWaiting?.();
      void next();
    },
    pending: () => [...queue],
    drop(streamId) {
      const dropped = queue.slice(busy ? 1 : 0).filter(({ stream }) => stream.id === streamId);
      queue = queue.filter(envelope => !dropped.includes(envelope));
      return dropped;
    },
    size: () => queue.slice(busy ? 1 : 0).reduce((total, { body, assets }) => total + charsOf(body, assets), 0),
    close() {
      state = 'closed';
      cancelRetry?.();
    },
  };
}
