import type { AssetOffer, AssetReply, LeftAsset } from '../messages/protocol';
import type { WantedAsset } from '../session/asset-ref';
import type { MissingReason } from '../session/assets';
import type { Loaded } from './loaded';

const PARALLEL = 4;
/** A style sheet in a style sheet in a style sheet. */
const MAX_DEPTH = 3;
const PATIENCE_MS = 30_000;
/** More than a page shows; what a page names beyond it is not fetched. */
const MAX_IN_DOCUMENT = 5_000;

interface Job extends WantedAsset {
  streamId: string;
  /** 0 for what the page names itself. */
  depth: number;
}

/** Fetches what a document's tape refers to, once per stream, after the chunk that names it is stored. */
export interface Collector {
  named(streamId: string, seq: number, wanted: WantedAsset[]): void;
  committed(streamId: string, seq: number): void;
  /** More may have been loaded by the page. */
  look(): void;
  /** The page goes away: what it has loaded and was not taken in yet is given up, and given back. */
  leave(): LeftAsset[];
  close(): void;
}

/** `offer` takes an asset to the worker, with its bytes where the page's own cache gives them. */
export function createCollector(
  offer: (asset: AssetOffer) => Promise<AssetReply | undefined>,
  loaded: () => Loaded,
  whenIdle: (run: () => void) => void,
  maxBytes: () => number,
): Collector {
  const named = new Map<string, WantedAsset[]>();
  const seen = new Set<string>();
  /** Not yet loaded by the page: a picture below the fold, a font that nothing uses. */
  let waiting: Job[] = [];
  let ready: Job[] = [];
  const running = new Set<Job>();
  let isAsked = false;
  let isClosed = false;

  const add = (job: Job) => {
    const key = `${job.streamId} ${job.ref}`;
    if (seen.has(key) || seen.size >= MAX_IN_DOCUMENT) return;
    seen.add(key);
    waiting.push(job);
  };

  const look = () => {
    if (isAsked || isClosed || waiting.length === 0) return;
    isAsked = true;
    whenIdle(() => {
      isAsked = false;
      loaded().look();
      ready.push(...waiting.filter(isShown));
      waiting = waiting.filter(job => !isLoaded(job));
      pump();
    });
  };

  const isLoaded = ({ url, depth, kind }: Job) =>
    depth > 0 || kind === 'icon' || kind === 'frame' || url.startsWith('blob:') || loaded().has(url);
  const isShown = (job: Job) => isLoaded(job) && !loaded().isPixel(job.url);
  // A style sheet may name any address: with the user's cookies only what the page has asked for with them.
  const isAnonymous = ({ url, depth, kind }: Job) => (depth > 0 || kind === 'icon') && !loaded().has(url);

  const pump = () => {
    while (running.size < PARALLEL && !isClosed) {
      const job = ready.shift();
      if (!job) return;
      running.add(job);
      void fetchOne(job).then(() => {
        running.delete(job);
        look();
        pump();
      });
    }
  };

  const fetchOne = async (job: Job): Promise<void> => {
    const { depth, ...wanted } = job;
    const { streamId, url, kind } = wanted;
    const isOurs = kind !== 'frame' && (url.startsWith('blob:') || new URL(url).origin === location.origin);
    const asset: AssetOffer = loaded().isBroken(url)
      ? { ...wanted, ...missing('broken') }
      : isOurs
        ? { ...wanted, ...(await read(job, isAnonymous(job) ? 'omit' : 'same-origin', maxBytes())) }
        : { ...wanted, anonymous: isAnonymous(job) };
    // A worker that was stopped in the middle is asked once more.
    const reply = await offer(asset).catch(() => offer(asset).catch(() => undefined));
    if (depth < MAX_DEPTH) for (const one of reply?.wanted ?? []) add({ ...one, streamId, depth: depth + 1 });
  };

  return {
    named(streamId, seq, wanted) {
      named.set(`${streamId} ${seq}`, wanted);
    },
    committed(streamId, seq) {
      const key = `${streamId} ${seq}`;
      for (const wanted of named.get(key) ?? []) add({ ...wanted, streamId, depth: 0 });
      named.delete(key);
      look();
    },
    look,
    leave() {
      for (const [key, wanted] of named)
        for (const one of wanted) add({ ...one, streamId: key.slice(0, key.indexOf(' ')), depth: 0 });
      named.clear();
      if (waiting.length > 0) loaded().look();
      const jobs = [...running, ...ready, ...waiting.filter(isShown)];
      [ready, waiting] = [[], []];
      return jobs.map(job => {
        const { depth, ...wanted } = job;
        const host = new URL(job.url.replace(/^blob:/, '')).host;
        const isGone = job.url.startsWith('blob:');
        const why = loaded().isBroken(job.url) ? missing('broken') : isGone ? missing('left') : {};
        return { ...wanted, host, anonymous: isAnonymous(job), ...why };
      });
    },
    close() {
      isClosed = true;
    },
  };
}

type Content = Pick<AssetOffer, 'bytes' | 'type' | 'missing' | 'status'>;

const missing = (reason: MissingReason, status?: number): Content => ({ missing: reason, ...(status && { status }) });

/** Reads what is of the page's own origin through the page's cache: its server is not asked again. */
async function read({ url, kind }: WantedAsset, credentials: RequestCredentials, maxBytes: number): Promise<Content> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { cache: 'force-cache', credentials, signal });
    if (!response.ok) return missing('status', response.status);
    const size = response.headers.get('content-length');
    if (kind === 'media' && size === null) {
      void response.body?.cancel();
      return missing('stream');
    }
    if (Number(size) > maxBytes) return missing('too-large');
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > maxBytes) return missing('too-large');
    return { bytes, type: response.headers.get('content-type') ?? '' };
  } catch {
    // The address of what a script puts together from pieces gives nothing.
    return missing(kind === 'media' && url.startsWith('blob:') ? 'stream' : 'failed');
  }
}
