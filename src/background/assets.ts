import type { AssetOffer, AssetReply, LeftAsset } from '../messages/protocol';
import { type AssetKind, createAssetNames, isShared, type WantedAsset } from '../session/asset-ref';
import { harmlessType, isFinal, type MissingReason } from '../session/assets';
import { referCss } from '../session/css-urls';
import type { Asset } from '../session/types';
import type { Settings } from '../settings/settings';
import {
  hasRoom,
  type Kept,
  keepAssets,
  linkAssets,
  linkContent,
  sessionIdOf,
  stillNeeded,
  unfetchedIn,
} from '../store/assets';
import type { Database } from '../store/database';
import { asAsset } from './hash';
import type { Outcome, Recall } from './recall';
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
export async function collect(db: Database, offer: AssetOffer, limits: Limits, recall: Recall): Promise<AssetReply> {
  const [open] = await openOf(db, [offer], recall);
  return { wanted: open ? await take(db, open, limits, recall, kept => keepAssets(db, [kept])) : [] };
}

/** Of these, what is yet to be taken in: what a session has already becomes its streams' at once. */
async function openOf(db: Database, offers: readonly AssetOffer[], recall: Recall): Promise<AssetOffer[]> {
  // What the relay has read costs nothing, and is what its page showed.
  const unread = offers.filter(({ bytes }) => !bytes);
  const shared = unread.filter(({ url }) => isShared(url));
  for (const streamId of new Set(shared.map(one => one.streamId)))
    await linkAssets(
      db,
      streamId,
      shared.flatMap(one => (one.streamId === streamId ? one.ref : [])),
    );
  for (const offer of unread) if (!isShared(offer.url)) await linkSecret(db, offer, recall);
  const open = await stillNeeded(db, offers);
  for (const offer of offers)
    if (offer.kind === 'style' && !open.includes(offer) && (await leadsOn(db, offer.streamId, offer.ref)))
      open.push(offer);
  return open;
}

async function linkSecret(db: Database, offer: AssetOffer, recall: Recall): Promise<void> {
  const { streamId, ref } = offer;
  const sessionId = await sessionIdOf(db, streamId);
  const outcome = sessionId && (await recall.find(sessionId, offer));
  if (outcome) await linkContent(db, { streamId, ref, ...outcome });
}

/** Fetches one where its content did not come with it, and has it kept. */
async function take(
  db: Database,
  offer: AssetOffer,
  limits: Limits,
  recall: Recall,
  keep: (kept: Kept) => Promise<void>,
): Promise<WantedAsset[]> {
  const { streamId, ref, url, kind, bytes: read } = offer;
  // A frame that we may see has a stream of its own.
  if (kind === 'frame' && (await hasAccessTo(url))) return [];
  const found: Content | Missing = (await hasRoom(db, streamId, limits.assetBytes))
    ? ifFits(await contentOf(offer, limits), offer, limits)
    : { missing: 'session-full' };
  const { outcome, asset, wanted } = 'missing' in found ? missingAs(found, offer) : await storedAs(found, kind);
  await keep({ row: { streamId, ref, ...outcome }, ...(asset && { asset }) });
  const isSettled = asset !== undefined || ('missing' in found && isFinal(found.missing));
  const sessionId = !read && isSettled && !isShared(url) && (await sessionIdOf(db, streamId));
  if (sessionId) await recall.note(sessionId, offer, outcome);
  return wanted;
}

interface Taken {
  outcome: Outcome;
  asset?: Asset;
  wanted: WantedAsset[];
}

function missingAs({ missing: reason, status }: Missing, { kind, url }: AssetOffer): Taken {
  const { host } = new URL(url.replace(/^blob:/, ''));
  return { outcome: { missing: { kind, host, reason, ...(status !== undefined && { status }) } }, wanted: [] };
}

async function storedAs(found: Content, kind: AssetKind): Promise<Taken> {
  const { bytes, wanted } = kind === 'style' ? refer(found) : { bytes: found.bytes, wanted: [] };
  const asset = await asAsset(bytes, harmlessType(found.type));
  return { outcome: { hash: asset.hash }, asset, wanted };
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
export async function collectLeft(
  db: Database,
  left: readonly LeftAsset[],
  limits: Limits,
  recall: Recall,
): Promise<void> {
  const keep = keepInTurn(db);
  let offers = left.flatMap(({ host, url, ...one }): AssetOffer[] => (url === undefined ? [] : [{ ...one, url }]));
  const begun = new Set<string>();
  const again: AssetOffer[] = [];
  for (let depth = 0; depth <= MAX_DEPTH && offers.length > 0; depth++) {
    const open = (await openOf(db, offers, recall)).filter(offer => {
      const isAgain = begun.size === begun.add(`${offer.kind} ${offer.anonymous} ${offer.url}`).size;
      if (isAgain) again.push(offer);
      return !isAgain;
    });
    const found: AssetOffer[] = [];
    const next = async (): Promise<void> => {
      const offer = open.shift();
      if (!offer) return;
      const wanted = await take(db, offer, limits, recall, keep);
      found.push(...wanted.map(one => ({ ...one, streamId: offer.streamId, anonymous: true })));
      await next();
    };
    await Promise.all(Array.from({ length: PARALLEL }, next));
    offers = found;
  }
  // What two style sheets name, or two streams of the page, was fetched for the first.
  await openOf(db, again, recall);
}

/** Of a page's assets, those that come while others are being stored are stored next, in one transaction. */
function keepInTurn(db: Database): (kept: Kept) => Promise<void> {
  let waiting: Kept[] = [];
  let turn = Promise.resolve();
  let before = turn;
  return kept => {
    if (waiting.push(kept) > 1) return turn;
    turn = before.then(() => {
      const batch = waiting;
      waiting = [];
      return keepAssets(db, batch);
    });
    // What could not be stored is its own loss; the next are tried.
    before = turn.catch(() => {});
    return turn;
  };
}

async function contentOf(offer: AssetOffer, { largestAssetBytes }: Limits): Promise<Content | Missing> {
  const { bytes, type = '', url, kind, missing, status, anonymous } = offer;
  if (bytes) return { bytes, type, url };
  if (missing) return { missing, ...(status !== undefined && { status }) };
  if (!(await hasAccessTo(url))) return { missing: 'no-access' };
  return fetchOnce(url, kind, anonymous ? 'omit' : 'include', largestAssetBytes);
}

/** A page that leaves asks again for what it has not heard of, which may be fetched and not yet stored. */
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
  const fetching = fetchAsset(url, kind, credentials, maxBytes).then(found => {
    setTimeout(() => onTheWay.delete(key), 'missing' in found ? 0 : LINGER_MS);
    return found;
  });
  onTheWay.set(key, fetching);
  return fetching;
}

async function fetchAsset(
  url: string,
  kind: AssetKind,
  credentials: RequestCredentials,
  maxBytes: number,
): Promise<Content | Missing> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { credentials, cache: 'force-cache', signal });
    if (!response.ok) return { missing: 'status', status: response.status };
    const size = response.headers.get('content-length');
    // A broadcast has no end.
    if (kind === 'media' && size === null) {
      void response.body?.cancel();
      return { missing: 'stream' };
    }
    if (Number(size) > maxBytes) return { missing: 'too-large' };
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
