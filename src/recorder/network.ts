import type { NetworkPayload } from '../session/plugin-events';
import type { MarkDraft } from '../session/types';
import { createBodies } from './bodies';
import { hookFetch } from './fetch';
import { createRequests } from './requests';
import { watchResources } from './resource-timing';
import { hookStreams } from './streams';
import { hookXhr } from './xhr';

export interface NetworkHook {
  /** Writes what is over and still waits for more to be known of it. */
  settle(): void;
  /** The page goes away, or to memory: what is not over is written as it is, and what is asked for from now on at once. */
  hide(persisted: boolean): void;
  /** It has come back. */
  show(): void;
  stop(): void;
}

/** Listens to all requests of the document. `areBodiesOn`: whether the user wants their bodies on tape. */
export function hookNetwork(
  put: (payload: NetworkPayload, marks: MarkDraft[]) => void,
  now: () => number,
  areBodiesOn: () => boolean,
): NetworkHook {
  const requests = createRequests(put, now);
  const bodies = createBodies(areBodiesOn);
  const undo = [hookFetch(requests, bodies), hookXhr(requests, bodies), hookStreams(requests, bodies)];
  const resources = watchResources(requests);
  const settle = () => {
    resources.take();
    requests.settle();
  };
  return {
    settle,
    hide(persisted) {
      resources.take();
      requests.hide(persisted);
    },
    show: requests.show,
    stop() {
      settle();
      for (const one of undo) one();
      resources.stop();
    },
  };
}
