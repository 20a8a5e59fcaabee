import type { AssetOffer } from '../messages/protocol';
import type { AssetRef } from '../session/types';

/** `storage.session`, as far as it is needed here: it outlives the worker, and is never on disk. */
export interface Memory {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  clear(): Promise<void>;
}

/** What came of an address: its content, or why there is none. */
export type Outcome = Pick<AssetRef, 'hash' | 'missing'>;

const KEY = 'key';

/**
 * What a session has fetched from addresses that hold secrets, which no ref may tell apart: not under the address, but under a
 * hash of it whose key is drawn anew with each start of the browser. Names no host. The browser bounds it (10 MB, some
 * 40,000 addresses): when it is full it begins anew. What it does not know costs a request, never an asset.
 */
export interface Recall {
  find(sessionId: string, offer: AssetOffer): Promise<Outcome | undefined>;
  note(sessionId: string, offer: AssetOffer, outcome: Outcome): Promise<void>;
}

export function createRecall(memory: Memory): Recall {
  let key: Promise<CryptoKey> | undefined;

  const keyOf = async (): Promise<CryptoKey> => {
    const { [KEY]: known } = await memory.get(KEY);
    const bytes = Array.isArray(known) ? Uint8Array.from(known) : crypto.getRandomValues(new Uint8Array(32));
    if (!known) await memory.set({ [KEY]: [...bytes] });
    return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  };

  /** With the user's cookies an address may give something else. */
  const nameOf = async (sessionId: string, { url, kind, anonymous = false }: AssetOffer): Promise<string> => {
    key ??= keyOf();
    const text = new TextEncoder().encode(`${sessionId} ${kind} ${anonymous} ${url}`);
    const signed = await crypto.subtle.sign('HMAC', await key, text);
    return `fetched:${btoa(String.fromCharCode(...new Uint8Array(signed)))}`;
  };

  const put = async (sessionId: string, offer: AssetOffer, outcome: Outcome): Promise<void> =>
    memory.set({ [await nameOf(sessionId, offer)]: outcome });

  const forget = (): Promise<void> => {
    key = undefined;
    return memory.clear();
  };

  return {
    async find(sessionId, offer) {
      try {
        const name = await nameOf(sessionId, offer);
        const { hash, missing } = ((await memory.get(name))[name] ?? {}) as Outcome;
        if (missing) return { missing: { ...missing, host: new URL(offer.url).host } };
        return hash === undefined ? undefined : { hash };
      } catch {
        key = undefined;
        return undefined;
      }
    },
    async note(sessionId, offer, { hash, missing }) {
      const outcome: Outcome = missing ? { missing: { ...missing, host: '' } } : { hash };
      await put(sessionId, offer, outcome)
        .catch(() => forget().then(() => put(sessionId, offer, outcome)))
        .catch(() => {});
    },
  };
}
