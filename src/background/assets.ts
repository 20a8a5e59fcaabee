import type { AssetOffer, AssetReply, LeftAsset } from '../messages/protocol';
import { type AssetKind, createAssetNames, isShared, type WantedAsset } from '../session/asset-ref';
import { harmlessType, type MissingReason } from '../session/assets';
import { referCss } from '../session/css-urls';
import type { Settings } from '../settings/settings';
import { hasRoom, isWanted, keepAsset, linkAssets, needsAsset, unfetchedIn } from '../store/assets';
import type { Database } from '../store/database';
import { asAsset } from './hash';
import { hasAccessTo } from './state';

const PATIENCE_MS = 30_000;
const PARALLEL = 4;
/** A style sheet in a style sheet in a style sheet. */
const MAX_DEPTH = 3;

/** What a session may hold of what its pages show, altogether and in one file. */
type Limits = Pick<Settings, 'assetBytes' | 'largestAssetBytes'>;
type Content = { bytes: Uint8Array<ArrayBuffer>; type: string; url: string };
type Missing = { missing: MissingReason; status?: number };

/** Takes in what a page's tape refers to, and fetches it where the relay could not. Gives what it refers to in turn. */
export async function collect(db: Database, offer: AssetOffer, limits: Limits): Promise<AssetReply> {
  const { streamId, ref, url, kind, bytes: read } = offer;
  // What the relay has read costs nothing, and is what its page showed.
  if (!read && isShared(url)) await linkAssets(db, streamId, [ref]);
  const isNeeded = read ? await isWanted(db, streamId) : await needsAsset(db, streamId, ref);
  if (!isNeeded && !(kind === 'style' && (await leadsOn(db, streamId, ref)))) return { wanted: [] };
  // A frame that we may see has a stream of its own.
  if (kind === 'frame' && (await hasAccessTo(url))) return { wanted: [] };
  const found: Content | Missing = (await hasRoom(db, streamId, limits.assetBytes))
    ? ifFits(await contentOf(offer, limits), offer, limits)
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

/** Whether a style sheet that is here names what is not and could be: only the sheet itself says where. */
async function leadsOn(db: Database, streamId: string, ref: string): Promise<boolean> {
  for (const missing of await unfetchedIn(db, streamId, ref)) {
    if (!missing || missing.reason === 'left') return true;
    if (missing.reason === 'no-access' && (await hasAccessTo(`http://${missing.host}/`))) return true;
  }
  return false;
}

/** Fetches what a page had no time for, as far as it is known where it is, with all that it refers to in turn. */
export async function collectLeft(db: Database, left: readonly LeftAsset[], limits: Limits): Promise<void> {
  let offers = left.flatMap(({ host, url, ...one }): AssetOffer[] => (url === undefined ? [] : [{ ...one, url }]));
  for (let depth = 0; depth <= MAX_DEPTH && offers.length > 0; depth++) {
    const found: AssetOffer[] = [];
    const next = async (): Promise<void> => {
      const offer = offers.shift();
      if (!offer) return;
      const { wanted } = await collect(db, offer, limits);
      found.push(...wanted.map(one => ({ ...one, streamId: offer.streamId, anonymous: true })));
      await next();
    };
    await Promise.all(Array.from({ length: PARALLEL }, next));
    offers = found;
  }
}

async function contentOf(offer: AssetOffer, { largestAssetBytes }: Limits): Promise<Content | Missing> {
  const { bytes, type = '', url, kind, missing, status, anonymous } = offer;
  if (bytes) return { bytes, type, url };
  if (missing) return { missing, ...(status !== undefined && { status }) };
  if (!(await hasAccessTo(url))) return { missing: 'no-access' };
  return fetchOnce(url, kind, anonymous ? 'omit' : 'include', largestAssetBytes);
}

/** A page that leaves asks again for the style sheets of which it has not heard. */
const LINGER_MS = 5_000;

/** Two pages may want the same at the same time. */
const onTheWay = new Map<string, Promise<Content | Missing>>();

/** With the user's own cookies where the page asked for it with them. */
function fetchOnce(
  url: string,
  kind: AssetKind,
  credentials: RequestCredentials,
  maxBytes: number,
): Promise<Content | Missing> {
  const key = `${credentials} ${url}`;
  const known = onTheWay.get(key);
  if (known) return known;
  const fetching = fetchAsset(url, credentials, maxBytes).finally(() =>
    setTimeout(() => onTheWay.delete(key), kind === 'style' ? LINGER_MS : 0),
  );
  onTheWay.set(key, fetching);
  return fetching;
}

async function fetchAsset(url: string, credentials: RequestCredentials, maxBytes: number): Promise<Content | Missing> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { credentials, cache: 'force-cache', signal });
    if (!response.ok) return { missing: 'status', status: response.status };
    if (Number(response.headers.get('content-length')) > maxBytes) return { missing: 'too-large' };
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes, type: response.headers.get('content-type') ?? '', url: response.url };
  } catch {
    return { missing: 'failed' };
  }
}

/** A page that asks one to log in is no picture. */
function ifFits(found: Content | Missing, { kind }: AssetOffer, { largestAssetBytes }: Limits): Content | Missing {
  if ('missing' in found) return found;
  if (found.bytes.length > largestAssetBytes) return { missing: 'too-large' };
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
