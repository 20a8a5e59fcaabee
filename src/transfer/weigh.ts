import { isFetched } from '../session/asset-ref';
import type { SessionJson } from './session-json';

/** What is in a file, in bytes: of chunks and assets together, and of those assets that were fetched. */
export function weigh({ chunks, assets, assetRefs }: Pick<SessionJson, 'chunks' | 'assets' | 'assetRefs'>) {
  const sum = (rows: readonly { bytes: number }[]) => rows.reduce((total, { bytes }) => total + bytes, 0);
  const fetched = new Set(assetRefs.flatMap(({ ref, hash }) => (isFetched(ref) && hash !== undefined ? [hash] : [])));
  const assetBytes = sum(assets.filter(({ hash }) => fetched.has(hash)));
  return { bytes: sum(chunks) + sum(assets), ...(assetBytes > 0 && { assetBytes }) };
}
