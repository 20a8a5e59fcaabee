import { record } from '@rrweb/record';
import { EventType, type eventWithTime, IncrementalSource, NodeType, type serializedNodeWithId } from '@rrweb/types';
import { redactUrl } from '../session/redact';
import { redactAttributes } from './privacy';
import type { References } from './references';
import { type createStylesheets, withOwnFragments } from './stylesheets';

/** The texts and addresses of one document that are sent apart from its events. */
export interface Apart {
  stylesheets: ReturnType<typeof createStylesheets>;
  references: References;
}

/** One pass over an event before it is serialised, in place: takes secrets, stylesheet texts and addresses of assets out. */
export function clean(event: eventWithTime, apart: Apart): void {
  if (event.type === EventType.Meta) event.data.href = redactUrl(event.data.href);
  else if (event.type === EventType.FullSnapshot) cleanNode(event.data.node, apart);
  else if (event.type === EventType.IncrementalSnapshot) cleanIncrement(event.data, apart);
}

type Increment = Extract<eventWithTime, { type: EventType.IncrementalSnapshot }>['data'];

function cleanIncrement(data: Increment, apart: Apart): void {
  const css = (text: string): string => apart.references.css(text, document.baseURI);
  switch (data.source) {
    case IncrementalSource.Mutation:
      for (const { node } of data.adds) cleanNode(node, apart);
      for (const { id, attributes } of data.attributes) cleanAttributes(attributes, id, undefined, apart);
      for (const text of data.texts) if (text.value && isInStyle(text.id)) text.value = css(text.value);
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

const elementOf = (id: number): Element | undefined => {
  const node = record.mirror.getNode(id);
  return node?.nodeType === 1 ? (node as Element) : undefined;
};

const isInStyle = (id: number): boolean => record.mirror.getNode(id)?.parentNode?.nodeName.toUpperCase() === 'STYLE';

function cleanNode(node: serializedNodeWithId, apart: Apart): void {
  if (node.type === NodeType.Element) cleanAttributes(node.attributes, node.id, node.tagName, apart);
  else if (node.type === NodeType.Text && node.textContent.includes('url(') && isInStyle(node.id))
    node.textContent = apart.references.css(node.textContent, document.baseURI);
  if ('childNodes' in node) for (const child of node.childNodes) cleanNode(child, apart);
}

function cleanAttributes(
  attributes: Record<string, unknown>,
  id: number,
  tagName: string | undefined,
  { stylesheets, references }: Apart,
): void {
  const { style } = attributes;
  if (typeof style === 'string') attributes.style = withOwnFragments(style);
  references.attributes(attributes, elementOf(id));
  redactAttributes(attributes, tagName);
  const text = attributes._cssText;
  if (typeof text === 'string') attributes._cssText = stylesheets.refer(text);
}
