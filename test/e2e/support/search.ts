import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Page } from 'puppeteer-core';

/** All that is in the database, bytes in base64. */
export const dumpDatabase = (extensionPage: Page): Promise<string> =>
  extensionPage.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('tapedeck');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const names = [...db.objectStoreNames];
    const transaction = db.transaction(names);
    const tables = await Promise.all(
      names.map(
        name =>
          new Promise<unknown[]>((resolve, reject) => {
            const request = transaction.objectStore(name).getAll();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          }),
      ),
    );
    db.close();
    const asText = (_: string, value: unknown) =>
      value instanceof Uint8Array ? btoa(Array.from(value, byte => String.fromCharCode(byte)).join('')) : value;
    return JSON.stringify(Object.fromEntries(names.map((name, n) => [name, tables[n]])), asText);
  });

const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g;

/** Every text in a file: as it is, unzipped, gunzipped, decoded from base64, and so on within. */
export function* textsIn(bytes: Uint8Array, depth = 0): Generator<string> {
  if (depth > 8) return;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    yield* textsIn(gunzipSync(bytes), depth + 1);
    return;
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    for (const [name, content] of Object.entries(unzipSync(bytes))) {
      yield name;
      yield* textsIn(content, depth + 1);
    }
    return;
  }
  const text = Buffer.from(bytes).toString('utf8');
  yield text;
  // Of base64 only what holds something packed or plain text: a picture's decoded bytes say nothing.
  for (const [encoded] of text.matchAll(BASE64)) {
    const decoded = Buffer.from(encoded, 'base64');
    const isPacked = decoded[0] === 0x1f || (decoded[0] === 0x50 && decoded[1] === 0x4b);
    if (isPacked || isReadable(decoded)) yield* textsIn(decoded, depth + 1);
  }
}

const isReadable = (bytes: Buffer): boolean => bytes.subarray(0, 64).every(byte => byte >= 9 && byte < 127);

/** What a secret may look like: as it is, in an address, in base64 at any offset; of a JSON Web Token each part. */
export function formsOf(secret: string): string[] {
  const parts = secret.startsWith('eyJ') ? secret.split('.').slice(1) : [secret];
  return parts.flatMap(part => [...new Set([part, encodeURIComponent(part), ...base64Of(part)])]);
}

/** At each of the three offsets a text may have, without the ends that its neighbours change. */
const base64Of = (text: string): string[] =>
  [0, 1, 2].map(offset =>
    Buffer.from(' '.repeat(offset) + text)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(offset === 0 ? 0 : offset + 1, -2),
  );
