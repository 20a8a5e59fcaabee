import { CONSOLE_PLUGIN, NETWORK_PLUGIN } from '../session/plugin-events';

/** What all events of rrweb have. */
export interface TapeEvent {
  type: number;
  timestamp: number;
  data: unknown;
}

/** rrweb's types of event that are told apart here. */
export const EVENT = { domContentLoaded: 0, load: 1, fullSnapshot: 2, incremental: 3, meta: 4, custom: 5, plugin: 6 };

/** rrweb numbers its types of event from 0 and has added one in a year; this leaves it room. */
const MAX_EVENT_TYPE = 99;
const MUTATION = 0;

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const isMaybe = (value: unknown, type: 'object' | 'string'): boolean =>
  value === undefined || (type === 'object' ? isObject(value) : typeof value === type);
const isList = (value: unknown, is: (one: Loose) => boolean): boolean =>
  value === undefined || (Array.isArray(value) && value.every(one => isObject(one) && is(one)));

const isTexts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every(one => typeof one === 'string'));

/** With all that lies in it. A list instead of recursion, as a page may be deep. */
function isNode(root: unknown): boolean {
  const open = [root];
  for (let n = 0; n < open.length; n++) {
    const node = open[n];
    if (!isObject(node) || !isMaybe(node.attributes, 'object') || !isMaybe(node.textContent ?? undefined, 'string'))
      return false;
    const { childNodes = [] } = node;
    if (!Array.isArray(childNodes)) return false;
    for (const child of childNodes) open.push(child);
  }
  return true;
}

const isRequest = ({ name, requestHeaders, responseHeaders, timing }: Loose): boolean =>
  typeof name === 'string' && [requestHeaders, responseHeaders, timing].every(one => isMaybe(one, 'object'));

function isSound({ type, data }: { type: number; data: Loose }): boolean {
  if (type === EVENT.meta) return isMaybe(data.href, 'string');
  if (type === EVENT.fullSnapshot) return isNode(data.node);
  if (type === EVENT.incremental && data.source === MUTATION)
    return (
      isList(data.adds, ({ node }) => isNode(node)) &&
      isList(data.removes, () => true) &&
      isList(data.texts, ({ value }) => isMaybe(value ?? undefined, 'string')) &&
      isList(data.attributes, ({ attributes }) => isObject(attributes))
    );
  const { plugin, payload } = data;
  if (type !== EVENT.plugin || (plugin !== NETWORK_PLUGIN && plugin !== CONSOLE_PLUGIN)) return true;
  if (!isObject(payload)) return false;
  return plugin === NETWORK_PLUGIN
    ? isList(payload.requests, isRequest)
    : isTexts(payload.payload) && isTexts(payload.trace);
}

/** By hand, not with valibot: this runs once per event, hundreds of thousands of times. */
export function isEvent(value: unknown): value is { type: number; timestamp: number; data: object } {
  const event = value as { type?: unknown; timestamp?: unknown; data?: unknown } | null | undefined;
  return (
    typeof event === 'object' &&
    event !== null &&
    Number.isInteger(event.type) &&
    (event.type as number) >= 0 &&
    (event.type as number) <= MAX_EVENT_TYPE &&
    Number.isFinite(event.timestamp) &&
    typeof event.data === 'object' &&
    event.data !== null
  );
}

/** The event on a line of a tape; undefined where it is none that could be shown: tapes come from pages and from files. */
export function eventIn(line: string): TapeEvent | undefined {
  try {
    const event: unknown = JSON.parse(line);
    return isEvent(event) && isSound(event as { type: number; data: Loose }) ? event : undefined;
  } catch {
    return undefined;
  }
}
