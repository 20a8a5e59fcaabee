import { record } from '@rrweb/record';
import { EventType, type eventWithTime, IncrementalSource, NodeType, type serializedNodeWithId } from '@rrweb/types';
import type { RecordingOptions } from '../messages/channel';
import { MASK, redactText, redactUrl } from '../session/redact';
import { BLOCKED, isWithin } from '../session/wishes';
import { fieldValue, noteField, watchFields } from './fields';
import { isMasked, maskedText, redactAttributes, redactNodeText, startsMask } from './privacy';
import type { References } from './references';
import { type createStylesheets, withOwnFragments } from './stylesheets';
import { isLossy, ownText } from './unseen/own-text';

/** The texts and addresses of one document that are sent apart from its events. */
export interface Apart {
  stylesheets: ReturnType<typeof createStylesheets>;
  references: References;
  options(): RecordingOptions;
}

/** One pass over an event before it is serialised, in place: takes secrets, stylesheet texts and addresses of assets out. */
export function clean(event: eventWithTime, apart: Apart): void {
  if (event.type === EventType.Meta) event.data.href = redactUrl(event.data.href);
  else if (event.type === EventType.FullSnapshot) cleanNode(event.data.node, '', apart.options().strict, apart);
  else if (event.type === EventType.IncrementalSnapshot) cleanIncrement(event.data, apart);
}

type Increment = Extract<eventWithTime, { type: EventType.IncrementalSnapshot }>['data'];

function cleanIncrement(data: Increment, apart: Apart): void {
  const css = (text: string): string => apart.references.css(text, document.baseURI);
  switch (data.source) {
    case IncrementalSource.Mutation:
      cleanMutation(data, apart);
      break;
    case IncrementalSource.Input:
      cleanInput(data, apart);
      break;
    case IncrementalSource.StyleSheetRule:
      for (const added of data.adds ?? []) added.rule = css(added.rule);
      if (data.replace) data.replace = css(data.replace);
      if (data.replaceSync) data.replaceSync = css(data.replaceSync);
      break;
    case IncrementalSource.StyleDeclaration:
      if (data.set?.value) data.set.value = css(data.set.value);
      break;
    case IncrementalSource.AdoptedStyleSheet:
      for (const { rules } of data.styles ?? []) for (const added of rules) added.rule = css(added.rule);
      break;
    case IncrementalSource.Font:
      if (!data.buffer) data.fontSource = css(data.fontSource);
  }
}

const nodeOf = (id: number): Node | undefined => record.mirror.getNode(id) ?? undefined;

const elementOf = (id: number): Element | undefined => {
  const node = nodeOf(id);
  return node?.nodeType === 1 ? (node as Element) : undefined;
};

function cleanMutation(data: Extract<Increment, { source: IncrementalSource.Mutation }>, apart: Apart): void {
  /** By the number of an element; rrweb tells of parents before their children. */
  const masked = new Map<number, boolean>();
  for (const { node, parentId } of data.adds) {
    // rrweb's replayer takes a document that comes again for the one that it has built: of a frame that was looked at before its
    // first element was there, nothing would be shown. It compares this word (`isNodeMetaEqual`), and asks what stands in it of "BackCompat" alone.
    if (node.type === NodeType.Document && node.childNodes.length === 0) node.compatMode = 'Unparsed';
    const parent = nodeOf(parentId);
    const isIn = masked.get(parentId) ?? isMasked(around(parent), apart.options());
    masked.set(parentId, isIn);
    masked.set(node.id, cleanNode(node, parent?.nodeName.toUpperCase() ?? '', isIn, apart));
  }
  // A page may block what was recorded already: what it was stays, what it becomes is not told.
  data.attributes = data.attributes.filter(({ id }) => !isWithin(nodeOf(id), BLOCKED));
  data.texts = data.texts.filter(({ id }) => !isWithin(nodeOf(id), BLOCKED));
  for (const { id, attributes } of data.attributes) cleanAttributes(attributes, id, undefined, undefined, apart);
  for (const text of data.texts) if (text.value) text.value = textNow(text.value, nodeOf(text.id), apart);
}

/** The element a node is in: for what stands at the top of a shadow tree, the tree's; of a frame's document, the frame. */
function around(node: Node | undefined): Element | null {
  if (!node) return null;
  if (node.nodeType === 1) return node as Element;
  if (node.nodeType === 9) return (node as Document).defaultView?.frameElement ?? null;
  return (node as Partial<ShadowRoot>).host ?? null;
}

function textNow(text: string, node: Node | undefined, apart: Apart): string {
  if (!node || node.nodeType === 8) return ''; // a comment
  const parent = node.parentElement ?? around(node.parentNode ?? undefined);
  const tag = parent?.nodeName.toUpperCase() ?? '';
  if (tag === 'STYLE') return apart.references.css(text, document.baseURI);
  if (parent && tag === 'TEXTAREA') return redactText(fieldValue(text, parent, apart.options()));
  return redactNodeText(maskedText(text, isMasked(parent, apart.options())), tag);
}

/** rrweb masks what is typed, but tells the value of a box to tick; and of a field that it has not recorded it tells as of number -1. */
function cleanInput(data: Extract<Increment, { source: IncrementalSource.Input }>, { options }: Apart): void {
  const element = elementOf(data.id);
  if (!element || isWithin(element, BLOCKED)) data.text = '';
  else data.text = redactText(data.text === MASK ? MASK : fieldValue(data.text, element, options()));
}

/** Cleans a node and all in it. `masked` is what holds around it; gives what holds within. */
function cleanNode(node: serializedNodeWithId, parentTag: string, masked: boolean, apart: Apart): boolean {
  if (node.isShadow || node.type === NodeType.Document) {
    const root = nodeOf(node.id)?.getRootNode();
    if (root) watchFields(root);
  }
  let within = masked;
  if (node.type === NodeType.Element) {
    within ||= startsMask(node.attributes, node.tagName, elementOf(node.id), apart.options());
    cleanAttributes(node.attributes, node.id, node.tagName, within, apart);
  } else if (node.type === NodeType.Comment) node.textContent = '';
  else if (node.type === NodeType.Text)
    node.textContent =
      parentTag === 'STYLE'
        ? apart.references.css(node.textContent, document.baseURI)
        : redactNodeText(maskedText(node.textContent, masked), parentTag);
  if (!('childNodes' in node)) return within;
  const tag = node.type === NodeType.Element ? node.tagName.toUpperCase() : '';
  for (const child of node.childNodes) cleanNode(child, tag, within, apart);
  return within;
}

function cleanAttributes(
  attributes: Record<string, unknown>,
  id: number,
  tagName: string | undefined,
  masked: boolean | undefined,
  { stylesheets, references, options }: Apart,
): void {
  const { style } = attributes;
  const element = elementOf(id);
  if (element?.localName === 'style') ownStyleText(attributes, element as HTMLStyleElement);
  if (typeof style === 'string') attributes.style = withOwnFragments(style);
  if (element) noteField(element);
  references.attributes(attributes, element);
  const text = attributes._cssText;
  redactAttributes(attributes, element, tagName ?? element?.localName ?? '', options(), masked);
  if (typeof text === 'string') attributes._cssText = stylesheets.refer(text);
}

/** What a style element's rules are where rrweb's text of them says something else. */
function ownStyleText(attributes: Record<string, unknown>, { sheet, textContent }: HTMLStyleElement): void {
  const { _cssText: text } = attributes;
  // Of a sheet without rules rrweb writes down the text, which a script may have taken all rules from.
  if (sheet && sheet.cssRules.length === 0 && textContent) attributes._cssText = '/* no rules */';
  else if (sheet && typeof text === 'string' && isLossy(text)) attributes._cssText = ownText(sheet, text) ?? text;
}
