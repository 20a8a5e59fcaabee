import { ASSET_REF } from '../session/asset-ref';
import type { Asset, MissingAsset, SessionIndex, SessionSource } from '../session/types';
import { sha256 } from './bytes';
import { eventsOf, mapEvents } from './chunk-events';
import { EVENT, type TapeEvent } from './event-shape';
import { isStyle } from './leave-out';
import { NamedPictures } from './named-pictures';
import { PageMirror } from './page-mirror';
import { attributesIn, type GoneNodes, holdsTyped, isWord, readPicked, TypedValues, withoutNodes } from './picked';
import { type Finder, finderOf, REMOVED, type Redaction } from './redaction-rules';
import { splitMatches } from './split-text';

/** Where something was found, in the words of the dialog. */
export const PLACES = ['picked', 'page', 'split', 'typed', 'log', 'step', 'title', 'file'] as const;
export type Place = (typeof PLACES)[number];

/** What a redaction takes out: how often where, and some of it in its surroundings. */
export interface Found {
  counts: Record<Place, number>;
  samples: string[];
}

const MAX_SAMPLES = 20;
const AROUND = 24;
const MUTATION = 0;
const INPUT = 5;
const VALUE = ' value';
/** A text with more around it is told from its neighbours. */
const NEAR_CHARS = 200;
/** When more texts change at once, the whole page is read again instead of the neighbours of each. */
const MANY_TEXTS = 200;
/** What is typed or drawn bit by bit: one value of it that matches makes all of them go, for they are its beginnings. */
interface Increment {
  source?: number;
  id?: number;
  text?: string;
  texts?: { id: number; value: string | null }[];
  attributes?: { id: number; attributes: Record<string, unknown> }[];
}

/**
 * A copy of a session without what is asked for, before the part that is shown as well, and what was found. The tape is
 * read to find and again when the copy is; nothing in it is changed. Throws BadPattern.
 */
export async function redacted(
  source: SessionSource,
  redaction: Redaction,
  onProgress?: (part: number) => void,
  /** The session that this is a part of: what was typed there may stand here. */
  whole = source,
): Promise<{ source: SessionSource; found: Found }> {
  const found: Found = {
    counts: { picked: 0, page: 0, split: 0, typed: 0, log: 0, step: 0, title: 0, file: 0 },
    samples: [],
  };
  const tell = (place: Place) => (text: string, at: number) => {
    found.counts[place]++;
    if (found.samples.length < MAX_SAMPLES) found.samples.push(text.slice(Math.max(0, at - AROUND), at + AROUND));
  };
  const index = await source.index();
  const growing = new Set<string>();
  const allTyped = redaction.presets.includes('typed');
  // What was picked may lie before the part, and what it shows within.
  const picked = await readPicked(whole, redaction.picks ?? []);
  const typed = allTyped ? await readTyped(whole) : NOTHING_TYPED;
  const finder = finderOf(redaction, [...picked.words, ...typed.words]);
  const gone = new Map<string, GoneNodes>();
  const goneAssets = new Set(picked.assets);
  for (const [n, stream] of index.streams.entries()) {
    const mirror = new PageMirror();
    const split = new Set<number>();
    const edited = new Set<number>();
    const fields = new Set<number>();
    const named = new NamedPictures();
    gone.set(stream.id, { picked: picked.nodes.get(stream.id) ?? new Set(), split, fields, choices: allTyped });
    for await (const event of eventsOf(source, stream)) {
      const touched = mirror.take(event);
      for (const id of touched) if (typed.edited.has(`${stream.id} ${id}`)) edited.add(id);
      if (allTyped)
        for (const [id, attributes, tag = ''] of attributesIn(event)) if (holdsTyped(tag, attributes)) fields.add(id);
      for (const id of splitAmong(mirror, touched, finder)) split.add(id);
      for (const [key, text] of grown(event, stream.id))
        if (finder.has(text) || (allTyped && key.endsWith(VALUE))) growing.add(key);
      named.take(event, finder);
      walk(event.data, finder, event.type === EVENT.plugin ? tell('log') : tell('page'));
    }
    const own = await source.assets(stream.id);
    for (const ref of named.refs()) {
      const { hash, type } = own.get(ref) ?? {};
      if (!hash || !type || isStyle(type) || goneAssets.has(hash)) continue;
      goneAssets.add(hash);
      found.counts.file++;
    }
    found.counts.split += split.size;
    for (const id of fields) growing.add(`${stream.id} ${id}${VALUE}`);
    for (const id of edited) {
      growing.add(`${stream.id} ${id} text`);
      split.add(id);
    }
    onProgress?.((n + 1) / index.streams.length);
  }
  found.counts.picked = [...picked.nodes.values()].reduce((sum, { size }) => sum + size, 0);
  found.counts.typed = growing.size;
  const clean = cleanIndex(index, finder, tell);
  const assets = new Map<string, Promise<Asset>>();
  const cleanAsset = async (asset: Asset): Promise<Asset> => {
    if (!/^text\/|svg|json|xml/i.test(asset.type)) return asset;
    const text = new TextDecoder().decode(asset.bytes);
    const now = finder.replace(text, tell('file'));
    if (now === text) return asset;
    const bytes = new TextEncoder().encode(now);
    return { ...asset, bytes, hash: await sha256(bytes) };
  };
  const missing = new Map<string, Map<string, MissingAsset>>();
  for (const { id } of index.streams) {
    for (const asset of (await source.assets(id)).values())
      if (!assets.has(asset.hash)) assets.set(asset.hash, cleanAsset(asset));
    const hosts = new Map<string, MissingAsset>();
    for (const [ref, one] of await source.missing(id))
      hosts.set(ref, { ...one, host: finder.replace(one.host, tell('title')) });
    missing.set(id, hosts);
  }
  await Promise.all(assets.values());
  return {
    found,
    source: {
      ...mapEvents(source, (event, streamId) => {
        const nodes = gone.get(streamId);
        const left =
          nodes && (allTyped || nodes.picked.size + nodes.split.size > 0) ? withoutNodes(event, nodes) : event;
        return left && cleanEvent(left, streamId, finder, growing);
      }),
      index: async () => clean,
      assets: async streamId => {
        const all = [...(await source.assets(streamId))].filter(([, { hash }]) => !goneAssets.has(hash));
        return new Map(
          await Promise.all(all.map(async ([ref, asset]) => [ref, (await assets.get(asset.hash)) ?? asset] as const)),
        );
      },
      missing: async streamId => missing.get(streamId) ?? new Map(),
    },
  };
}

/** The texts next to those that are new that hold a part of a match. */
function splitAmong(mirror: PageMirror, touched: readonly number[], finder: Finder): number[] {
  const texts = touched.filter(id => (mirror.text(id) ?? '').trim() !== '');
  if (texts.length > MANY_TEXTS) return [...splitMatches(mirror, [...mirror.textsIn()], finder)];
  return texts.flatMap(id => [...splitMatches(mirror, mirror.around(id, NEAR_CHARS), finder)]);
}

/** The texts that an event changed where the user can type without a field: in an editor. */
const editedAmong = (mirror: PageMirror, touched: readonly number[], { type }: TapeEvent): number[] =>
  type === EVENT.incremental
    ? touched.filter(id => /[\p{L}\p{N}]/u.test(mirror.text(id) ?? '') && mirror.isEditable(id))
    : [];

/** What the user typed, which may also stand where a page repeats it; and the texts that were edited, by stream and number. */
interface Typed {
  words: readonly string[];
  edited: ReadonlySet<string>;
}

const NOTHING_TYPED: Typed = { words: [], edited: new Set() };

async function readTyped(source: SessionSource): Promise<Typed> {
  const edited = new Set<string>();
  const { streams } = await source.index();
  const typed = new TypedValues();
  for (const stream of streams) {
    const mirror = new PageMirror();
    for await (const event of eventsOf(source, stream)) {
      for (const id of editedAmong(mirror, mirror.take(event), event)) {
        edited.add(`${stream.id} ${id}`);
        typed.take(`${stream.id} ${id} text`, (mirror.text(id) ?? '').replace(/\s+/g, ' ').trim());
      }
      for (const [key, text] of grown(event, stream.id)) if (key.endsWith(VALUE)) typed.take(key, text);
    }
  }
  return { words: typed.all().filter(isWord), edited };
}

/** The values of an event that take the place of earlier ones, by what they are the value of. */
function grown({ type, data }: TapeEvent, streamId: string): [key: string, text: string][] {
  const { source, id, text, texts = [], attributes = [] } = (data ?? {}) as Increment;
  if (type !== EVENT.incremental) return [];
  if (source === INPUT) return [[`${streamId} ${id}${VALUE}`, String(text ?? '')]];
  if (source !== MUTATION) return [];
  return [
    ...texts.map(({ id, value }): [string, string] => [`${streamId} ${id} text`, value ?? '']),
    ...attributes.flatMap(({ id, attributes }) =>
      Object.entries(attributes ?? {}).map(([name, value]): [string, string] => [
        `${streamId} ${id} ${name}`,
        String(value),
      ]),
    ),
  ];
}

function cleanEvent(event: TapeEvent, streamId: string, finder: Finder, growing: ReadonlySet<string>): TapeEvent {
  const keys = grown(event, streamId).flatMap(([key]) => (growing.has(key) ? [key.slice(streamId.length + 1)] : []));
  const data = walk(event.data, finder);
  if (keys.length === 0) return data === event.data ? event : { ...event, data };
  const { source, texts = [], attributes = [] } = data as Increment;
  if (source === INPUT) return { ...event, data: { ...(data as object), text: REMOVED } };
  return {
    ...event,
    data: {
      ...(data as object),
      texts: texts.map(one => (keys.includes(`${one.id} text`) ? { ...one, value: REMOVED } : one)),
      attributes: attributes.map(one => ({
        ...one,
        attributes: Object.fromEntries(
          Object.entries(one.attributes).map(([name, value]) => [
            name,
            keys.includes(`${one.id} ${name}`) ? REMOVED : value,
          ]),
        ),
      })),
    },
  };
}

type Tell = (text: string, at: number) => void;

/** What says what an event is, not what it shows. */
const STRUCTURE = ['tagName', 'plugin', 'level', 'initiatorType', 'method'];

/** A value with all its texts replaced; the same one where nothing was found. */
function walk<T>(value: T, finder: Finder, tell?: Tell): T {
  if (typeof value === 'string') return (value.startsWith(ASSET_REF) ? value : finder.replace(value, tell)) as T;
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const next = Object.entries(value).map(([key, one]) => {
    const now = STRUCTURE.includes(key) ? one : walk(one, finder, tell);
    changed ||= now !== one;
    return [key, now] as const;
  });
  if (!changed) return value;
  return (Array.isArray(value) ? next.map(([, one]) => one) : Object.fromEntries(next)) as T;
}

function cleanIndex(index: SessionIndex, finder: Finder, tell: (place: Place) => Tell): SessionIndex {
  const { session, pageViews, streams, marks, notes } = index;
  const { title, landing, site } = session;
  return {
    streams,
    session: { ...session, ...walk({ ...(title !== undefined && { title }), landing, site }, finder, tell('title')) },
    pageViews: pageViews.map(view => ({
      ...view,
      ...walk({ url: view.url, title: view.title }, finder, tell('title')),
    })),
    marks: marks.map(mark => {
      const { label, detail, selectors } = mark;
      return {
        ...mark,
        ...walk(
          { label, ...(detail !== undefined && { detail }), ...(selectors && { selectors }) },
          finder,
          tell('step'),
        ),
      };
    }),
    notes: notes.map(note => ({ ...note, text: finder.replace(note.text, tell('step')) })),
  };
}
