import { describe, expect, test } from 'vitest';
import { type Batch, decodeBatch, encodeBatch } from '../../src/messages/channel';

const BATCH: Batch = {
  from: 1_000,
  to: 2_000,
  count: 2,
  opensWithSnapshot: true,
  marks: [{ kind: 'error', at: 1_500, label: 'boom', detail: 'at shop.js:1' }],
  assets: [{ ref: 'a1', type: 'text/css', text: 'p {\n}' }],
  wanted: [{ ref: 'u1', url: 'http://cdn.test/a.png', kind: 'image' }],
  lines: '{"type":4}\n{"type":2}',
};

/** A batch as a page could have forged it: its head with some of it changed. */
const forged = (changes: Record<string, unknown>): unknown => {
  const { lines, ...head } = BATCH;
  return `${JSON.stringify({ ...head, ...changes })}\n${lines}`;
};

test('a batch arrives as it was sent, its events still unparsed', () => {
  expect(decodeBatch(encodeBatch(BATCH))).toEqual(BATCH);
});

test('a batch without events arrives', () => {
  const empty: Batch = { ...BATCH, count: 0, lines: '', marks: [], assets: [] };
  expect(decodeBatch(encodeBatch(empty))).toEqual(empty);
});

test('lines are passed on without being read', () => {
  expect(decodeBatch(encodeBatch({ ...BATCH, lines: 'not JSON at all' }))?.lines).toBe('not JSON at all');
});

test('the recorder writes with the stringify it saved before the page could replace it', () => {
  const saved = (value: unknown) => JSON.stringify(value).replace('boom', 'saved');
  expect(decodeBatch(encodeBatch(BATCH, saved as typeof JSON.stringify))?.marks[0]?.label).toBe('saved');
});

describe('what is no batch is refused', () => {
  test.each<[what: string, detail: unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', { from: 1, to: 2 }],
    ['a line without an end', JSON.stringify(BATCH)],
    ['a head that is not JSON', 'hello\n{}'],
    ['a head that is null', 'null\n{}'],
    ['a head that is a number', '7\n{}'],
    ['no from', forged({ from: undefined })],
    ['a from that is text', forged({ from: '1000' })],
    ['a negative from', forged({ from: -1 })],
    ['a to before from', forged({ to: 999 })],
    ['a to that is not finite', forged({ to: null })],
    ['half an event', forged({ count: 1.5 })],
    ['a count that is text', forged({ count: '2' })],
    ['no marks', forged({ marks: undefined })],
    ['marks that are no list', forged({ marks: { length: 1 } })],
    ['no assets', forged({ assets: undefined })],
  ])('%s', (_, detail) => {
    expect(decodeBatch(detail)).toBeUndefined();
  });
});

describe('what is no mark or asset is left out, the rest stays', () => {
  const mark = { kind: 'error', at: 1_500, label: 'boom' };

  test.each<[what: string, mark: unknown]>([
    ['null', null],
    ['text', 'error'],
    ['a click, which only the relay may tell', { ...mark, kind: 'click' }],
    ['an input, which only the relay may tell', { ...mark, kind: 'input' }],
    ['a kind of its own', { ...mark, kind: 'constructor' }],
    ['no time', { ...mark, at: undefined }],
    ['a label that is no text', { ...mark, label: {} }],
    ['a label too long', { ...mark, label: 'x'.repeat(2_001) }],
  ])('a mark: %s', (_, bad) => {
    expect(decodeBatch(forged({ marks: [bad, mark] }))?.marks).toEqual([mark]);
  });

  test('a mark keeps its known fields only, and loses a detail that is too long', () => {
    const forgedMark = { ...mark, detail: 'x'.repeat(2_001), selectors: 42, extra: 'no' };
    expect(decodeBatch(forged({ marks: [forgedMark] }))?.marks).toEqual([{ kind: 'error', at: 1500, label: 'boom' }]);
  });

  test('more marks than a batch may hold', () => {
    expect(decodeBatch(forged({ marks: Array(600).fill(mark) }))?.marks).toHaveLength(500);
  });

  const asset = { ref: 'a1', type: 'text/css', text: 'p {}' };

  test.each<[what: string, asset: unknown]>([
    ['null', null],
    ['a ref too long', { ...asset, ref: 'x'.repeat(65) }],
    ['no type', { ...asset, type: undefined }],
    ['a text that is none', { ...asset, text: [] }],
  ])('an asset: %s', (_, bad) => {
    expect(decodeBatch(forged({ assets: [bad, asset] }))?.assets).toEqual([asset]);
  });

  test('a snapshot is there only if the head says true', () => {
    expect(decodeBatch(forged({ opensWithSnapshot: 'yes' }))?.opensWithSnapshot).toBe(false);
  });
});
