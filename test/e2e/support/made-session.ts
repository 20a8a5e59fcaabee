import { gzipSync } from 'node:zlib';
import { CONSOLE_PLUGIN, NETWORK_PLUGIN, type NetworkRequest } from '../../../src/session/plugin-events';
import type { Environment, Mark, Note, Range } from '../../../src/session/types';
import type { Tables } from './many';

/** An event as rrweb writes it, so many milliseconds after the session began. */
type Made = { after: number; type: number; data: object };

/** rrweb's numbers. */
const INCREMENT = 3;
const PLUGIN = 6;
const [MUTATION, MOVE, INTERACTION, INPUT] = [0, 1, 2, 5];
const [CLICK, TOUCH_START, TOUCH_END] = [2, 7, 9];
const [LINE, FIELD, DRAWING] = [4, 6, 8];

const text = (id: number, textContent: string) => ({ type: 3, id, textContent });
const element = (id: number, tagName: string, attributes: object, ...childNodes: object[]) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
});

/** A page with one line and a field, on a screen of this size. */
function opened([width, height]: readonly [number, number]): Made[] {
  const main = element(
    5,
    'main',
    {},
    element(3, 'h1', {}, text(LINE, 'Ready')),
    element(FIELD, 'input', { value: '' }),
  );
  const node = { type: 0, id: 1, childNodes: [element(2, 'html', {}, element(7, 'body', {}, main))] };
  return [
    { after: 0, type: 4, data: { href: 'http://www.shop.test/made', width, height } },
    { after: 1, type: 2, data: { node, initialOffset: { top: 0, left: 0 } } },
  ];
}

const increment = (after: number, source: number, data: object): Made => ({
  after,
  type: INCREMENT,
  data: { source, ...data },
});

export const says = (after: number, value: string): Made =>
  increment(after, MUTATION, { texts: [{ id: LINE, value }], attributes: [], removes: [], adds: [] });
/** A modal dialog opens, and its button has the focus. */
export const opens = (after: number): Made => {
  const dialog = element(20, 'dialog', { open: '', rr_open_mode: 'modal' }, element(21, 'button', {}, text(22, 'Yes')));
  const add = ({ childNodes, ...node }: ReturnType<typeof element>, parentId: number) => ({
    parentId,
    nextId: null,
    node: { ...node, childNodes: [] },
  });
  const [button] = dialog.childNodes as ReturnType<typeof element>[];
  const adds = [add(dialog, 5), ...(button ? [add(button, 20)] : [])];
  return increment(after, MUTATION, { texts: [], attributes: [], removes: [], adds });
};
/** A canvas comes behind the field. */
export const draws = (after: number): Made =>
  increment(after, MUTATION, {
    texts: [],
    attributes: [],
    removes: [],
    adds: [{ parentId: 5, nextId: null, node: element(DRAWING, 'canvas', {}) }],
  });
/** To a place, where the mouse had been on its way so long. */
export const moves = (after: number, x: number, y: number, wayMs = 0): Made =>
  increment(after, MOVE, { positions: [{ x, y, id: 5, timeOffset: -wayMs }] });
export const types = (after: number, typed: string): Made =>
  increment(after, INPUT, { id: FIELD, text: typed, isChecked: false, userTriggered: true });
export const clicks = (after: number, x: number, y: number): Made =>
  increment(after, INTERACTION, { type: CLICK, id: 5, x, y });
export const taps = (after: number, x: number, y: number): Made[] => [
  increment(after, INTERACTION, { type: TOUCH_START, id: 5, x, y }),
  increment(after + 400, INTERACTION, { type: TOUCH_END, id: 5, x, y }),
];
export const logs = (after: number, line: string): Made => ({
  after,
  type: PLUGIN,
  data: { plugin: CONSOLE_PLUGIN, payload: { level: 'log', trace: [], payload: [JSON.stringify(line)] } },
});

/** Requests whose own times count from the beginning of the session. */
export const asks = (after: number, startedAt: number, ...requests: NetworkRequest[]): Made => ({
  after,
  type: PLUGIN,
  data: { plugin: NETWORK_PLUGIN, payload: { requests, timeOrigin: startedAt } },
});

interface Story {
  id: string;
  startedAt: number;
  screen: readonly [number, number];
  /** In order of time. */
  events: Made[];
  /** When there was a user. */
  active: Range[];
  steps: (Pick<Mark, 'kind' | 'label' | 'detail' | 'place'> & { after: number })[];
  notes?: (Pick<Note, 'kind' | 'text'> & { after: number })[];
  environment?: Environment;
}

const PER_CHUNK = 5_000;

/** A session of one page, whose story is told rather than played by a robot: the rows of it. */
export function madeSession({ id, startedAt, screen, events, active, steps, notes = [], environment }: Story): Tables {
  const all = [...opened(screen), ...events];
  const [streamId, pageViewId] = [`${id}-stream`, `${id}-view`];
  const moment = (after: number) => startedAt + after;
  const last = all.at(-1)?.after ?? 0;
  const ranges = active.map(([from, to]) => [moment(from), moment(to)]);
  const lastActivityAt = ranges.at(-1)?.[1] ?? startedAt;
  const chunks = Array.from({ length: Math.ceil(all.length / PER_CHUNK) }, (_, seq) => {
    const own = all.slice(seq * PER_CHUNK, (seq + 1) * PER_CHUNK);
    const lines = own.map(({ after, ...event }) => JSON.stringify({ ...event, timestamp: moment(after) }));
    const [from, to] = [own[0]?.after ?? 0, own.at(-1)?.after ?? 0].map(moment);
    const bytes = [...gzipSync(lines.join('\n'))];
    return { streamId, seq, from, to, count: own.length, opensWithSnapshot: seq === 0, bytes };
  });
  const landing = { url: 'http://www.shop.test/made', title: 'Made page' };
  const counts = { pages: 1, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes: 1_000 };
  return {
    sessions: [
      { id, site: 'shop.test', identity: 'normal', startedAt, lastActivityAt, timeoutMs: 1_800_000, landing, counts },
    ],
    pageViews: [
      { id: pageViewId, sessionId: id, documentId: `${id}-document`, tabId: 1, ...landing, startedAt, environment },
    ],
    streams: [
      {
        id: streamId,
        sessionId: id,
        pageViewId,
        tabId: 1,
        frameId: 0,
        openedAt: startedAt,
        lastAt: moment(last),
        openReason: 'load',
        visible: true,
        windows: [{ seq: 0, at: startedAt }],
        active: ranges,
      },
    ],
    chunks,
    marks: steps.map(({ after, ...step }, n) => ({ streamId, seq: 0, n, at: moment(after), ...step })),
    notes: notes.map(({ after, ...note }, n) => ({ id: `${id}-note-${n}`, sessionId: id, at: moment(after), ...note })),
  };
}
