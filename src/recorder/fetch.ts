import { redactHeaders } from '../session/redact-headers';
import type { Bodies } from './bodies';
import { natives } from './natives';
import type { Call, Requests } from './requests';
import { wrap } from './wrap';

/** Listens to `fetch` until the returned function is called. */
export function hookFetch(requests: Requests, bodies: Bodies): () => void {
  return wrap(window, 'fetch', {
    apply(original, self, args) {
      const call = begun(args, requests, bodies);
      const promise = natives.apply(original, self, args) as Promise<Response>;
      if (!call) return promise;
      const answered = (response: Response) => {
        end(requests, call, response, bodies);
        return response;
      };
      const failed = (error: unknown) => {
        requests.end(call, { status: 0, error: reasonOf(error) });
        throw error;
      };
      // A promise of its own for the page: one that we had listened to would count as handled when it rejects.
      return natives.apply(natives.promiseThen, promise, [answered, failed]);
    },
  });
}

const REASONS: Record<string, string> = { AbortError: 'aborted', TimeoutError: 'timed out' };
const reasonOf = (error: unknown): string => REASONS[String((error as Error | undefined)?.name)] ?? 'failed';

/** Undefined where what is asked for is odd enough that it cannot be told: its own promise tells the page. */
function begun(args: unknown[], requests: Requests, bodies: Bodies): Call | undefined {
  try {
    const [input, init] = args as Parameters<typeof fetch>;
    const request = input instanceof Request ? input : undefined;
    const headers = headersOf(init?.headers) ?? (request && [...request.headers]) ?? [];
    const { method = request?.method ?? 'GET', body } = init ?? {};
    const call = requests.begin('fetch', String(method), request?.url ?? String(input));
    if (headers.length > 0) call.known.requestHeaders = redactHeaders(headers);
    Object.assign(call.known, bodies.sent(body));
    if (request && !body && !request.bodyUsed && !/^(GET|HEAD)$/i.test(request.method))
      void bodies.copied(request)?.then(text => Object.assign(call.known, bodies.sent(text)));
    return call;
  } catch {
    return undefined;
  }
}

/** Headers as pairs; of anything that can be gone through but once, none. */
function headersOf(headers: HeadersInit | undefined): [string, string][] | undefined {
  if (headers instanceof Headers) return [...headers];
  if (Array.isArray(headers)) return headers.map(([name, value]) => [String(name), String(value)]);
  if (headers && typeof headers === 'object' && !(Symbol.iterator in headers)) return Object.entries(headers);
  return undefined;
}

function end(requests: Requests, call: Call, response: Response, bodies: Bodies): void {
  try {
    const type = response.headers.get('content-type');
    Object.assign(call.known, {
      status: response.status,
      responseHeaders: redactHeaders([...response.headers]),
      ...(type && { mimeType: type.split(';', 1)[0] }),
    });
    const body = bodies.copied(response);
    if (body)
      void body.then(text =>
        requests.end(
          call,
          bodies.received(() => text, type),
        ),
      );
    else requests.end(call, {});
  } catch {
    requests.end(call, {}); // a response that cannot be copied is the page's all the same
  }
}
