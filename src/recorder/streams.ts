import { WORKER } from '../session/plugin-events';
import type { Bodies } from './bodies';
import { natives } from './natives';
import type { Requests } from './requests';
import { wrap } from './wrap';

/** Listens to sendBeacon, EventSource, WebSocket and the beginning of workers until the returned function is called. What flows through a stream is not recorded. */
export function hookStreams(requests: Requests, bodies: Bodies): () => void {
  const undo = [
    wrap(Navigator.prototype, 'sendBeacon', {
      apply(original, self, args: unknown[]) {
        const [url, body] = args;
        const isTold = typeof url === 'string' || url instanceof URL;
        const call = isTold ? requests.begin('beacon', 'POST', String(url)) : undefined;
        const isQueued = natives.apply(original, self, args);
        if (call) requests.end(call, { ...bodies.sent(body), ...(!isQueued && { error: 'refused' }) });
        return isQueued;
      },
    }),
    wrap(window, 'EventSource', {
      construct(original, args, as) {
        const source = Reflect.construct(original, args, as) as EventSource;
        follow(source, source.url, 'eventsource', 200);
        return source;
      },
    }),
    wrap(window, 'WebSocket', {
      construct(original, args, as) {
        const socket = Reflect.construct(original, args, as) as WebSocket;
        follow(socket, socket.url, 'websocket', 101);
        return socket;
      },
    }),
    ...(['Worker', 'SharedWorker'] as const).map(name =>
      wrap(window, name, {
        construct(original, args, as) {
          const worker = Reflect.construct(original, args, as) as Worker | SharedWorker;
          const call = requests.begin(WORKER, 'GET', String(args[0]));
          requests.end(call, {}); // whether it loads, its timing says
          return worker;
        },
      }),
    ),
  ];

  /** Told when it opens or cannot be opened, and when it breaks off. That it opened means the one status that lets it. */
  const follow = (stream: EventTarget, url: string, initiatorType: string, status: number) => {
    let call = requests.begin(initiatorType, 'GET', url, 'none');
    const on = (type: string, run: (event: Event) => void) => natives.listen.call(stream, type, run);
    const failed = (error: string) => {
      requests.end(call, { status: 0, error });
      call = requests.begin(initiatorType, 'GET', url, 'none'); // an EventSource tries again by itself
    };
    on('open', () => requests.end(call, { status }));
    on('error', () => {
      if (initiatorType === 'eventsource') failed('failed');
    });
    on('close', event => {
      const { wasClean, code } = event as CloseEvent;
      if (wasClean) return;
      const wasOpen = call.endedAt !== undefined;
      if (wasOpen) call = requests.begin(initiatorType, 'GET', url, 'none');
      failed(wasOpen ? `closed ${code}` : 'failed');
    });
  };
  return () => {
    for (const one of undo) one();
  };
}
