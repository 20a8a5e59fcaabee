import { EventType, type eventWithTime, IncrementalSource, type serializedNodeWithId } from '@rrweb/types';

/** A single text or attribute longer than this (a video as a data URL) would fill all that may wait for the worker. */
const MAX_VALUE_CHARS = 4_000_000;

/** Empties values that are too large, in place, so that the page around them is recorded. Whether there were any. */
export function cutLarge(event: eventWithTime): boolean {
  if (event.type === EventType.FullSnapshot) return cutNode(event.data.node);
  if (event.type !== EventType.IncrementalSnapshot) return false;
  const { data } = event;
  if (data.source === IncrementalSource.Input) return cutIn(data, 'text');
  if (data.source !== IncrementalSource.Mutation) return false;
  const cuts = [
    ...data.texts.map(text => cutIn(text, 'value')),
    ...data.attributes.map(({ attributes }) => cutAll(attributes)),
    ...data.adds.map(({ node }) => cutNode(node)),
  ];
  return cuts.includes(true);
}

function cutNode(node: serializedNodeWithId): boolean {
  let isCut = 'textContent' in node && cutIn(node, 'textContent');
  if ('attributes' in node) isCut = cutAll(node.attributes) || isCut;
  if ('childNodes' in node) for (const child of node.childNodes) isCut = cutNode(child) || isCut;
  return isCut;
}

function cutAll(values: object): boolean {
  let isCut = false;
  for (const name in values) isCut = cutIn(values, name as never) || isCut;
  return isCut;
}

function cutIn<T extends object>(holder: T, name: keyof T): boolean {
  const value: unknown = holder[name];
  if (typeof value !== 'string' || value.length <= MAX_VALUE_CHARS) return false;
  holder[name] = '' as T[keyof T];
  return true;
}
