import type { AssetOffer, AssetReply } from '../messages/protocol';
import { createAssetNames, type WantedAsset } from '../session/asset-ref';
import { harmlessType, MAX_ASSET_BYTES, type MissingReason } from '../session/assets';
import { referCss } from '../session/css-urls';
import { hasRoom, keepAsset, needsAsset } from '../store/assets';
import type { Database } from '../store/database';
import { asAsset } from './hash';
import { hasAccessTo } from './state';

const PATIENCE_MS = 30_000;

type Content = { bytes: Uint8Array<ArrayBuffer>; type: string; url: string };
type Missing = { missing: MissingReason; status?: number };

/** Takes in what a page's tape refers to, and fetches it where the relay could not. Gives what it refers to in turn. */
export async function collect(db: Database, offer: AssetOffer, limitBytes: number): Promise<AssetReply> {
  const { streamId, ref, url, kind } = offer;
  if (!(await needsAsset(db, { streamId, ref }))) return { wanted: [] };
  // A frame that we may see has a stream of its own.
  if (kind === 'frame' && (await hasAccessTo(url))) return { wanted: [] };
  const found: Content | Missing = (await hasRoom(db, streamId, limitBytes))
    ? ifFits(await contentOf(offer), kind)
    : { missing: 'session-full' };
  if ('missing' in found) {
    const { missing: reason, status } = found;
    const { host } = new URL(url.replace(/^blob:/, ''));
    const missing = { kind, host, reason, ...(status !== undefined && { status }) };
    await keepAsset(db, { streamId, ref, missing });
    return { wanted: [] };
  }
  const { bytes, wanted } = kind === 'style' ? refer(found) : { bytes: found.bytes, wanted: [] };
  const asset = await asAsset(bytes, harmlessType(found.type));
  await keepAsset(db, { streamId, ref, hash: asset.hash }, asset);
  return { wanted };
}

async function contentOf({
  bytes,
  type = '',
  url,
  missing,
  status,
  anonymous,
}: AssetOffer): Promise<Content | Missing> {
  if (bytes) return { bytes, type, url };
  if (missing) return { missing, ...(status !== undefined && { status }) };
  return (await hasAccessTo(url)) ? fetchAsset(url, anonymous ? 'omit' : 'include') : { missing: 'no-access' };
}

/** With the user's own cookies where the page asked for it with them. */
async function fetchAsset(url: string, credentials: RequestCredentials): Promise<Content | Missing> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { credentials, cache: 'force-cache', signal });
    if (!response.ok) return { missing: 'status', status: response.status };
    if (Number(response.headers.get('content-length')) > MAX_ASSET_BYTES) return { missing: 'too-large' };
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes, type: response.headers.get('content-type') ?? '', url: response.url };
  } catch {
    return { missing: 'failed' };
  }
}

/** A page that asks one to log in is no picture. */
function ifFits(found: Content | Missing, kind: AssetOffer['kind']): Content | Missing {
  if ('missing' in found) return found;
  if (found.bytes.length > MAX_ASSET_BYTES) return { missing: 'too-large' };
  if (kind === 'style') return /^text\/css\b/i.test(found.type) ? found : { missing: 'other-type' };
  return /^(text\/|application\/(json|xhtml|javascript))/i.test(found.type) ? { missing: 'other-type' } : found;
}

/** A style sheet's addresses become refs; what they stand for is wanted next. */
function refer({ bytes, url }: Content): { bytes: Uint8Array<ArrayBuffer>; wanted: WantedAsset[] } {
  const nameOf = createAssetNames();
  const wanted = new Map<string, WantedAsset>();
  const css = referCss(new TextDecoder().decode(bytes), url, (address, kind) => {
    const ref = nameOf(address);
    wanted.set(ref, { ref, url: address, kind });
    return ref;
  });
  return { bytes: new TextEncoder().encode(css), wanted: [...wanted.values()] };
}
