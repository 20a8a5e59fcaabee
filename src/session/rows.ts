import { CANVAS_TAG, pictureIn } from './canvas';
import { PAGE_STATE, pageStates } from './page-state';
import {
  CONSOLE_PLUGIN,
  type ConsoleLine,
  isPrinted,
  NETWORK_PLUGIN,
  type NetworkRequest,
  WORKER,
} from './plugin-events';

/** Where on the tape a row was read: its whole content is read there again when somebody asks for it. */
export interface RowPlace {
  streamId: string;
  seq: number;
  /** Which line of the chunk. */
  line: number;
  /** Which of the requests on that line. */
  item: number;
}

export type ConsoleLevel = 'error' | 'warn' | 'info' | 'debug';

/** A line of the console as a list shows it. */
export interface ConsoleRow extends RowPlace {
  at: number;
  level: ConsoleLevel;
  text: string;
}

export type RequestType = 'fetch' | 'document' | 'script' | 'style' | 'image' | 'font' | 'media' | 'socket' | 'other';

/** A request as a list shows it. */
export interface RequestRow extends RowPlace {
  /** When it began. */
  at: number;
  durationMs: number;
  url: string;
  method: string;
  type: RequestType;
  /** 0 where there was no answer, or the browser does not tell. */
  status: number;
  error?: string;
  /** Bytes of the answer, where known. */
  size?: number;
  /** When the answer began. */
  answeredAt?: number;
}

/** What was typed into one field in one go, where keystrokes are recorded. */
export interface TypedRow extends RowPlace {
  at: number;
  /** rrweb's id of the field. */
  field: number;
  text: string;
}

/** What a page had and nobody could record: the first two are boxes in its picture. Drawings are, where they are switched on. */
export interface UnseenRow {
  streamId: string;
  /** Of one stream and kind: rrweb's id of the element, or when the worker began. */
  id: number;
  what: 'closed' | 'canvas' | 'drawing' | 'worker';
}

export interface Rows {
  console: ConsoleRow[];
  requests: RequestRow[];
  typed: TypedRow[];
  /** An element is told of as often as its size changes or a snapshot is taken. */
  unseen: UnseenRow[];
}

/** So much of a text is kept in a row; the rest is read when it is asked for. */
const MAX_TEXT = 400;
/** A line says what it is at its beginning. */
const HEAD_CHARS = 200;
const WANTED =
  /"plugin":"rrweb\/(?:console|network)@1"|"source":5,|"tag":"tapedeck-state"|"tag":"tapedeck\/canvas","payload":\{"id":\d+,"why"/;
/** Stands anywhere in a line that has a canvas. */
const CANVAS = '"tagName":"canvas"';
const CUSTOM = 5;
const PLUGIN = 6;
const INCREMENT = 3;
const INPUT = 5;

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** The rows on a chunk's text. Whatever has another shape than it should is left out: tapes come from pages and from files. */
export function rowsOf(text: string, streamId: string, seq: number): Rows {
  const rows: Rows = { console: [], requests: [], typed: [], unseen: [] };
  let from = 0;
  let canvasAt = text.indexOf(CANVAS);
  for (let line = 0; from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    if (canvasAt >= from && canvasAt < to) {
      for (const id of canvasesIn(parsed(text.slice(from, to)))) rows.unseen.push({ streamId, id, what: 'drawing' });
      canvasAt = text.indexOf(CANVAS, to);
    }
    if (WANTED.test(text.slice(from, Math.min(to, from + HEAD_CHARS))))
      addRows(rows, parsed(text.slice(from, to)), { streamId, seq, line, item: 0 });
    from = to + 1;
  }
  return rows;
}

function addRows(rows: Rows, event: unknown, place: RowPlace): void {
  if (!isObject(event) || !isAmount(event.timestamp) || !isObject(event.data)) return;
  const { timestamp: at, data } = event;
  if (event.type === INCREMENT && data.source === INPUT) {
    if (isText(data.text) && isAmount(data.id) && /[^•*]/.test(data.text))
      rows.typed.push({ ...place, at, field: data.id, text: cut(data.text) });
  } else if (event.type === CUSTOM) {
    const { streamId } = place;
    const canvas = data.tag === CANVAS_TAG ? pictureIn(data) : undefined;
    if (canvas?.why) rows.unseen.push({ streamId, id: canvas.id, what: 'canvas' });
    const states = data.tag === PAGE_STATE ? pageStates(data) : [];
    for (const state of states) if (state.is === 'closed') rows.unseen.push({ streamId, id: state.id, what: 'closed' });
  } else if (event.type === PLUGIN && data.plugin === CONSOLE_PLUGIN) {
    const line = consoleLine(data.payload);
    if (line && isPrinted(line))
      rows.console.push({ ...place, at, level: levelOf(line.level), text: cut(consoleText(line)) });
  } else if (event.type === PLUGIN && data.plugin === NETWORK_PLUGIN && isObject(data.payload)) {
    const { timeOrigin } = data.payload as Loose;
    for (const [item, request] of requestsOf(data.payload).entries()) {
      if (!request) continue;
      if (request.initiatorType === WORKER)
        rows.unseen.push({ streamId: place.streamId, id: request.startTime, what: 'worker' });
      const endedAt = isAmount(timeOrigin) ? timeOrigin + request.endTime : at;
      rows.requests.push(requestRow(request, endedAt, { ...place, item }));
    }
  }
}

/** rrweb's ids of the canvases in a snapshot, or in what was added to a page. */
function canvasesIn(event: unknown): number[] {
  const { node, adds } = Object(Object(event).data) as Loose;
  const open: unknown[] = [node, ...(Array.isArray(adds) ? adds.map(added => Object(added).node) : [])];
  const found: number[] = [];
  for (let one = open.pop(); open.length > 0 || one; one = open.pop()) {
    if (!isObject(one)) continue;
    if (one.tagName === 'canvas' && isAmount(one.id)) found.push(one.id);
    if (Array.isArray(one.childNodes)) for (const child of one.childNodes) open.push(child);
  }
  return found;
}

/** The line of the console at a place of a chunk's text. */
export const consoleLineAt = (text: string, { line }: RowPlace): ConsoleLine | undefined =>
  consoleLine(payloadAt(text, line));

/** The request at a place of a chunk's text. */
export const requestAt = (text: string, { line, item }: RowPlace): NetworkRequest | undefined =>
  requestsOf(payloadAt(text, line))[item];

function payloadAt(text: string, line: number): unknown {
  const event = parsed(text.split('\n')[line] ?? '');
  return isObject(event) && isObject(event.data) ? event.data.payload : undefined;
}

function consoleLine(payload: unknown): ConsoleLine | undefined {
  if (!isObject(payload) || !isText(payload.level) || !Array.isArray(payload.payload)) return;
  const trace = Array.isArray(payload.trace) ? payload.trace.filter(isText) : [];
  return { level: payload.level, trace, payload: payload.payload.filter(isText) };
}

const requestsOf = (payload: unknown): (NetworkRequest | undefined)[] =>
  isObject(payload) && Array.isArray(payload.requests) ? payload.requests.map(networkRequest) : [];

const TEXTS = ['method', 'error', 'mimeType', 'requestBody', 'responseBody'] as const;
const AMOUNTS = ['status', 'requestBodySize', 'responseBodySize', 'transferSize'] as const;
const HEADERS = ['requestHeaders', 'responseHeaders'] as const;

function networkRequest(value: unknown): NetworkRequest | undefined {
  if (!isObject(value) || !isText(value.name) || !isText(value.initiatorType)) return;
  const { startTime, endTime, duration } = value;
  if (!isAmount(startTime) || !isAmount(endTime) || !isAmount(duration)) return;
  return {
    name: value.name,
    initiatorType: value.initiatorType,
    startTime,
    endTime,
    duration,
    ...picked(value, TEXTS, isText),
    ...picked(value, AMOUNTS, isAmount),
    ...Object.fromEntries(HEADERS.flatMap(name => (isObject(value[name]) ? [[name, all(value[name], isText)]] : []))),
    ...(isObject(value.timing) && { timing: all(value.timing, isAmount) }),
  };
}

const picked = <N extends string, T>(from: Loose, names: readonly N[], is: (value: unknown) => value is T) =>
  Object.fromEntries(names.flatMap(name => (is(from[name]) ? [[name, from[name]]] : []))) as Partial<Record<N, T>>;

const all = <T>(from: Loose, is: (value: unknown) => value is T): Record<string, T> =>
  Object.fromEntries(Object.entries(from).filter((pair): pair is [string, T] => is(pair[1])));

function requestRow(request: NetworkRequest, endedAt: number, place: RowPlace): RequestRow {
  const { name, method = 'GET', status = 0, error, duration, startTime, timing } = request;
  const at = endedAt - duration;
  const size = request.responseBodySize ?? request.transferSize;
  const answered = timing?.responseStart;
  return {
    ...place,
    at,
    durationMs: duration,
    url: cut(name),
    method: cut(method),
    type: typeOf(request),
    status,
    ...(error !== undefined && { error: cut(error) }),
    ...(size !== undefined && { size }),
    ...(answered && answered > startTime && { answeredAt: Math.min(endedAt, at + answered - startTime) }),
  };
}

/** Whether a request did not get what it asked for. */
export const hasFailed = ({ status, error }: Pick<RequestRow, 'status' | 'error'>): boolean =>
  error !== undefined || status >= 400;

const BY_INITIATOR = new Map<string, RequestType>(
  Object.entries({
    fetch: 'fetch',
    xmlhttprequest: 'fetch',
    beacon: 'fetch',
    eventsource: 'fetch',
    websocket: 'socket',
    navigation: 'document',
    iframe: 'document',
    script: 'script',
    img: 'image',
    image: 'image',
    input: 'image',
    audio: 'media',
    video: 'media',
    track: 'media',
    worker: 'script',
  } as const),
);
const BY_ENDING: [RegExp, RequestType][] = [
  [/\.css$/i, 'style'],
  [/\.[cm]?js$/i, 'script'],
  [/\.(?:woff2?|ttf|otf|eot)$/i, 'font'],
  [/\.(?:png|jpe?g|gif|svg|webp|avif|ico)$/i, 'image'],
];
const BY_MIME: [RegExp, RequestType][] = [
  [/^text\/css/i, 'style'],
  [/javascript/i, 'script'],
  [/font/i, 'font'],
  [/^image\//i, 'image'],
  [/^(?:audio|video)\//i, 'media'],
];

/** A style sheet brings fonts and images: what brought a file does not always say what it is. */
function typeOf({ initiatorType, mimeType = '', name }: NetworkRequest): RequestType {
  const path = name.replace(/[?#].*$/s, '');
  return (
    BY_INITIATOR.get(initiatorType) ??
    BY_MIME.find(([mime]) => mime.test(mimeType))?.[1] ??
    BY_ENDING.find(([ending]) => ending.test(path))?.[1] ??
    (initiatorType === 'css' || initiatorType === 'link' ? 'style' : 'other')
  );
}

/** What is shown together and hidden together. */
function levelOf(method: string): ConsoleLevel {
  if (method === 'error' || method === 'assert') return 'error';
  if (method === 'warn' || method === 'debug') return method;
  return 'info';
}

/** A line of the console as one text, `%s` and its like filled in as the console does. */
export function consoleText({ payload }: Pick<ConsoleLine, 'payload'>): string {
  const [first, ...rest] = payload.map(json => {
    const value = parsed(json);
    return isText(value) ? value : json;
  });
  const filled = first?.replace(/%([sdifoOc%])/g, (whole, letter) => {
    if (letter === '%') return '%';
    if (rest.length === 0) return whole;
    const value = rest.shift() ?? '';
    return letter === 'c' ? '' : value;
  });
  return [filled, ...rest].join(' ');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // no event, or a text that is no JSON: the caller says what becomes of it
  }
}

const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

/** Typing in one field is one row: what stood there at last. Rows are in order of time. */
export function joinTyping(rows: readonly TypedRow[]): TypedRow[] {
  const joined: TypedRow[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    if (last && last.streamId === row.streamId && last.field === row.field) joined[joined.length - 1] = row;
    else joined.push(row);
  }
  return joined;
}

/**
 * How many of each kind there were. A page that is recorded in several streams, for its user was away, is one page: of its streams
 * the one with most counts. `pageOf` gives a stream's page.
 */
export function countUnseen(
  rows: readonly UnseenRow[],
  pageOf: (streamId: string) => string | undefined,
): Record<UnseenRow['what'], number> {
  const count = { closed: 0, canvas: 0, drawing: 0, worker: 0 };
  const inStreams = new Map<string, Set<number>>();
  const inPages = new Map<string, number>();
  for (const { streamId, id, what } of rows) {
    const ids = inStreams.get(`${what} ${streamId}`) ?? new Set();
    inStreams.set(`${what} ${streamId}`, ids.add(id));
    const page = `${what} ${pageOf(streamId) ?? streamId}`;
    const most = inPages.get(page) ?? 0;
    if (ids.size <= most) continue;
    inPages.set(page, ids.size);
    count[what] += ids.size - most;
  }
  return count;
}
