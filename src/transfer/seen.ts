import type { Seen } from '../session/actions';
import type { Mark, SessionSource, Stream } from '../session/types';
import { eventsOf } from './chunk-events';
import { EVENT, type TapeEvent } from './event-shape';

/** rrweb's sources of increments that are looked at here. */
const MUTATION = 0;
/** rrweb's type of a document; one within another is a frame's. */
const DOCUMENT = 0;
const INPUT = 5;
/** The mark of an input and its event are made by two listeners of one page. */
const SAME_INPUT_MS = 15;
const MASKED = /^[•*]+$/;
const LIVE_ROLES = ['status', 'alert', 'log'];
const MAX_TEXT = 80;

interface Typed {
  at: number;
  id: number;
  text: string;
  isChecked: boolean;
}

interface Node {
  id: number;
  type: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: Node[];
  textContent?: string;
}

/** Reads from the events what the marks do not tell: headings, what pages said, what was typed. */
export async function readSeen(source: SessionSource, onProgress?: (part: number) => void): Promise<Seen> {
  const { streams, marks } = await source.index();
  const headings = new Map<string, string>();
  const landed = new Map<string, string>();
  const said: Seen['said'][number][] = [];
  const typed = new Map<string, Typed[]>();
  const tops = streams.filter(({ frameId }) => frameId === 0);
  for (const [n, stream] of tops.entries()) {
    const page = new Page(stream);
    for await (const event of eventsOf(source, stream)) page.take(event);
    if (page.href && !landed.has(stream.pageViewId)) landed.set(stream.pageViewId, page.href);
    if (page.heading && !headings.has(stream.pageViewId)) headings.set(stream.pageViewId, page.heading);
    said.push(...page.said.map(one => ({ ...one, pageViewId: stream.pageViewId })));
    typed.set(stream.id, page.typed);
    onProgress?.((n + 1) / tops.length);
  }
  const byStream = new Map(streams.map(({ id }) => [id, marks.filter(({ streamId }) => streamId === id)]));
  return {
    landed,
    headings,
    said,
    typed: mark => typedIn(mark, typed.get(mark.streamId) ?? [], byStream.get(mark.streamId) ?? []),
  };
}

/** What the field of an input mark held at last, before the user turned to something else. */
function typedIn(mark: Mark, inputs: readonly Typed[], marks: readonly Mark[]): { text?: string; checked?: boolean } {
  const first = inputs.find(({ at }) => at >= mark.at - SAME_INPUT_MS);
  const next = marks.find(({ at, kind }) => at > mark.at && (kind === 'input' || kind === 'click'));
  const until = (next?.at ?? Number.POSITIVE_INFINITY) - 1;
  if (!first || first.at > until + SAME_INPUT_MS) return {};
  const last = inputs.findLast(({ id, at }) => id === first.id && at <= Math.max(until, first.at)) ?? first;
  return { checked: first.isChecked, ...(!MASKED.test(last.text) && { text: last.text }) };
}

/** One stream, event by event. */
class Page {
  href: string | undefined;
  heading: string | undefined;
  readonly said: { at: number; role: string; text: string }[] = [];
  readonly typed: Typed[] = [];
  /** Nodes in which the page speaks to assistive technology, with the role they have for it. */
  #live = new Map<number, string>();
  /** Nodes of the documents of frames: what is said there is not said by the page. */
  #framed = new Set<number>();

  constructor(readonly stream: Stream) {}

  take({ type, data, timestamp: at }: TapeEvent): void {
    if (type === EVENT.meta) this.href ??= (data as { href?: string }).href;
    else if (type === EVENT.fullSnapshot) {
      this.#live.clear();
      this.#framed.clear();
      const { node } = data as { node: Node };
      for (const child of node.childNodes ?? []) this.#walk(child, '', undefined, node.id);
      this.heading ??= headingIn(node);
    } else if (type === EVENT.incremental) this.#increment(data as Increment, at);
  }

  #increment(data: Increment, at: number): void {
    if (data.source === INPUT && typeof data.id === 'number')
      this.typed.push({ at, id: data.id, text: data.text ?? '', isChecked: data.isChecked === true });
    if (data.source !== MUTATION) return;
    for (const { parentId, node } of data.adds ?? []) this.#walk(node, this.#live.get(parentId) ?? '', at, parentId);
    for (const { id, value } of data.texts ?? []) this.#say(this.#live.get(id) ?? '', value ?? '', at);
  }

  /** Learns the live regions below a node; what is new in one was said. */
  #walk(node: Node, inherited: string, at: number | undefined, parentId: number): void {
    if (node.type === DOCUMENT || this.#framed.has(parentId)) this.#framed.add(node.id);
    const role = liveRole(node) ?? inherited;
    if (role && !this.#framed.has(node.id)) this.#live.set(node.id, role);
    if (node.textContent !== undefined && at !== undefined && !this.#framed.has(node.id))
      this.#say(role, node.textContent, at);
    for (const child of node.childNodes ?? []) this.#walk(child, role, at, node.id);
  }

  #say(role: string, raw: string, at: number): void {
    const text = plain(raw);
    if (LIVE_ROLES.includes(role) && text && text.length <= MAX_TEXT && !MASKED.test(text))
      this.said.push({ at, role, text });
  }
}

interface Increment {
  source?: number;
  id?: number;
  text?: string;
  isChecked?: boolean;
  adds?: { parentId: number; node: Node }[];
  texts?: { id: number; value: string | null }[];
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

function liveRole({ tagName, attributes }: Node): string | undefined {
  if (typeof attributes?.role === 'string') return attributes.role;
  return tagName === 'output' ? 'status' : undefined;
}

/** The words of the first heading of the first level that can be seen. */
function headingIn(node: Node): string | undefined {
  const { attributes = {}, tagName } = node;
  const isHidden =
    'hidden' in attributes ||
    attributes['aria-hidden'] === 'true' ||
    /display:\s*none/.test(String(attributes.style ?? ''));
  if (isHidden || tagName === 'template' || tagName === 'noscript') return;
  if (tagName === 'h1') {
    const text = plain(textIn(node));
    return text && text.length <= MAX_TEXT && !text.includes('•') ? text : undefined;
  }
  for (const child of node.childNodes ?? []) {
    if (child.type === DOCUMENT) continue;
    const found = headingIn(child);
    if (found) return found;
  }
}

const textIn = ({ textContent = '', childNodes = [] }: Node): string => textContent + childNodes.map(textIn).join('');
