import type { Asset } from '../session/types';

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), byte => byte.toString(16).padStart(2, '0')).join('');

/** An asset is its content: the same bytes have the same hash. */
export async function asAsset(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Asset> {
  return { hash: hex(await crypto.subtle.digest('SHA-256', bytes)), type, bytes };
}
