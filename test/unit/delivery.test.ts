import { beforeEach, describe, expect, test } from 'vitest';
import type { Envelope, Verdict } from '../../src/messages/protocol';
import { createDelivery, type Delivery, type Outgoing } from '../../src/relay/delivery';
import { MINUTE_MS, NOON, Timers } from './relay';

const OK: Verdict = { verdict: 'ok', lastActivityAt: NOON, timeoutMs: 30 * MINUTE_MS };
const TROUBLE: Verdict = { verdict: 'trouble', why: 'disk-full' };

const chunk = (streamId: string, seq: number, body = 'event'): Outgoing => ({
  version: 1,
  document: { id: 'd', url: 'https://shop.test/', title: '', startedAt: NOON },
  stream: { id: streamId, openedAt: NOON, openReason: 'load', visible: true },
  chunk: { seq, from: NOON, to: NOON, count: 1, opensWithSnapshot: seq === 0 },
  marks: [],
  assets: [],
  body,
});
const nameOf = ({ stream, chunk: { seq } }: Envelope) => `${stream.id}${seq}`;

let timers: Timers;
let delivery: Delivery;
let sent: string[];
let judged: string[];
/** Answers the message that is on its way. */
let answer: (verdict: Verdict | undefined) => Promise<void>;
let fail: () => Promise<void>;

/** All that is promised comes about; there are no timers of the machine's. */
const settled = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve();
};

beforeEach(() => {
  timers = new Timers();
  sent = [];
  judged = [];
  delivery = createDelivery(
    {
      send: envelope => {
        sent.push(nameOf(envelope));
        expect(envelope.body).toBeInstanceOf(Uint8Array);
        return new Promise((resolve, reject) => {
          answer = async verdict => {
            resolve(verdict);
            await settled();
          };
          fail = async () => {
            reject(new Error('The worker was stopped.'));
            await settled();
          };
        });
      },
      gzip: async text => new TextEncoder().encode(text),
      schedule: timers.schedule,
    },
    (envelope, { verdict }) => judged.push(`${nameOf(envelope)} ${verdict}`),
  );
});

const push = async (...names: [string, number][]) => {
  for (const [id, seq] of names) delivery.push(chunk(id, seq));
  await settled();
};
const pending = () => delivery.pending().map(nameOf);

test('waits until it is opened', async () => {
  await push(['a', 0]);
  expect(sent).toEqual([]);
  delivery.open();
  await settled();
  expect(sent).toEqual(['a0']);
});

describe('open', () => {
  beforeEach(() => delivery.open());

  test('sends one at a time, in order, the next when the one before is committed', async () => {
    await push(['a', 0], ['a', 1], ['b', 0]);
    expect(sent).toEqual(['a0']);
    await answer(OK);
    expect(sent).toEqual(['a0', 'a1']);
    await answer(OK);
    await answer(OK);
    expect(sent).toEqual(['a0', 'a1', 'b0']);
    expect(judged).toEqual(['a0 ok', 'a1 ok', 'b0 ok']);
    expect(pending()).toEqual([]);
  });

  test('holds a chunk until it is acknowledged, also while it is on its way', async () => {
    await push(['a', 0], ['a', 1]);
    expect(pending()).toEqual(['a0', 'a1']);
    expect(delivery.pending().every(({ body }) => body === 'event')).toBe(true);
    await answer(OK);
    expect(pending()).toEqual(['a1']);
  });

  test.each([
    ['the worker was stopped', () => fail()],
    ['nobody answered', () => answer(undefined)],
    ['there was trouble', () => answer(TROUBLE)],
    ['no answer ever came', async () => timers.pass(30_000)],
    ['the page came back from where no answer reaches it', async () => delivery.resume()],
  ])('sends it again where %s', async (_, happen) => {
    await push(['a', 0]);
    await happen();
    await settled();
    expect(pending()).toEqual(['a0']);
    timers.pass(100);
    await settled();
    expect(sent).toEqual(['a0', 'a0']);
    await answer(OK);
    expect(pending()).toEqual([]);
  });

  test('a page that comes back asks again without waiting for a timer that may never run', async () => {
    await push(['a', 0]);
    await fail();
    await settled();
    delivery.resume();
    await settled();
    expect(sent).toEqual(['a0', 'a0']);
  });

  test('an answer that comes after it was given up changes nothing', async () => {
    await push(['a', 0], ['a', 1]);
    const late = answer;
    timers.pass(30_000);
    await settled();
    timers.pass(100);
    await settled();
    await late(OK);
    expect(judged).toEqual([]);
    expect(pending()).toEqual(['a0', 'a1']);
    await answer(OK);
    expect(judged).toEqual(['a0 ok']);
  });

  test('waits longer after each failure, five seconds at most, and starts over after a success', async () => {
    await push(['a', 0], ['a', 1]);
    const waits = [];
    for (let n = 0; n < 8; n++) {
      await fail();
      waits.push(timers.nextMs);
      timers.pass(timers.nextMs ?? 0);
      await settled();
    }
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    await answer(OK);
    await fail();
    expect(timers.nextMs).toBe(100);
  });

  test('what is pushed meanwhile does not cut the wait short', async () => {
    await push(['a', 0]);
    await answer(TROUBLE);
    await push(['a', 1], ['a', 2]);
    expect(sent).toEqual(['a0']);
    timers.pass(100);
    await settled();
    expect(sent).toEqual(['a0', 'a0']);
  });

  test('trouble is told', async () => {
    await push(['a', 0]);
    await answer(TROUBLE);
    expect(judged).toEqual(['a0 trouble']);
  });

  test('drops what waits of a stream and gives it back; other streams go on', async () => {
    await push(['a', 0], ['b', 0], ['a', 1], ['b', 1]);
    expect(delivery.drop('b').map(nameOf)).toEqual(['b0', 'b1']);
    expect(pending()).toEqual(['a0', 'a1']);
    await answer(OK);
    expect(sent).toEqual(['a0', 'a1']);
  });

  test('what is on its way cannot be dropped: what is said of it is still heard, once', async () => {
    await push(['a', 0], ['a', 1]);
    expect(delivery.drop('a').map(nameOf)).toEqual(['a1']);
    expect(pending()).toEqual(['a0']);
    await answer({ verdict: 'ended', at: NOON });
    expect(judged).toEqual(['a0 ended']);
    expect(pending()).toEqual([]);
  });

  test('a refused chunk is not sent again', async () => {
    await push(['a', 0], ['b', 0]);
    await answer({ verdict: 'deleted', at: NOON });
    expect(pending()).toEqual(['b0']);
    expect(sent).toEqual(['a0', 'b0']);
  });

  test('counts the characters that wait, without those on their way', async () => {
    delivery.push(chunk('a', 0, 'x'.repeat(100)));
    delivery.push(chunk('a', 1, 'x'.repeat(10)));
    await settled();
    expect(delivery.size()).toBe(10);
    await answer(TROUBLE);
    expect(delivery.size(), 'between two tries all of it waits').toBe(110);
  });

  test('closed, it sends nothing any more', async () => {
    await push(['a', 0], ['a', 1]);
    delivery.close();
    await answer(OK);
    timers.pass(60_000);
    await settled();
    expect(sent).toEqual(['a0']);
  });
});
