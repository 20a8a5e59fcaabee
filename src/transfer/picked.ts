import { ASSET_REF } from '../session/asset-ref';
import { asFrameNote, FRAME_TAG } from '../session/frame-note';
import type { SessionSource } from '../session/types';
import { eventsOf } from './chunk-events';
import { EVENT, type TapeEvent } from './event-shape';
import { isStyle } from './leave-out';
import { PageMirror, type TapeNode, TEXT } from './page-mirror';
import { type Pick, REMOVED } from './redaction-rules';

/** What goes with the elements that were picked. */
export interface Picked {
  /** The nodes that lie in them, or lay there once, by stream. */
  nodes: ReadonlyMap<string, ReadonlySet<number>>;
  /** What stood in them at any time: it may also stand elsewhere. */
  words: readonly string[];
  /** By hash. */
  assets: ReadonlySet<string>;
}

/** What was picked changes too often, or holds too much, to look for each of its texts. */
export class TooMuchPicked extends Error {
  override name = 'TooMuchPicked';
}

const MUTATION = 0;
const INPUT = 5;
const CANVAS = 9;
/** Shorter words stand everywhere. */
const MIN_WORD = 3;
const MAX_WORDS = 5_000;
/** A text in many parts is looked for as one up to here. */
const MAX_WHOLE_CHARS = 200;
/** Attributes that people read. */
const SPOKEN = ['alt', 'title', 'aria-label', 'value', 'placeholder'];
/** What an element needs to take the room that it took. */
const KEPT =
  /^(class|id|style|type|name|for|width|height|rr_(width|height|scroll\w+)|(col|row)?span|dir|lang|role|hidden|disabled|tabindex|viewbox|xmlns|rows|cols|size|open|rel|_csstext)$/i;
const REF = new RegExp(`${ASSET_REF}([\\w-]+)`, 'g');

/** What a user reads: dots for what is masked tell nothing. */
export const isWord = (text: string): boolean =>
  text.length >= MIN_WORD && text !== 'on' && text !== REMOVED && /[\p{L}\p{N}]/u.test(text);

/** What was typed into fields: of each all that it held, without the beginnings on the way there. */
export class TypedValues {
  #fullest = new Map<string | number, string>();
  #left: string[] = [];

  take(field: string | number, text: string): void {
    const fullest = this.#fullest.get(field) ?? '';
    if (fullest.startsWith(text)) return;
    if (!text.startsWith(fullest)) this.#left.push(fullest);
    this.#fullest.set(field, text);
  }

  all(): string[] {
    return [...this.#left, ...this.#fullest.values()];
  }
}

/** Reads from the tape what goes with picked elements. */
export async function readPicked(source: SessionSource, picks: readonly Pick[]): Promise<Picked> {
  const { streams } = await source.index();
  const words = new Set<string>();
  const assets = new Set(picks.flatMap(pick => pick.assets));
  const nodes = new Map<string, Set<number>>();
  const roots = new Map<string, Set<number> | 'all'>();
  for (const { streamId, nodeId } of picks) {
    const known = roots.get(streamId);
    if (known !== 'all') roots.set(streamId, new Set([...(known ?? []), nodeId]));
  }
  const note = (text: unknown) => {
    const word = typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : '';
    if (isWord(word)) words.add(word);
    if (words.size > MAX_WORDS) throw new TooMuchPicked();
  };
  // A frame of another site that lies in it has a stream of its own, and is found while its page is read.
  for (const [streamId, root] of roots) {
    const stream = streams.find(({ id }) => id === streamId);
    if (!stream) continue;
    const inside = new Set(root === 'all' ? [] : root);
    nodes.set(streamId, inside);
    const refs = new Set<string>();
    const inputs = new TypedValues();
    const mirror = new PageMirror();
    for await (const event of eventsOf(source, stream)) {
      const touched = mirror.take(event);
      if (root === 'all' && event.type === EVENT.fullSnapshot && touched[0] !== undefined) inside.add(touched[0]);
      for (const id of touched) {
        if (!inside.has(id) && !inside.has(mirror.parentOf(id) ?? -1)) continue;
        inside.add(id);
        note(mirror.text(id));
      }
      if (root !== 'all' && touched.some(id => inside.has(id)))
        for (const id of root) {
          const whole = [...mirror.textsIn(id)].map(text => mirror.text(text)).join('');
          if (whole.length <= MAX_WHOLE_CHARS) note(whole);
        }
      for (const [id, attributes] of attributesIn(event)) {
        if (!inside.has(id)) continue;
        for (const [name, value] of Object.entries(attributes)) {
          if (SPOKEN.includes(name)) note(value);
          for (const [, ref = ''] of JSON.stringify(value ?? '').matchAll(REF)) refs.add(ref);
        }
      }
      const { source: kind, id, text } = (event.data ?? {}) as { source?: number; id?: number; text?: unknown };
      if (event.type === EVENT.incremental && kind === INPUT && id !== undefined && inside.has(id))
        inputs.take(id, String(text ?? ''));
      const frame = event.type === EVENT.custom ? asFrameNote(event.data) : undefined;
      if (frame?.frame !== undefined && inside.has(frame.id))
        for (const { id, tabId, frameId } of streams)
          if (tabId === stream.tabId && frameId === frame.frame) roots.set(id, 'all');
    }
    for (const text of inputs.all()) note(text);
    const own = await source.assets(streamId);
    for (const ref of refs) {
      const asset = own.get(ref);
      if (asset && !isStyle(asset.type)) assets.add(asset.hash);
    }
  }
  return { nodes, words: [...words], assets };
}

type Attributes = Record<string, unknown>;

/** The attributes of all elements that an event names; of those that are new with their tag. */
export function attributesIn({ type, data }: TapeEvent): [id: number, attributes: Attributes, tag?: string][] {
  const found: [number, Attributes, string?][] = [];
  const {
    node,
    adds = [],
    attributes = [],
  } = (data ?? {}) as {
    node?: TapeNode;
    adds?: { node: TapeNode }[];
    attributes?: { id: number; attributes: Record<string, unknown> }[];
  };
  if (type !== EVENT.fullSnapshot && type !== EVENT.incremental) return found;
  const open = [...(node ? [node] : []), ...adds.map(({ node }) => node)];
  for (let one = open.pop(); one; one = open.pop()) {
    if (one.attributes) found.push([one.id, one.attributes, one.tagName]);
    for (const child of one.childNodes ?? []) open.push(child);
  }
  return [...found, ...attributes.map(({ id, attributes }): [number, Attributes] => [id, attributes])];
}

/** Their value is the page's. */
const NOT_TYPED = /^(button|submit|reset|image|checkbox|radio)$/i;

/** Whether an element is a field, or a page's own that may be one, with a value that is more than the dots of a masked one. */
export const holdsTyped = (tag: string, { type, value }: Attributes): boolean =>
  /^(input|textarea|select|.+-.+)$/i.test(tag) &&
  !NOT_TYPED.test(String(type)) &&
  typeof value === 'string' &&
  /[^•\s]/.test(value);

/** Of one stream: the nodes that were picked, texts that hold a part of what was found, and fields whose values go. */
export interface GoneNodes {
  picked: ReadonlySet<number>;
  split: ReadonlySet<number>;
  fields: ReadonlySet<number>;
  /** Whether options do not tell that they are chosen. */
  choices: boolean;
}

/** An event without what these nodes show; `undefined` where nothing of it is left. */
export function withoutNodes(event: TapeEvent, gone: GoneNodes): TapeEvent | undefined {
  const { type, data } = event;
  if (type === EVENT.fullSnapshot) {
    const { node } = data as { node: TapeNode };
    return { ...event, data: { ...(data as object), node: withoutText(node, gone) } };
  }
  if (type === EVENT.custom) {
    const { tag, payload } = Object(data) as { tag?: unknown; payload?: unknown };
    const { id } = Object(payload) as { id?: unknown };
    return tag !== FRAME_TAG && typeof id === 'number' && gone.picked.has(id) ? undefined : event;
  }
  if (type !== EVENT.incremental) return event;
  const { source, id = -1 } = data as { source?: number; id?: number };
  if (source === CANVAS && gone.picked.has(id)) return undefined;
  if (source === INPUT && gone.picked.has(id))
    return { ...event, data: { ...(data as object), text: REMOVED, isChecked: false } };
  if (source !== MUTATION) return event;
  const {
    adds = [],
    texts = [],
    attributes = [],
  } = data as {
    adds?: { node: TapeNode }[];
    texts?: { id: number; value: string | null }[];
    attributes?: { id: number; attributes: Record<string, unknown> }[];
  };
  return {
    ...event,
    data: {
      ...(data as object),
      adds: adds.map(add => ({ ...add, node: withoutText(add.node, gone) })),
      texts: texts.map(one => (isGone(one.id, gone) && one.value?.trim() ? { ...one, value: REMOVED } : one)),
      attributes: attributes.map(one =>
        gone.picked.has(one.id) ? { ...one, attributes: withoutContent(one.attributes) } : one,
      ),
    },
  };
}

const isGone = (id: number, { picked, split }: GoneNodes): boolean => picked.has(id) || split.has(id);

function withoutText(node: TapeNode, gone: GoneNodes): TapeNode {
  const { id, type, tagName = '', textContent, attributes, childNodes } = node;
  return {
    ...node,
    ...(type === TEXT && textContent?.trim() && isGone(id, gone) && { textContent: REMOVED }),
    ...(attributes &&
      gone.fields.has(id) &&
      'value' in attributes && { attributes: { ...attributes, value: REMOVED } }),
    ...(attributes &&
      gone.choices &&
      /^option$/i.test(tagName) &&
      'selected' in attributes && { attributes: withoutChoice(attributes) }),
    ...(attributes && gone.picked.has(id) && { attributes: withoutContent(attributes) }),
    ...(childNodes && { childNodes: childNodes.map(child => withoutText(child, gone)) }),
  };
}

const withoutChoice = ({ selected: _, ...rest }: Attributes): Attributes => rest;

/** An element keeps its room and its looks, and nothing that it shows. */
const withoutContent = (attributes: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([name, value]) => value === null || KEPT.test(name))
      .map(([name, value]) => [name, /^style$/i.test(name) ? withoutUrls(value) : value]),
  );

function withoutUrls(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/url\([^)]*\)/gi, 'none');
  if (Array.isArray(value)) return value.map(withoutUrls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutUrls(one)]));
}
