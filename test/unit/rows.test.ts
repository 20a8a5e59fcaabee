import { expect, test } from 'vitest';
import { CONSOLE_PLUGIN, NETWORK_PLUGIN } from '../../src/session/plugin-events';
import {
  consoleLineAt,
  consoleText,
  countUnseen,
  hasFailed,
  joinTyping,
  requestAt,
  rowsOf,
} from '../../src/session/rows';

const chunk = (...events: unknown[]): string =>
  events.map(event => (typeof event === 'string' ? event : JSON.stringify(event))).join('\n');
const logged = (payload: unknown, timestamp = 100) => ({
  type: 6,
  data: { plugin: CONSOLE_PLUGIN, payload },
  timestamp,
});
const requested = (requests: unknown, timestamp = 1_000) => ({
  type: 6,
  data: { plugin: NETWORK_PLUGIN, payload: { requests } },
  timestamp,
});
const typed = (text: string, id: number, timestamp: number) => ({
  type: 3,
  data: { source: 5, text, isChecked: false, id },
  timestamp,
});
const GET = { name: 'http://shop.test/a', initiatorType: 'fetch', startTime: 10, endTime: 40, duration: 30 };

test('Rows are found among all other events, and their content again where they were found', () => {
  const text = chunk(
    { type: 4, data: {}, timestamp: 1 },
    logged({ level: 'warn', trace: ['at a'], payload: ['"careful"', '{"a":1}'] }),
    { type: 3, data: { source: 1, positions: [] }, timestamp: 2 },
    requested([GET, { ...GET, method: 'POST', status: 500, responseBody: 'oh' }]),
  );
  const { console: lines, requests } = rowsOf(text, 's', 7);
  expect(lines).toEqual([{ streamId: 's', seq: 7, line: 1, item: 0, at: 100, level: 'warn', text: 'careful {"a":1}' }]);
  expect(requests.map(({ at, method, status, line, item }) => [at, method, status, line, item])).toEqual([
    [970, 'GET', 0, 3, 0],
    [970, 'POST', 500, 3, 1],
  ]);
  expect(lines[0] && consoleLineAt(text, lines[0])).toEqual({
    level: 'warn',
    trace: ['at a'],
    payload: ['"careful"', '{"a":1}'],
  });
  expect(requests[1] && requestAt(text, requests[1])?.responseBody).toBe('oh');
});

test.each([
  ['no JSON', '{"type":6,"data":{"plugin":"rrweb/console@1"'],
  ['no payload', { type: 6, data: { plugin: CONSOLE_PLUGIN }, timestamp: 1 }],
  ['arguments that are none', logged({ level: 'log', trace: [], payload: 'x' })],
  ['a level that is no text', logged({ level: 3, trace: [], payload: [] })],
  ['no time', { type: 6, data: { plugin: CONSOLE_PLUGIN, payload: { level: 'log', trace: [], payload: [] } } }],
  ['the end of a group, which prints nothing', logged({ level: 'groupEnd', trace: [], payload: [] })],
  ['requests that are no list', requested({ 0: GET })],
  ['a request without an address', requested([{ ...GET, name: undefined }])],
  ['a request before all time', requested([{ ...GET, duration: -5 }])],
  ['a request of endless duration', requested([{ ...GET, duration: null }])],
])('A line with %s makes no row, and those after it do', (_, bad) => {
  const { console: lines, requests } = rowsOf(
    chunk(bad, logged({ level: 'log', trace: [], payload: ['"after"'] })),
    's',
    0,
  );
  expect(lines.map(({ text }) => text)).toEqual(['after']);
  expect(requests).toEqual([]);
});

test('What is no text or number in a request is left out of its content', () => {
  const text = chunk(
    requested([{ ...GET, status: '200', requestHeaders: { a: 'b', c: 5 }, timing: { requestStart: 'x' } }]),
  );
  const [row] = rowsOf(text, 's', 0).requests;
  expect(row && requestAt(text, row)).toEqual({ ...GET, requestHeaders: { a: 'b' }, timing: {} });
});

test.each([
  [['"a %s and %d"', '"b"', '3', '{"c":1}'], 'a b and 3 {"c":1}'],
  [['"%cred"', '"color: red"'], 'red'],
  [['"100%"'], '100%'],
  [['"%%s"', '1'], '%s 1'],
  [['{"a":1}', '"%s"'], '{"a":1} %s'],
  [[], ''],
])('The console shows %j as %j', (payload, text) => {
  expect(consoleText({ payload })).toBe(text);
});

test.each([
  [{ initiatorType: 'xmlhttprequest' }, 'fetch'],
  [{ initiatorType: 'css', name: 'http://a/font.woff2?v=1' }, 'font'],
  [{ initiatorType: 'link', name: 'http://a/theme' }, 'style'],
  [{ initiatorType: 'other', mimeType: 'image/png' }, 'image'],
  [{ initiatorType: 'early-hint', name: 'http://a/b.js#c' }, 'script'],
  [{ initiatorType: 'websocket' }, 'socket'],
  [{ initiatorType: 'whatever' }, 'other'],
])('%j is of type %s', (request, type) => {
  expect(rowsOf(chunk(requested([{ ...GET, ...request }])), 's', 0).requests[0]?.type).toBe(type);
});

test.each([
  [{ status: 200 }, false],
  [{ status: 0 }, false],
  [{ status: 404 }, true],
  [{ status: 0, error: 'aborted' }, true],
])('Whether %j has failed: %s', (answer, failed) => {
  expect(hasFailed(answer)).toBe(failed);
});

test('Typing in one field is one row, what is masked is none', () => {
  const { typed: rows } = rowsOf(
    chunk(typed('a', 1, 1), typed('ad', 1, 2), typed('x', 2, 3), typed('••••••', 3, 4), typed('b', 1, 5)),
    's',
    0,
  );
  expect(joinTyping(rows).map(({ text }) => text)).toEqual(['ad', 'x', 'b']);
});

test('A row of the list stays small however long the line is', () => {
  const { console: lines } = rowsOf(
    chunk(logged({ level: 'log', trace: [], payload: [JSON.stringify('x'.repeat(9_000))] })),
    's',
    0,
  );
  expect(lines[0]?.text.length).toBeLessThan(500);
});

test('What nobody could record is counted once per page: in the stream of it that has most', () => {
  const closed = (...ids: number[]) => ({
    type: 5,
    data: { tag: 'tapedeck-state', payload: ids.map(id => ({ is: 'closed', id, width: 1, height: 1 })) },
    timestamp: 1,
  });
  const canvas = (id: number, told: object) => ({
    type: 5,
    data: { tag: 'tapedeck/canvas', payload: { id, ...told } },
    timestamp: 1,
  });
  const unseen = [
    ...rowsOf(chunk(closed(5), closed(5, 6), requested([{ ...GET, initiatorType: 'worker' }, GET])), 'first', 0).unseen,
    ...rowsOf(chunk(closed(3), { type: 5, data: { tag: 'tapedeck-state', payload: 'x' }, timestamp: 1 }), 'again', 0)
      .unseen,
    ...rowsOf(chunk(closed(3), canvas(9, { why: 'tainted' }), canvas(8, { data: 'data:image/webp;base64,AA' })), 'b', 0)
      .unseen,
  ];
  const pageOf = (stream: string) => (stream === 'b' ? 'other' : 'page');
  expect(countUnseen(unseen, pageOf)).toEqual({ closed: 3, canvas: 1, drawing: 0, worker: 1 });
});

test('Canvases are found in snapshots and in what is added, wherever they stand', () => {
  const element = (id: number, tagName: string, ...childNodes: object[]) => ({
    type: 2,
    id,
    tagName,
    attributes: {},
    childNodes,
  });
  const canvas = (id: number) => element(id, 'canvas');
  const snapshot = {
    type: 2,
    data: { node: element(1, 'html', canvas(2), element(3, 'main', canvas(4))) },
    timestamp: 1,
  };
  const added = { type: 3, data: { source: 0, adds: [null, { node: element(5, 'p', canvas(6)) }] }, timestamp: 2 };
  const text = { type: 3, data: { source: 0, texts: [{ id: 9, value: '"tagName":"canvas"' }] }, timestamp: 3 };
  const { unseen } = rowsOf(chunk(snapshot, text, added), 's', 0);
  expect(unseen.map(({ what, id }) => `${what} ${id}`).sort()).toEqual(['drawing 2', 'drawing 4', 'drawing 6']);
});
