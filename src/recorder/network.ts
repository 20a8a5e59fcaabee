import type { NetworkPayload } from '../session/plugin-events';
import type { MarkDraft } from '../session/types';
import { createBodies } from './bodies';
import { hookFetch } from './fetch';
import { natives } from './natives';
import { createRequests, UNFINISHED } from './requests';
import { watchResources } from './resource-timing';
import { hookStreams } from './streams';
import { hookXhr } from './xhr';

export interface NetworkHook {
  /** Writes what is over and still waits for more to be known of it. */
  settle(): void;
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
  const settle = (why?: string) => {
    resources.take();
    requests.settle(why);
  };
  const leaving = ({ persisted }: PageTransitionEvent) => settle(persisted ? undefined : UNFINISHED);
  natives.listen.call(window, 'pagehide', leaving as EventListener, true);
  return {
    settle: () => settle(),
    stop() {
      settle();
      for (const one of undo) one();
      resources.stop();
      natives.unlisten.call(window, 'pagehide', leaving as EventListener, true);
    },
  };
}
