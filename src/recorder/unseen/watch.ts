import { record } from '@rrweb/record';
import {
  type adoptedStyleSheetData,
  EventType,
  type elementNode,
  type eventWithoutTime,
  type eventWithTime,
  IncrementalSource,
  NodeType,
  type serializedNodeWithId,
} from '@rrweb/types';
import type { RecordingOptions } from '../../messages/channel';
import { PAGE_STATE, type PageState } from '../../session/page-state';
import { IGNORED, isWithin } from '../../session/wishes';
import { hasChoice } from '../candidates';
import { fieldValue } from '../fields';
import { natives } from '../natives';
import { type Adopter, watchAdopted } from './adopted';
import { after, all } from './after';
import { watchClosed } from './closed';
import { enteredGood, watchEntered } from './entered';
import { type Field, watchFieldValues } from './fields';
import { fontsInUse, watchFonts } from './fonts';
import { isLossy, ownText, watchTexts } from './own-text';
import { watchRules } from './rules';
import { closedState, naturalStates, statesOf } from './states';
import { watchSheetSwitches } from './switches';

/** What a page does that rrweb has no eye for, told as events of its format, or as states of our own. */
export interface Unseen {
  /** What is to follow an event of rrweb: states of the elements it brings, and what else its players need. */
  following(event: eventWithTime): eventWithoutTime[];
  /** Looks once more at what scripts may have changed since. */
  look(): void;
  /** The relay has found an element with a closed shadow root. */
  foundClosed(host: Element): void;
  stop(): void;
}

const STATEFUL = ['select', 'input', 'textarea', 'style', 'link', 'img', 'video'];

const isChoice = ({ type }: Field): boolean => type === 'checkbox' || type === 'radio';
const stateEvent = (states: PageState[]): eventWithoutTime => ({
  type: EventType.Custom,
  data: { tag: PAGE_STATE, payload: states },
});

/** Watches until it is stopped. `tell` puts an event on tape, if a tape is open; `optionsNow` are those it is recorded with;
 * `renew` takes a fresh snapshot. */
export function watchUnseen(
  tell: (event: eventWithoutTime) => void,
  optionsNow: () => RecordingOptions,
  renew: () => void,
): Unseen {
  const idOf = (node: Node): number => record.mirror.getId(node);
  const increment = (data: Extract<eventWithTime, { type: EventType.IncrementalSnapshot }>['data']) =>
    tell({ type: EventType.IncrementalSnapshot, data });
  const tellStates = (states: PageState[]) => {
    if (states.length > 0) tell(stateEvent(states));
  };
  const mayShow = (field: Field, text: string): boolean => fieldValue(text, field, optionsNow()) === text;
  /** What rrweb calls a constructed sheet: it keeps that to itself, but tells of lists in their order. */
  const styleIds = new WeakMap<CSSStyleSheet, number>();
  const openRoots = new WeakSet<ShadowRoot>();

  const fieldChanged = (field: Field) => {
    const id = idOf(field);
    if (id < 0 || isWithin(field, IGNORED)) return;
    const states = statesOf(field, id, mayShow);
    if (states.length > 0) tellStates(states);
    else if (!(field instanceof HTMLSelectElement))
      increment({
        source: IncrementalSource.Input,
        id,
        text: isChoice(field) ? field.value : fieldValue(field.value, field, optionsNow()),
        isChecked: 'checked' in field && field.checked,
      });
  };
  const adopted = (adopter: Adopter) => {
    const id = idOf(adopter instanceof ShadowRoot ? adopter.host : adopter);
    const { adoptedStyleSheets } = adopter;
    if (id < 0) return;
    if (adoptedStyleSheets.length === 0) increment({ source: IncrementalSource.AdoptedStyleSheet, id, styleIds: [] });
    // rrweb hears of a list that is set.
    else adopter.adoptedStyleSheets = [...adoptedStyleSheets];
  };
  const rules = watchRules(({ sheet, rule, place }) => {
    const id = sheet.ownerNode ? idOf(sheet.ownerNode) : undefined;
    const styleId = styleIds.get(sheet);
    if ((id ?? -1) < 0 && styleId === undefined) return;
    const behind = typeof place === 'number' ? place + 1 : place.with(-1, (place.at(-1) ?? 0) + 1);
    increment({
      source: IncrementalSource.StyleSheetRule,
      ...(styleId === undefined ? { id } : { styleId }),
      adds: [{ rule, index: place }],
      removes: [{ index: behind }],
    });
  });
  const closed = watchClosed(host => {
    const id = idOf(host);
    if (id >= 0) tellStates([closedState(host, id)]);
  });
  const sheetSwitched = (owner: Node | null) => {
    const id = owner ? idOf(owner) : -1;
    const sheet = owner instanceof HTMLStyleElement || owner instanceof HTMLLinkElement ? owner.sheet : null;
    if (id >= 0 && sheet) tellStates([{ is: 'sheet', id, disabled: sheet.disabled }]);
  };
  const toggled = ({ target }: Event) => {
    const id = target instanceof Element && target.hasAttribute('popover') ? idOf(target) : -1;
    if (id >= 0) tellStates([{ is: 'popover', id, open: (target as Element).matches(':popover-open') }]);
  };
  /** What was chosen for a picture, as far as it has been told: a lazy one is chosen late, and a window that grows chooses anew. */
  const chosen = new WeakMap<HTMLImageElement, string>();
  const loadedOwn = ({ target }: Event) => {
    const isSized = target instanceof HTMLImageElement || target instanceof HTMLVideoElement;
    const id = isSized ? idOf(target) : -1;
    if (!isSized || id < 0) return;
    if (target instanceof HTMLImageElement && hasChoice(target) && chosen.get(target) !== target.currentSrc) {
      chosen.set(target, target.currentSrc);
      const attributes = { src: target.currentSrc, srcset: target.srcset };
      increment({
        source: IncrementalSource.Mutation,
        texts: [],
        removes: [],
        adds: [],
        attributes: [{ id, attributes }],
      });
    }
    tellStates(naturalStates(target, id));
  };
  /** Where things are scrolled to, as far as it has been told. */
  const places = new Map<number, string>();
  /** rrweb looks each 100 ms, and then at one of all that scroll, and in a shadow tree at none: so it misses where they come to rest. */
  const cameToRest = ({ target }: Event) => {
    const id = idOf(target as Node);
    const at = target instanceof Document ? target.scrollingElement : (target as Element);
    if (id < 0 || !at) return;
    const { scrollLeft: x, scrollTop: y } = at;
    if (places.get(id) !== `${x} ${y}`) increment({ source: IncrementalSource.Scroll, id, x, y });
  };
  /** What does not leave a shadow tree, and does not reach a window. */
  const inTree: [type: string, hear: (event: Event) => void][] = [
    ['toggle', toggled],
    ['load', loadedOwn],
    ['loadedmetadata', loadedOwn],
    ['scrollend', cameToRest],
  ];
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  // What media queries say is told with a snapshot.
  const schemeChanged = () => renew();

  for (const [type, hear] of inTree) natives.listen.call(document, type, hear, true);
  natives.listen.call(scheme, 'change', schemeChanged);
  const undo = all([
    watchFieldValues(fieldChanged),
    watchEntered((field, good) => {
      const id = idOf(field);
      if (id >= 0) tellStates([{ is: 'entered', id, good }]);
    }),
    watchAdopted(adopted),
    watchFonts(font => increment({ source: IncrementalSource.Font, ...font })),
    watchTexts(),
    watchSheetSwitches(sheetSwitched),
    rules.undo,
    closed.undo,
    after<Element>(Element.prototype, 'attachShadow', 'value', host => hearInside(host)),
    () => {
      for (const [type, hear] of inTree) natives.unlisten.call(document, type, hear, true);
    },
    () => natives.unlisten.call(scheme, 'change', schemeChanged),
  ]);

  /** Told from what is written down, for most elements have none and there are many. */
  const mayHaveState = (node: elementNode): boolean =>
    STATEFUL.includes(node.tagName) || 'popover' in node.attributes || 'isShadowHost' in node || closed.isAny();
  /** All states of the elements of a tree that is written down. */
  const statesIn = (nodes: serializedNodeWithId[]): PageState[] => {
    const states: PageState[] = [];
    const rest = [...nodes];
    for (let node = rest.pop(); node; node = rest.pop()) {
      const { id } = node;
      if (node.type === NodeType.Element && mayHaveState(node)) {
        const element = record.mirror.getNode(id) as Element;
        states.push(...statesOf(element, id, mayShow));
        if (element instanceof HTMLImageElement) chosen.set(element, element.currentSrc);
        const good = 'validity' in element ? enteredGood(element) : null;
        if (good !== null) states.push({ is: 'entered', id, good });
        if (closed.has(element)) states.push(closedState(element, id));
        hearInside(element);
      }
      if ('childNodes' in node) rest.push(...node.childNodes);
    }
    return states;
  };
  const hearInside = ({ shadowRoot }: Element) => {
    if (!shadowRoot || openRoots.has(shadowRoot)) return;
    openRoots.add(shadowRoot);
    for (const [type, hear] of inTree) natives.listen.call(shadowRoot, type, hear, true);
  };
  /** The whole text of adopted sheets whose rules do not tell it. */
  const adoptedTexts = ({ id, styleIds: ids, styles = [] }: adoptedStyleSheetData): eventWithoutTime[] => {
    const host = record.mirror.getNode(id);
    const sheets =
      host instanceof Element ? host.shadowRoot?.adoptedStyleSheets : (host as Document)?.adoptedStyleSheets;
    return ids.flatMap((styleId, n) => {
      const sheet = sheets?.[n];
      if (!sheet) return [];
      styleIds.set(sheet, styleId);
      const text =
        styles
          .find(style => style.styleId === styleId)
          ?.rules.map(({ rule }) => rule)
          .join('\n') ?? '';
      const replaceSync = isLossy(text) ? ownText(sheet, text) : undefined;
      const data = { source: IncrementalSource.StyleSheetRule, styleId, replaceSync } as const;
      return replaceSync === undefined ? [] : [{ type: EventType.IncrementalSnapshot, data }];
    });
  };

  return {
    following(event) {
      if (event.type === EventType.FullSnapshot)
        return [
          stateEvent([{ is: 'scheme', dark: scheme.matches }, ...statesIn([event.data.node])]),
          ...fontsInUse().map(
            (font): eventWithoutTime => ({
              type: EventType.IncrementalSnapshot,
              data: { source: IncrementalSource.Font, ...font },
            }),
          ),
        ];
      if (event.type !== EventType.IncrementalSnapshot) return [];
      const { data } = event;
      if (data.source === IncrementalSource.Mutation) {
        const states = statesIn(data.adds.map(({ node }) => node));
        return states.length > 0 ? [stateEvent(states)] : [];
      }
      if (data.source === IncrementalSource.Input) {
        const field = record.mirror.getNode(data.id);
        const isStated = field instanceof HTMLSelectElement || (field as HTMLInputElement | null)?.indeterminate;
        const states = isStated ? statesOf(field as Field, data.id, mayShow) : [];
        return states.length > 0 ? [stateEvent(states)] : [];
      }
      if (data.source === IncrementalSource.AdoptedStyleSheet) return adoptedTexts(data);
      if (data.source === IncrementalSource.Scroll) places.set(data.id, `${data.x} ${data.y}`);
      return [];
    },
    look: rules.look,
    foundClosed: closed.add,
    stop: undo,
  };
}
