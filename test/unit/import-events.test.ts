import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../src/transfer/chunk-events';
import { readSessionFile } from '../../src/transfer/import';
import { ImportError } from '../../src/transfer/import-error';
import { objectsIn } from '../../src/transfer/json-list';
import { originOf } from '../../src/transfer/rekey';
import { exportRrweb } from '../../src/transfer/rrweb-json';
import { exportSessionFile } from '../../src/transfer/session-file';
import { at, change, meta, snapshot, type TapeEvent, tapeOf } from './tape-sample';
import { counter, sourceOf } from './transfer-sample';

const read = async (file: BlobPart) => (await readSessionFile(new Blob([file]), counter(), at(99)))[0];
const refusal = (file: BlobPart) =>
  read(file).then(
    () => 'taken',
    error => (error instanceof ImportError ? error.reason : `crashed: ${error}`),
  );
const list = (...events: unknown[]) => JSON.stringify(events);
const nested = (depth: number) => `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`;
const withData = (data: string) => `[${JSON.stringify(meta(0))},{"type":3,"timestamp":${at(1)},"data":${data}}]`;

describe('Events of rrweb', () => {
  const events: TapeEvent[] = [
    { type: 0, timestamp: at(-5), data: {} },
    meta(0),
    snapshot(1),
    change(400, { source: 2, type: 2, id: 1 }),
    meta(9_000, 'http://www.shop.test/cart'),
    snapshot(9_001),
    change(9_500, { source: 3, id: 1 }),
  ];

  it.each([
    ['a list', list(...events)],
    ['a list in gzip', new Uint8Array(gzipSync(list(...events)))],
    ['what rrweb’s own extension exports', JSON.stringify({ session: { id: 'x', name: 'Käse "1"' }, events }, null, 2)],
  ])('are taken as a session: %s', async (_, file) => {
    const whole = await read(file);
    if (!whole) throw new Error('nothing was read');
    expect(whole.session).toMatchObject({
      site: 'www.shop.test',
      startedAt: at(400),
      lastActivityAt: at(9_500),
      importedAt: at(99),
      landing: { url: 'http://www.shop.test/' },
    });
    expect(whole.streams[0]).toMatchObject({
      windows: [
        { seq: 0, at: at(0) },
        { seq: 1, at: at(9_000) },
      ],
      active: [
        [at(400), at(400)],
        [at(9_500), at(9_500)],
      ],
    });
    expect(whole.marks.map(({ detail }) => detail)).toEqual(['http://www.shop.test/', 'http://www.shop.test/cart']);
    const source = sourceOf(whole);
    const back: TapeEvent[] = [];
    for (const stream of whole.streams) for await (const event of eventsOf(source, stream)) back.push(event);
    expect(back, 'all but what precedes the page').toEqual(events.slice(1));
    // What was read is a session like any other.
    const again = await readSessionFile(await exportSessionFile(source), counter(), at(99));
    expect(again[0]?.chunks).toHaveLength(2);
  });

  it('carry their name, and are the same session only when they are the same', async () => {
    const named = JSON.stringify({ session: { id: 'x', name: 'Käse "1"' }, events });
    expect((await read(named))?.session.title).toBe('Käse "1"');
    const [one, same, other] = await Promise.all([read(list(...events)), read(list(...events)), read(named)]);
    expect(one?.session.importedFrom).toBe(same?.session.importedFrom);
    expect(one?.session.importedFrom).not.toBe(other?.session.importedFrom);
  });

  it('come back from our own export', async () => {
    const file = await exportRrweb(tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1), change(50)]] }]), 'session');
    expect((await read(file))?.streams[0]?.windows).toHaveLength(1);
  });

  it('keep the order of time', async () => {
    const whole = await read(list(meta(10), snapshot(11), change(5)));
    expect(whole?.chunks[0]).toMatchObject({ from: at(10), to: at(11) });
  });

  it.each([
    ['another list', list({ name: 'mug' }), 'not-a-session'],
    ['a list of lists', '[{"a":1},[2]]', 'not-a-session'],
    ['no full snapshot', list(meta(0), change(1)), 'not-a-session'],
    ['another object', '{"session":{}}', 'not-a-session'],
    ['an empty list', '[]', 'not-a-session'],
    ['its end is missing', list(...events).slice(0, -1), 'truncated'],
    ['cut in an event', list(...events).slice(0, -30), 'truncated'],
    ['cut gzip', new Uint8Array(gzipSync(list(...events)).subarray(0, 150)), 'truncated'],
    ['not JSON within', `[${JSON.stringify(meta(0))},{"type":3,}]`, 'corrupted'],
    ['something else within', list(meta(0), snapshot(1), { hello: 1 }), 'corrupted'],
    ['nested too deep', withData(`{"a":${nested(257)}}`), 'too-deep'],
    ['a million levels', withData(`{"a":${nested(500_000)}}`), 'too-deep'],
    ['a __proto__ key', withData('{"__proto__":{"x":1}}'), 'forbidden-key'],
    ['a time before 1970', list({ ...meta(0), timestamp: -1 }), 'bad-time'],
    ['a time after 2100', list({ ...meta(0), timestamp: 5e12 }), 'bad-time'],
    ['a time that is none', '[{"type":4,"timestamp":1e999,"data":{}}]', 'not-a-session'],
    ['longer than a hundred days', list(meta(0), snapshot(1), change(101 * 86_400_000)), 'bad-time'],
    ['a bomb', new Uint8Array(gzipSync(`[{"a":"${' '.repeat(5_000_000)}"}]`)), 'bomb'],
  ])('are refused: %s', async (_, file, reason) => {
    expect(await refusal(file)).toBe(reason);
  });

  it('are read or refused, whatever the bytes', async () => {
    const text = list(...events);
    const damaged = fc.tuple(fc.nat(text.length - 1), fc.nat(40), fc.string({ maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(damaged, async ([from, length, put]) => {
        const began = performance.now();
        expect(await refusal(text.slice(0, from) + put + text.slice(from + length))).not.toContain('crashed');
        expect(performance.now() - began).toBeLessThan(1_000);
      }),
      { numRuns: 300 },
    );
  });
});

describe('A list that is read piece by piece', () => {
  /** A blob that gives few bytes at a time. */
  const slowly = (text: string, bytes: number): Blob => {
    const all = new TextEncoder().encode(text);
    const stream = () =>
      new ReadableStream({
        start(controller) {
          for (let n = 0; n < all.length; n += bytes) controller.enqueue(all.slice(n, n + bytes));
          controller.close();
        },
      });
    return { stream } as unknown as Blob;
  };

  it('gives the same objects however it is cut', async () => {
    const value = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 })), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(value, fc.integer({ min: 1, max: 9 }), async (objects, bytes) => {
        const found: unknown[] = [];
        for await (const text of objectsIn(slowly(JSON.stringify(objects), bytes), 1_000_000))
          found.push(JSON.parse(text));
        expect(found).toEqual(JSON.parse(JSON.stringify(objects)));
      }),
    );
  });

  it('holds no more of one object than it may', async () => {
    const run = async () => {
      for await (const _ of objectsIn(slowly(`[{"a":"${'x'.repeat(1_000)}"}]`, 10), 100));
    };
    await expect(run()).rejects.toMatchObject({ reason: 'too-large' });
  });
});

describe('A session that is imported', () => {
  it('knows what it was, so that the same is not taken twice', async () => {
    const source = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1)]] }]);
    const { session } = await source.index();
    const [first] = await readSessionFile(await exportSessionFile(source), counter(), at(1));
    const [second] = await readSessionFile(await exportSessionFile(source), counter(), at(2));
    expect(first?.session.importedFrom).toBe(originOf(session));
    expect(second?.session.importedFrom).toBe(first?.session.importedFrom);
    expect(originOf({ ...session, opensAt: at(1) }), 'a part is another').not.toBe(originOf(session));
  });
});
