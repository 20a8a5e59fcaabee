import { gzip } from '../messages/body';
import { type AssetText, CAUTIOUS, isNarrower } from '../messages/channel';
import {
  type Envelope,
  type LeftAsset,
  type Place,
  PROTOCOL_VERSION,
  type Spilled,
  type Verdict,
} from '../messages/protocol';
import { SPILL_PREFIX } from '../messages/spill';
import { harmlessType } from '../session/assets';
import { NOT_RECORDED } from '../session/journeys';
import type { Asset, AssetRef, MarkDraft } from '../session/types';
import { inScope, optionsFor, type Settings } from '../settings/settings';
import { linkAssets, noteMissing } from '../store/assets';
import type { Database } from '../store/database';
import { hasStream, ingest } from '../store/ingest';
import { readSettings } from '../store/settings';
import { asAsset } from './hash';
import { websiteOf } from './site';

const MINUTE_MS = 60_000;

async function textAsset({ ref, type, text }: AssetText): Promise<{ ref: string; asset: Asset }> {
  if (!text.startsWith('data:')) return { ref, asset: await asAsset(new TextEncoder().encode(text), type) };
  const [bytes, itsType] = await dataOf(text).catch((): [ArrayBuffer, string] => [new ArrayBuffer(0), '']);
  return { ref, asset: await asAsset(new Uint8Array(bytes), harmlessType(itsType)) };
}

/** What a `data:` address holds; asks nobody. */
async function dataOf(url: string): Promise<[ArrayBuffer, string]> {
  const answer = await fetch(url);
  return [await answer.arrayBuffer(), answer.headers.get('content-type') ?? ''];
}

/** Until it is fetched, or for good. */
const asMissing = ({ streamId, ref, kind, host, missing: reason = 'left' }: LeftAsset): AssetRef[] =>
  kind === 'frame' ? [] : [{ streamId, ref, missing: { kind, host, reason } }];

/** By stream, the last of what a page that goes away handed over, while it is being taken in. */
const turns = new Map<string, Promise<unknown>>();

/** Takes one chunk in; `ok` means committed. What a page that goes away hands over all at once is taken in in its order. */
export function keep(db: Database, envelope: Envelope | Spilled, place: Place): Promise<Verdict> {
  if (!('isPrivate' in envelope)) return take(db, envelope, place);
  const { id } = envelope.stream;
  const turn = (turns.get(id) ?? Promise.resolve()).then(() => take(db, envelope, place));
  turns.set(id, turn);
  void turn.finally(() => turns.get(id) === turn && turns.delete(id));
  return turn;
}

/** All that is asynchronous happens before the transaction. Never rejects. */
async function take(db: Database, envelope: Envelope, place: Place): Promise<Verdict> {
  if (envelope.version !== PROTOCOL_VERSION) return { verdict: 'outdated' };
  try {
    await db.ready();
    const settings = await readSettings(db);
    const website = websiteOf(envelope.document.url);
    // What was recorded before recording was switched off is kept; a stream that begins after is not.
    const { document, stream, chunk, marks, body, timeoutMs } = envelope;
    // Recorded before its page could be told that less of it may be.
    const isUntold = 'isPrivate' in envelope && !('place' in envelope && envelope.place);
    const { untold: recorded = CAUTIOUS, isPrivate } = envelope as Partial<Spilled>;
    const isRefused = settings.paused || (isPrivate && !settings.recordPrivateWindows);
    const isOff =
      !(website && inScope(settings, website)) ||
      (isUntold && (isRefused || isNarrower(recorded, optionsFor(settings, website))));
    const isNew = (isOff || chunk.seq > 0) && !(await hasStream(db, stream.id));
    if (isOff && isNew) return { verdict: 'off' };
    // Pages send in order: the snapshot that this would go on from was refused, and so is all of the stream.
    if (isNew) return { verdict: 'deleted', at: 0 };
    const verdict = await ingest(db, {
      place,
      document: { ...document, id: `${place.tabId}:${document.id}` },
      stream,
      chunk,
      marks: marks.flatMap(mark => journey(mark, place, settings)),
      bytes: typeof body === 'string' ? await gzip(body) : body,
      assets: await Promise.all(envelope.assets.map(textAsset)),
      timeoutMs: timeoutMs ?? settings.idleTimeoutMinutes * MINUTE_MS,
    });
    // What a page names until it has been told that none are kept stays a name.
    if (!website || !optionsFor(settings, website).assets) return verdict;
    if (envelope.refs) await linkAssets(db, stream.id, envelope.refs);
    if (envelope.left) await noteMissing(db, envelope.left.flatMap(asMissing));
    return verdict;
  } catch (error) {
    console.error(error);
    return { verdict: 'trouble', why: isDiskFull(error) ? 'disk-full' : 'database' };
  }
}

/** Leaving for another host of the site is none; for another site it is told whether that is recorded. */
function journey(mark: MarkDraft, { site }: Place, settings: Settings): MarkDraft[] {
  if (mark.kind !== 'left' && mark.kind !== 'back') return [mark];
  const website = websiteOf(`http://${mark.label}/`);
  if (!website || website.site === site) return [];
  return [inScope(settings, website) ? mark : { ...mark, detail: NOT_RECORDED }];
}

const isDiskFull = (error: unknown): boolean => {
  const { name, inner } = error as { name?: string; inner?: unknown };
  return name === 'QuotaExceededError' || (inner !== undefined && inner !== null && isDiskFull(inner));
};

/** Where a page was that left before it was told: its address still says which site it is of. */
function placeOf({ place, document, isPrivate }: Spilled): Place | undefined {
  if (place) return place;
  const website = websiteOf(document.url);
  return website && { tabId: -1, frameId: 0, site: website.site, identity: isPrivate ? 'private' : 'normal' };
}

/** Streams as they were opened, each in its own order: a page that only loaded needs the session that another's activity began. */
const inOrder = ([, a]: [string, Spilled], [, b]: [string, Spilled]): number =>
  a.stream.openedAt - b.stream.openedAt || a.stream.id.localeCompare(b.stream.id) || a.chunk.seq - b.chunk.seq;

/** `storage.local`, as far as it is needed here. */
export interface SpillStore {
  get(keys: null): Promise<Record<string, unknown>>;
  remove(key: string): Promise<void>;
}

/** Takes in what pages left as they went away, and removes it once it is committed. */
export async function keepSpilled(db: Database, store: SpillStore): Promise<void> {
  const stored = await store.get(null);
  const entries = Object.entries(stored).filter(([key]) => key.startsWith(SPILL_PREFIX)) as [string, Spilled][];
  /** Streams of which something could not be stored: what follows waits with it, or the stream would have a hole. */
  const waiting = new Set<string>();
  for (const [key, spilled] of entries.sort(inOrder)) {
    if (waiting.has(spilled.stream.id)) continue;
    const place = placeOf(spilled);
    const verdict = place && (await keep(db, spilled, place));
    if (verdict?.verdict === 'trouble') waiting.add(spilled.stream.id);
    else await store.remove(key);
  }
}
