import { EVENT, type TapeEvent } from './event-shape';

/** A node as rrweb writes it. */
export interface TapeNode {
  id: number;
  type: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  textContent?: string;
  childNodes?: TapeNode[];
}

interface Known {
  parent: number | undefined;
  kids: number[];
  /** Of an element. */
  tag?: string;
  /** Of a text. */
  text?: string;
  /** Of an element that says whether what stands in it can be edited. */
  editable?: boolean;
}

export const TEXT = 3;
const MUTATION = 0;
/** Elements that do not end a line of text; those that a page has named itself are taken for such. */
const INLINE =
  /^(a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|time|tt|u|var|wbr|.+-.+)$/i;

interface Mutation {
  source?: number;
  adds?: { parentId: number; nextId: number | null; node: TapeNode }[];
  removes?: { parentId: number; id: number }[];
  texts?: { id: number; value: string | null }[];
  attributes?: { id: number; attributes: Record<string, unknown> }[];
}

const editableBy = (attributes: Record<string, unknown> = {}): Pick<Known, 'editable'> => {
  const { contenteditable: said } = attributes;
  return typeof said === 'string' ? { editable: said !== 'false' } : {};
};

/** What a page is built of at a moment of its stream: which node lies in which, and the texts. Give it the events in their order. */
export class PageMirror {
  #nodes = new Map<number, Known>();
  #root: number | undefined;

  /** Takes in an event; gives the nodes whose text or place is new. */
  take({ type, data }: TapeEvent): number[] {
    if (type === EVENT.fullSnapshot) {
      this.#nodes.clear();
      const { node } = data as { node: TapeNode };
      this.#root = node.id;
      return this.#add(node, undefined);
    }
    const { source, adds = [], removes = [], texts = [], attributes = [] } = (data ?? {}) as Mutation;
    if (type !== EVENT.incremental || source !== MUTATION) return [];
    for (const { parentId, id } of removes) {
      const kids = this.#nodes.get(parentId)?.kids;
      const at = kids?.indexOf(id) ?? -1;
      if (at >= 0) kids?.splice(at, 1);
    }
    const touched = adds.flatMap(({ parentId, nextId, node }) => this.#add(node, parentId, nextId));
    for (const { id, attributes: changed } of attributes) {
      const node = this.#nodes.get(id);
      if (node && changed && 'contenteditable' in changed) {
        delete node.editable;
        Object.assign(node, editableBy(changed));
      }
    }
    for (const { id, value } of texts) {
      const node = this.#nodes.get(id);
      if (node?.text === undefined) continue;
      node.text = value ?? '';
      touched.push(id);
    }
    return touched;
  }

  text(id: number): string | undefined {
    return this.#nodes.get(id)?.text;
  }

  /** Whether a node stands where the user can type without a field. */
  isEditable(id: number): boolean {
    for (let at: number | undefined = id; at !== undefined; at = this.parentOf(at)) {
      const { editable } = this.#nodes.get(at) ?? {};
      if (editable !== undefined) return editable;
    }
    return false;
  }

  parentOf(id: number): number | undefined {
    return this.#nodes.get(id)?.parent;
  }

  /** The texts of the whole page, or of what lies in a node, in the order they are read. */
  *textsIn(id = this.#root): Generator<number> {
    const open = id === undefined ? [] : [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const node = this.#nodes.get(next);
      if (node?.text !== undefined) yield next;
      if (node) for (let n = node.kids.length - 1; n >= 0; n--) open.push(node.kids[n] as number);
    }
  }

  /** The texts next to a node in the order they are read, up to so many characters to each side. */
  around(id: number, chars: number): number[] {
    const side = (step: 1 | -1): number[] => {
      const found: number[] = [];
      let left = chars;
      for (let at = this.#beside(id, step); at !== undefined && left > 0; at = this.#beside(at, step)) {
        found.push(at);
        left -= Math.max(1, this.text(at)?.trim().length ?? 0);
      }
      return found;
    };
    return [...side(-1).reverse(), id, ...side(1)];
  }

  /** The nearest element around a node that begins a line. */
  blockOf(id: number): number | undefined {
    let at = this.parentOf(id);
    while (at !== undefined && INLINE.test(this.#nodes.get(at)?.tag ?? '')) at = this.parentOf(at);
    return at;
  }

  #add(node: TapeNode, parent: number | undefined, nextId: number | null = null): number[] {
    const added = new Set<number>();
    if (parent !== undefined && this.#isWithin(parent, node.id)) return [];
    // Moved: its old place forgets it.
    const before = this.#nodes.get(node.id);
    const siblings = before?.parent === undefined ? undefined : this.#nodes.get(before.parent)?.kids;
    const old = siblings?.indexOf(node.id) ?? -1;
    if (old >= 0) siblings?.splice(old, 1);
    const kids = parent === undefined ? undefined : this.#nodes.get(parent)?.kids;
    const at = nextId === null ? -1 : (kids?.indexOf(nextId) ?? -1);
    kids?.splice(at < 0 ? kids.length : at, 0, node.id);
    const open: [TapeNode, number | undefined][] = [[node, parent]];
    added.add(node.id);
    for (let next = open.pop(); next; next = open.pop()) {
      const [one, within] = next;
      // A tape from elsewhere may name a node twice, which would be a ring.
      const inside = (one.childNodes ?? []).filter(({ id }) => !added.has(id));
      for (const { id } of inside) added.add(id);
      this.#nodes.set(one.id, {
        parent: within,
        kids: inside.length > 0 ? inside.map(({ id }) => id) : (this.#nodes.get(one.id)?.kids ?? []),
        ...(one.tagName !== undefined && { tag: one.tagName }),
        ...(one.type === TEXT && { text: one.textContent ?? '' }),
        ...editableBy(one.attributes),
      });
      for (const child of inside) open.push([child, one.id]);
    }
    return [...added];
  }

  #isWithin(id: number, ancestor: number): boolean {
    for (let at: number | undefined = id; at !== undefined; at = this.parentOf(at)) if (at === ancestor) return true;
    return false;
  }

  /** The text before or after a node. */
  #beside(id: number, step: 1 | -1): number | undefined {
    for (let at = id, parent = this.parentOf(at); parent !== undefined; at = parent, parent = this.parentOf(at)) {
      const kids = this.#nodes.get(parent)?.kids ?? [];
      for (let n = kids.indexOf(at) + step; n >= 0 && n < kids.length; n += step) {
        const found = this.#edge(kids[n] as number, step);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** The first text in a node, or the last. */
  #edge(id: number, step: 1 | -1): number | undefined {
    const node = this.#nodes.get(id);
    if (!node) return undefined;
    if (node.text !== undefined) return id;
    const kids = step > 0 ? node.kids : [...node.kids].reverse();
    for (const kid of kids) {
      const found = this.#edge(kid, step);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
