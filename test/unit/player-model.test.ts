import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Follow, PlayerModel } from '../../src/player/ui/model';
import type { HandOver } from '../../src/session/journeys';
import { at, meta, snapshot, tapeOf } from './tape-sample';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const tape = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1)]] }]);

test('a session that is deleted and brought back while it is on show is there again', async () => {
  let heard: Parameters<Follow> | undefined;
  const follow: Follow = (...both) => {
    heard = both;
    return () => {};
  };
  const model = new PlayerModel({ source: tape, now: () => at(0), follow });
  const close = model.open();
  const [show, fail] = heard ?? [];
  show?.(await tape.index());
  fail?.('gone');
  expect(model.deleted.value).toBe(true);
  show?.(await tape.index());
  expect(model.deleted.value).toBe(false);
  close();
});

test('of a session that runs it is found where a tab has gone on meanwhile', async () => {
  let found: HandOver[] = [];
  const index = await tape.index();
  const follow: Follow = show => {
    show(index);
    return () => {};
  };
  const model = new PlayerModel({ source: tape, now: () => at(1), follow, handOvers: async () => found });
  const close = model.open();
  await vi.advanceTimersByTimeAsync(0);
  expect(model.handOvers.value).toEqual([]);
  found = [{ tabId: 7, at: at(2), host: 'pay.test', sessionId: 'other' }];
  await vi.advanceTimersByTimeAsync(10_000);
  expect(model.handOvers.value).toEqual(found);
  close();
});
