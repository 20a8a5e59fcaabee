import type { NetworkRequest } from '../session/plugin-events';
import { natives } from './natives';

/** A body on tape is text, and no longer than this. */
const MAX_BYTES = 1_000_000;
/** All bodies of one stretch of time together: a page that loads megabytes must not crowd out its own tape. */
const BUDGET_CHARS = 4_000_000;
const BUDGET_MS = 10_000;
/** An answer that takes longer is a stream. */
const PATIENCE_MS = 10_000;

const TEXTUAL =
  /^(text\/(?!event-stream)|application\/([\w.-]+\+)?(json|xml|javascript|x-www-form-urlencoded|graphql|x-ndjson)\b|image\/svg)/i;

type Sent = Pick<NetworkRequest, 'requestBody' | 'requestBodySize'>;
type Received = Pick<NetworkRequest, 'responseBody'>;

/** What of requests' bodies goes on tape: text where that is wanted, and else sizes. */
export interface Bodies {
  /** Of what the page sends. */
  sent(body: unknown): Sent;
  /** Of a request or response that is the page's own: it is read from a copy. */
  copied(of: Request | Response): Promise<string | undefined> | undefined;
  /** Of what has arrived; `text` is asked only where it is wanted. */
  received(text: () => string | undefined, type: string | null): Received;
}

/** `isOn`: whether the user wants bodies on tape. */
export function createBodies(isOn: () => boolean): Bodies {
  let openedAt = 0;
  let spent = 0;

  const kept = (text: string): string | undefined => {
    if (!isOn() || text.length > MAX_BYTES) return;
    const at = natives.clockMs();
    if (at - openedAt >= BUDGET_MS) {
      openedAt = at;
      spent = 0;
    }
    spent += text.length;
    return spent <= BUDGET_CHARS ? text : undefined;
  };

  return {
    sent(body) {
      const text = typeof body === 'string' ? body : body instanceof URLSearchParams ? body.toString() : undefined;
      if (text !== undefined) {
        const requestBody = kept(text);
        return { ...(requestBody !== undefined && { requestBody }), requestBodySize: sizeOf(text) };
      }
      if (body instanceof FormData) {
        const requestBody = kept(fieldsOf(body));
        return requestBody === undefined ? {} : { requestBody };
      }
      if (body instanceof Blob) return { requestBodySize: body.size };
      if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return { requestBodySize: body.byteLength };
      return {};
    },
    copied(of) {
      const type = of.headers.get('content-type') ?? '';
      if (!isOn() || !TEXTUAL.test(type) || Number(of.headers.get('content-length')) > MAX_BYTES) return;
      const { body } = of.clone();
      return body ? readText(body) : undefined;
    },
    received(text, type) {
      const arrived = isOn() && TEXTUAL.test(type ?? '') ? text() : undefined;
      const responseBody = arrived === undefined ? undefined : kept(arrived);
      return responseBody === undefined ? {} : { responseBody };
    },
  };
}

const sizeOf = (text: string): number => new TextEncoder().encode(text).byteLength;

/** A form's fields as it would be sent in an address; of files only their names. */
const fieldsOf = (form: FormData): string =>
  [...form]
    .map(pair => pair.map(part => encodeURIComponent(typeof part === 'string' ? part : part.name)).join('='))
    .join('&');

/** The text of a copied body, unless it is too long or takes too long. Never rejects, and reads no more than it needs. */
async function readText(body: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let isLate = false;
  let text = '';
  let size = 0;
  const giveUp = () => {
    isLate = true;
    reader.cancel().catch(() => {});
  };
  const timer = natives.setTimeout(giveUp, PATIENCE_MS);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) return;
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > MAX_BYTES) {
        giveUp();
        return;
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return; // broken off: the page hears of it from its own copy
  } finally {
    natives.clearTimeout(timer);
  }
}
