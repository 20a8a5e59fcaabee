import type { Mark, PageView, SessionIndex } from './types';

/** A session as a program can do it again: what the user did, where it led, and what could be seen. */
export type Action =
  | { do: 'go' | 'arrive'; tab: number; at: number; url: string; title?: string; heading?: string; within?: boolean }
  /** The page opened a tab of its own. */
  | { do: 'opened'; tab: number; at: number }
  /** The user turned to another tab, whose page has this address. */
  | { do: 'turn'; tab: number; at: number; url: string }
  | { do: 'click'; tab: number; at: number; target: Target; navigates?: boolean }
  /** Without a value, what was typed or chosen is not on tape. */
  | { do: 'fill' | 'select'; tab: number; at: number; target: Target; value?: string }
  | { do: 'check'; tab: number; at: number; target: Target; checked: boolean }
  | { do: 'press'; tab: number; at: number; keys: string[]; navigates?: boolean }
  /** The page said so where assistive technology listens. */
  | { do: 'see'; tab: number; at: number; role: string; text: string }
  /** What a program cannot do, for whoever reads it. */
  | { do: 'remark'; tab: number; at: number; text: 'file' | 'frame' | 'gap'; label: string };

export interface Target {
  /** As in `MarkDraft.selectors`. */
  selectors: string[];
  label: string;
  /** As in `MarkDraft.frame`. */
  frame?: number[];
}

/** What the events tell that marks do not. */
export interface Seen {
  /** A page's address in its first picture, by page view: the page view may have got its own later. */
  landed: ReadonlyMap<string, string>;
  /** The first heading of a page, by page view. */
  headings: ReadonlyMap<string, string>;
  /** What pages said in their live regions. */
  said: readonly { at: number; pageViewId: string; role: string; text: string }[];
  /** What a field held when the user had typed into it. */
  typed(mark: Mark): { text?: string; checked?: boolean };
}

/** A page that opens this soon after an action in another tab was opened by it; one that says where it came from, that is. */
const OPENED_WITHIN_MS = 10_000;
/** Pressing Enter clicks a form's button in the same breath. */
const SAME_BREATH_MS = 100;
/** What a page says this long after an action answers it. */
const ANSWER_MS = 5_000;

type Item =
  | { is: 'view'; at: number; view: PageView }
  | { is: 'mark'; at: number; mark: Mark; view: PageView | undefined; inFrame: boolean }
  | { is: 'said'; at: number; view: PageView | undefined; role: string; text: string };

/** The actions of a session in order. Tabs are numbered from 0 in the order they come; those nobody acted in are left out. */
export function buildActions({ session, pageViews, streams, marks }: SessionIndex, seen: Seen): Action[] {
  const views = new Map(pageViews.map(view => [view.id, view]));
  const byId = new Map(streams.map(stream => [stream.id, stream]));
  const openedAt = new Map<string, number>();
  for (const { pageViewId, openedAt: at } of streams)
    openedAt.set(pageViewId, Math.min(at, openedAt.get(pageViewId) ?? at));
  const items: Item[] = [
    ...pageViews.map((page): Item => {
      const landed = seen.landed.get(page.id) ?? page.url;
      // The first picture of a part is of before it: where the page has moved since, that is where it begins.
      const hasMoved = page.startedAt < (session.opensAt ?? 0) && landed !== page.url;
      const view = hasMoved ? { ...page, title: '' } : { ...page, url: landed };
      return { is: 'view', view, at: Math.max(view.startedAt, (openedAt.get(view.id) ?? 0) - ANSWER_MS) };
    }),
    ...marks.map((mark): Item => {
      const stream = byId.get(mark.streamId);
      return {
        is: 'mark',
        mark,
        at: mark.at,
        view: views.get(stream?.pageViewId ?? ''),
        // A frame of another site, or one that cannot be named.
        inFrame: stream?.frameId !== 0 || (mark.inFrame === true && !mark.frame),
      };
    }),
    ...seen.said.map(({ pageViewId, ...said }): Item => ({ is: 'said', ...said, view: views.get(pageViewId) })),
  ].sort((a, b) => a.at - b.at);
  const teller = new Teller(seen, usedTabs(items));
  for (const item of items) teller.take(item);
  return withoutEchoes(teller.actions);
}

const USER = ['click', 'input', 'key'];

/** The tabs that the user acted in; where there are none, the first. */
function usedTabs(items: readonly Item[]): Set<number> {
  const used = items.flatMap(item =>
    item.is === 'mark' && USER.includes(item.mark.kind) && item.view ? [item.view.tabId] : [],
  );
  const first = items.find(({ view }) => view)?.view;
  return new Set(used.length > 0 ? used : first ? [first.tabId] : []);
}

class Teller {
  actions: Action[] = [];
  #tabs = new Map<number, number>();
  #urls = new Map<number, string>();
  /** The page views whose first page mark was read. */
  #landed = new Set<string>();
  #current = -1;

  constructor(
    private readonly seen: Seen,
    private readonly used: ReadonlySet<number>,
  ) {}

  take(item: Item): void {
    if (!item.view || !this.used.has(item.view.tabId)) return;
    if (item.is === 'view') this.#view(item.view, item.at);
    else if (item.is === 'said') this.#said(item.view, item);
    else this.#mark(item.mark, item.view, item.inFrame);
  }

  #view(view: PageView, at: number): void {
    const known = this.#tabs.get(view.tabId);
    const tab = known ?? this.#tabs.size;
    this.#tabs.set(view.tabId, tab);
    this.#urls.set(tab, view.url);
    const isLanding = (this.seen.landed.get(view.id) ?? view.url) === view.url;
    const heading = isLanding && this.seen.headings.get(view.id);
    const page = { tab, at, url: view.url, title: view.title, ...(heading && { heading }) };
    const last = this.actions.findLast(action => action.do === 'click' || action.do === 'press');
    const isAnswer = last !== undefined && at - last.at < OPENED_WITHIN_MS;
    const follows = view.via === 'link' || (view.via === undefined && isAnswer);
    if (known === undefined && tab > 0 && follows && isAnswer) this.actions.push({ do: 'opened', tab, at });
    const arrives = follows && (known !== undefined || (tab > 0 && isAnswer));
    if (arrives && isAnswer && last.tab === tab) last.navigates = true;
    this.actions.push({ do: arrives ? 'arrive' : 'go', ...page });
    this.#current = tab;
  }

  #said(view: PageView, { at, role, text }: { at: number; role: string; text: string }): void {
    const tab = this.#tabs.get(view.tabId);
    const last = this.actions.findLast(({ do: what }) => what !== 'see');
    const isAnswer =
      last !== undefined && ['click', 'press', 'fill', 'select', 'check'].includes(last.do) && at - last.at < ANSWER_MS;
    if (tab === undefined || tab !== last?.tab || !isAnswer) return;
    // What is said next takes the place of what was said before: only the last can still be seen.
    if (this.actions.at(-1)?.do === 'see') this.actions.pop();
    this.actions.push({ do: 'see', tab, at, role, text });
  }

  #mark(mark: Mark, view: PageView, inFrame: boolean): void {
    const tab = this.#tabs.get(view.tabId);
    if (tab === undefined) return;
    if (mark.kind === 'page' && !inFrame) this.#moved(tab, mark, view);
    else if (mark.kind === 'gap') this.actions.push({ do: 'remark', tab, at: mark.at, text: 'gap', label: mark.label });
    else if (USER.includes(mark.kind)) {
      if (tab !== this.#current)
        this.actions.push({ do: 'turn', tab, at: mark.at, url: this.#urls.get(tab) ?? view.url });
      this.#current = tab;
      if (inFrame) this.actions.push({ do: 'remark', tab, at: mark.at, text: 'frame', label: mark.label });
      else this.actions.push(this.#user(mark, tab));
    }
  }

  /** The page changed its address by itself. */
  #moved(tab: number, { at, label, detail: url = label }: Mark, view: PageView): void {
    const isFirst = !this.#landed.has(view.id);
    this.#landed.add(view.id);
    // A page's landing may be told only after the next page of the tab has begun.
    if (isFirst && url === view.url) return;
    if (!/^https?:/.test(url) || this.#urls.get(tab) === url) return;
    this.#urls.set(tab, url);
    this.actions.push({ do: 'arrive', tab, at, url, within: true });
  }

  #user(mark: Mark, tab: number): Action {
    const { at, label } = mark;
    const target = { selectors: mark.selectors ?? [], label, ...(mark.frame && { frame: mark.frame }) };
    if (mark.kind === 'click') return { do: 'click', tab, at, target };
    if (mark.kind === 'key') return { do: 'press', tab, at, keys: keysOf(label) };
    const { text, checked } = this.seen.typed(mark);
    if (mark.field === 'file') return { do: 'remark', tab, at, text: 'file', label };
    if (mark.field === 'choice')
      return checked === undefined ? { do: 'click', tab, at, target } : { do: 'check', tab, at, target, checked };
    return {
      do: mark.field === 'select' ? 'select' : 'fill',
      tab,
      at,
      target,
      ...(text !== undefined && { value: text }),
    };
  }
}

/** `Ctrl+Shift+a` as keys; a plus may be the key itself. */
const keysOf = (label: string): string[] =>
  label.endsWith('+') ? [...label.slice(0, -1).split('+').filter(Boolean), '+'] : label.split('+');

/** Leaves out what comes of itself: Enter before the click it makes, a click into a field before what is typed there. */
function withoutEchoes(actions: readonly Action[]): Action[] {
  return actions.filter((action, n) => {
    const next = actions[n + 1];
    if (!next || next.tab !== action.tab) return true;
    if (action.do === 'press' && next.do === 'click')
      return next.at - action.at > SAME_BREATH_MS || action.keys.join() !== 'Enter';
    if (action.do !== 'click' || (next.do !== 'fill' && next.do !== 'select')) return true;
    return keyOf(action.target) !== keyOf(next.target);
  });
}

const keyOf = ({ selectors, frame = [] }: Target): string => [...frame, ...selectors].join();
