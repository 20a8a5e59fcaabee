import { describe, expect, test } from 'vitest';
import { batch, MINUTE_MS, NOON, Rig } from './relay';

const SECOND_MS = 1_000;
const MB = 1_000_000;
const minutes = (n: number): number => n * MINUTE_MS;
const marksOf = (rig: Rig) => rig.sent.flatMap(({ marks }) => marks.map(({ kind, label }) => `${kind} ${label}`));

describe('a page that is only loaded', () => {
  test('is recorded and held', () => {
    const rig = Rig.started();
    rig.mutate('early');
    rig.recording.heard(batch(NOON, { opensWithSnapshot: true, lines: 'snapshot' }));
    rig.mutate();
    expect(rig.state).toBe('leading');
    expect(rig.tape).toEqual([]);
  });

  test('is sent with the first activity, which the first chunk tells', () => {
    const rig = Rig.started();
    rig.recording.heard(batch(NOON, { opensWithSnapshot: true, lines: 'snapshot' }));
    rig.timers.pass(10 * SECOND_MS);
    rig.mutate();
    rig.timers.pass(10 * SECOND_MS);
    rig.act();
    rig.timers.pass(200);
    expect(rig.state).toBe('streaming');
    expect(rig.tape.slice(0, 2)).toEqual(['s1 0 snapshot', 's1 1 mutation']);
    const at = NOON + 20 * SECOND_MS;
    expect(rig.sent[0]?.chunk).toMatchObject({ from: NOON, firstActivityAt: at, lastActivityAt: at });
    expect(marksOf(rig)).toEqual(['click Buy']);
  });

  test('within a running session is sent at once, and tells of no activity', () => {
    const rig = Rig.started({ lastActivityAt: NOON - minutes(5), timeoutMs: minutes(30) });
    rig.mutate();
    rig.timers.pass(200);
    rig.recording.hide(false);
    expect(rig.tape).toEqual(['s1 0 snapshot', 's1 1 - left']);
    expect(rig.sent.every(({ chunk }) => chunk.firstActivityAt === undefined)).toBe(true);
  });

  test('and is left before the worker has said whether a session runs, is its to judge; else it is let go', () => {
    const rig = new Rig();
    rig.recording.begin('load');
    rig.recording.hide(false);
    expect(rig.tape).toEqual(['s1 0 snapshot', 's1 1 - left']);
    expect(rig.sent.every(({ chunk }) => chunk.firstActivityAt === undefined)).toBe(true);
    const told = Rig.started();
    told.recording.hide(false);
    expect(told.tape).toEqual([]);
  });

  test('is let go after a minute, and rrweb is stopped', () => {
    const rig = Rig.started();
    rig.timers.pass(minutes(1));
    expect(rig.state).toBe('asleep');
    expect(rig.orders.at(-1)).toBe('stop');
    rig.act();
    rig.timers.pass(200);
    expect(rig.sent[0]?.stream).toMatchObject({ id: 's2', openReason: 'activity', openedAt: NOON + minutes(1) });
  });

  test('is let go where the machine slept, before the waking event', () => {
    const rig = Rig.started();
    rig.timers.jump(minutes(180));
    rig.act();
    rig.timers.pass(200);
    expect(rig.tape).toEqual(['s2 0 snapshot', 's2 1 Buy']);
  });

  test('is let go where it is more than may be held', () => {
    const rig = Rig.started();
    rig.recording.heard(batch(NOON, { opensWithSnapshot: true, lines: 'x'.repeat(4 * MB + 1) }));
    expect(rig.state).toBe('asleep');
  });

  test('acted on before the worker was heard, it waits for it, and joins the session that runs', () => {
    const rig = new Rig();
    rig.recording.begin('load');
    rig.act();
    rig.timers.pass(200);
    rig.hello({ lastActivityAt: NOON - minutes(5), timeoutMs: minutes(30) });
    expect(rig.state).toBe('streaming');
    expect(rig.sent[0]?.chunk).toMatchObject({ seq: 0, firstActivityAt: NOON });
  });

  test.each([{ strict: true }, { console: false }, { network: false }])(
    'where less may be recorded than was until the worker said so (%j), only that the user acted is kept',
    asked => {
      const rig = new Rig();
      rig.recording.begin('load');
      rig.act('told too early');
      rig.timers.pass(200);
      expect(rig.queue.map(({ body }) => body).join()).toContain('told too early');
      rig.hello(undefined, undefined, asked);
      rig.timers.pass(200);
      expect(rig.queue.map(({ body }) => body).join()).not.toContain('told too early');
      expect(rig.queue.flatMap(({ marks }) => marks)).toEqual([]);
      expect(rig.queue[0]).toMatchObject({
        stream: { id: 's2' },
        chunk: { seq: 0, opensWithSnapshot: true, firstActivityAt: NOON },
      });
    },
  );

  test('with no session running, the timeout is the one that the worker tells', () => {
    const rig = new Rig();
    rig.recording.begin('load');
    rig.act();
    rig.hello(undefined, minutes(10));
    rig.timers.pass(minutes(10) - 1);
    expect(rig.state).toBe('streaming');
    rig.timers.pass(SECOND_MS);
    expect(rig.state).toBe('asleep');
  });

  test('until the worker is heard no stream spans more than the shortest session', () => {
    const rig = new Rig();
    rig.recording.begin('load');
    rig.act();
    rig.timers.pass(minutes(2));
    rig.act();
    rig.timers.pass(200);
    expect(new Set(rig.sent.map(({ stream }) => stream.id)).size).toBe(2);
  });
});

describe('idle', () => {
  test.each([
    [29, ['s1']],
    [30, ['s1', 's2']],
    [31, ['s1', 's2']],
  ])('%i minutes, with no timer having run', (gap, streams) => {
    const rig = Rig.streaming();
    rig.timers.jump(minutes(gap) - 200);
    rig.act();
    rig.timers.pass(200);
    expect([...new Set(rig.sent.map(({ stream }) => stream.id))]).toEqual(streams);
  });

  test('the new stream opens with a snapshot from before the waking event, which is on it', () => {
    const rig = Rig.streaming();
    rig.timers.pass(minutes(31));
    expect(rig.state).toBe('asleep');
    rig.act('Wake');
    rig.timers.pass(200);
    expect(rig.tape.slice(-2)).toEqual(['s2 0 snapshot', 's2 1 Wake']);
    expect(rig.sent.at(-2)?.chunk.firstActivityAt).toBe(rig.timers.now - 200);
  });

  test('ends the stream with its last event, however late it is noticed', () => {
    const rig = Rig.streaming();
    const before = Math.max(...rig.sent.map(({ chunk }) => chunk.to));
    rig.timers.jump(minutes(300));
    rig.act();
    const closing = rig.sent.find(({ chunk }) => chunk.closeReason === 'idle');
    expect(closing?.chunk).toMatchObject({ from: before, to: before, count: 0 });
  });

  test('what the recorder had before the machine slept is kept', () => {
    const rig = Rig.streaming();
    rig.buffered.push(batch(rig.timers.now, { lines: 'before' }));
    rig.timers.jump(minutes(300));
    rig.act('after');
    rig.timers.pass(200);
    expect(rig.tape.slice(-4)).toEqual(['s1 2 before', 's1 3 - idle', 's2 0 snapshot', 's2 1 after']);
  });

  test('mutations do not keep a session alive, and end with it', () => {
    const rig = Rig.streaming();
    for (let n = 0; n < 40; n++) {
      rig.timers.pass(MINUTE_MS);
      rig.mutate(`${n}`);
    }
    expect(rig.state).toBe('asleep');
    expect(rig.tape.at(-1)).toMatch(/ idle$/);
    expect(rig.tape.filter(line => /s1 \d+ \d+$/.test(line)).length).toBe(29);
  });

  test('activity in another tab, told with an acknowledgement, keeps it alive', () => {
    const rig = Rig.streaming();
    rig.timers.pass(minutes(20));
    rig.mutate();
    rig.judge({ verdict: 'ok', lastActivityAt: rig.timers.now, timeoutMs: minutes(30) });
    rig.timers.pass(minutes(20));
    expect(rig.state).toBe('streaming');
  });

  test('a late acknowledgement of the session before says nothing of the next', () => {
    const rig = Rig.streaming();
    rig.mutate();
    const [late] = rig.queue;
    rig.timers.pass(minutes(31));
    rig.act();
    rig.timers.pass(200);
    rig.judge({ verdict: 'ok', lastActivityAt: NOON, timeoutMs: minutes(240) }, late);
    rig.timers.pass(minutes(31));
    expect(rig.state).toBe('asleep');
  });
});

describe('the worker says that the session is over', () => {
  const acts = () => {
    const rig = Rig.streaming();
    rig.timers.pass(5 * SECOND_MS);
    rig.act('after');
    rig.timers.pass(SECOND_MS);
    return rig;
  };
  const ended = NOON + 2 * SECOND_MS;

  test.each(['ended', 'deleted'] as const)(
    '%s: nothing was done since: the page sleeps until something is',
    verdict => {
      const rig = Rig.streaming();
      rig.timers.pass(5 * SECOND_MS);
      rig.mutate();
      rig.judge({ verdict, at: ended });
      expect(rig.state).toBe('asleep');
      rig.act();
      expect(rig.last().stream.id).toBe('s1');
      rig.timers.pass(200);
      expect(rig.last().stream).toMatchObject({ id: 's2', openReason: 'ended' });
    },
  );

  test.each(['ended', 'deleted'] as const)(
    '%s: what was done since begins the next session at its own time',
    verdict => {
      const rig = acts();
      rig.timers.pass(10 * SECOND_MS);
      rig.judge({ verdict, at: ended });
      rig.timers.pass(200);
      const [first] = rig.sent.filter(({ stream }) => stream.id === 's2');
      const at = NOON + 5 * SECOND_MS + 200;
      expect(first?.chunk).toMatchObject({ seq: 0, opensWithSnapshot: true, firstActivityAt: at, lastActivityAt: at });
      expect(first?.marks.map(({ kind, label }) => `${kind} ${label}`)).toEqual(['gap ended', 'click after']);
    },
  );

  test('also what waits behind it, and what is not cut yet', () => {
    const rig = acts();
    rig.timers.pass(SECOND_MS);
    rig.act('behind');
    rig.timers.pass(SECOND_MS);
    rig.act('uncut');
    const at = rig.timers.now;
    rig.judge({ verdict: 'ended', at: ended });
    rig.timers.pass(200);
    expect(rig.queue.every(({ stream }) => stream.id === 's2')).toBe(true);
    expect(rig.queue[0]?.chunk).toMatchObject({ firstActivityAt: NOON + 5 * SECOND_MS + 200, lastActivityAt: at });
    expect(marksOf(rig).filter(label => label.startsWith('click'))).toHaveLength(7);
  });

  test('a chunk across the end is stored: only what came after it counts again', () => {
    const rig = Rig.streaming();
    rig.timers.pass(5 * SECOND_MS);
    rig.act('before');
    rig.timers.pass(100);
    const at = rig.timers.now;
    rig.recording.acted(at);
    rig.timers.pass(SECOND_MS);
    rig.judge({ verdict: 'ended', at: at - 50 });
    rig.timers.pass(200);
    const again = rig.sent.filter(({ stream }) => stream.id === 's2');
    expect(again[0]?.chunk.firstActivityAt).toBe(at);
    expect(again.flatMap(({ marks }) => marks)).toEqual([]);
  });

  test('of a stream that was left, it begins with the one that is there now', () => {
    const rig = acts();
    rig.recording.hide(true);
    rig.recording.begin('return');
    const [refused] = rig.queue;
    rig.judge({ verdict: 'ended', at: ended }, refused);
    rig.timers.pass(200);
    expect(rig.queue.map(({ stream }) => stream.id)).toEqual(['s2']);
    expect(rig.queue[0]?.chunk.firstActivityAt).toBe(NOON + 5 * SECOND_MS + 200);
  });

  test('a page that is gone says nothing once more', () => {
    const rig = acts();
    rig.recording.hide(false);
    rig.judge({ verdict: 'ended', at: ended });
    expect(rig.state).toBe('asleep');
    expect(rig.queue).toEqual([]);
  });

  test('what is older than a session may rest stays lost', () => {
    const rig = acts();
    rig.timers.pass(minutes(40));
    const count = rig.sent.length;
    rig.judge({ verdict: 'ended', at: ended });
    rig.timers.pass(200);
    expect(rig.sent.length).toBe(count);
  });

  test('its order closes the stream; the next activity opens another', () => {
    const rig = Rig.streaming();
    rig.recording.sessionEnded();
    expect(rig.tape.at(-1)).toMatch(/ ended$/);
    expect(rig.state).toBe('asleep');
    rig.act();
    expect(rig.state).toBe('streaming');
  });

  test('its order means nothing to a page that is not in a session', () => {
    const rig = Rig.started();
    rig.recording.sessionEnded();
    expect(rig.state).toBe('leading');
    const off = new Rig();
    off.recording.sessionEnded();
    expect(off.state).toBe('off');
  });
});

test.each([{ verdict: 'off' }, { verdict: 'outdated' }] as const)('$verdict stops for good', verdict => {
  const rig = Rig.streaming();
  rig.mutate();
  rig.judge(verdict);
  expect(rig.state).toBe('off');
  expect(rig.orders.at(-1)).toBe('leave');
  rig.act();
  expect(rig.state).toBe('off');
});

test('trouble changes nothing here: the chunk is sent again', () => {
  const rig = Rig.streaming();
  rig.mutate();
  rig.recording.judged(rig.last(), { verdict: 'trouble', why: 'disk-full' });
  expect(rig.state).toBe('streaming');
  expect(rig.queue).toHaveLength(1);
});

describe('more than may wait', () => {
  const full = () => {
    const rig = Rig.streaming();
    rig.mutate('x'.repeat(5 * MB));
    rig.mutate('y'.repeat(5 * MB));
    return rig;
  };

  test('stops rrweb, and the queue stays below 8 MB', () => {
    const rig = full();
    for (let n = 0; n < 5; n++) rig.mutate('z'.repeat(5 * MB));
    expect(rig.orders.at(-1)).toBe('stop');
    expect(rig.queue.reduce((sum, { body }) => sum + body.length, 0)).toBe(5 * MB);
  });

  test('while it waits, acting takes no snapshot and sends nothing, but is kept', () => {
    const rig = full();
    const count = rig.sent.length;
    for (const label of ['one', 'two']) {
      rig.timers.pass(SECOND_MS);
      rig.act(label);
      rig.timers.pass(SECOND_MS);
    }
    expect(rig.orders.filter(order => order === 'start')).toHaveLength(1);
    expect(rig.sent.length).toBe(count);
    rig.judgeAll();
    expect(rig.sent[count]).toMatchObject({
      stream: { id: 's1' },
      chunk: { closeReason: 'overflow', lastActivityAt: rig.timers.now - SECOND_MS },
    });
    expect(rig.sent[count]?.marks.map(({ label }) => label)).toEqual(['overflow', 'one', 'two']);
  });

  test('once there is room a fresh stream opens by itself', () => {
    const rig = full();
    rig.judgeAll();
    rig.timers.pass(200);
    rig.act();
    rig.timers.pass(200);
    expect(rig.orders.filter(order => order === 'start')).toHaveLength(2);
    expect(rig.last().stream).toMatchObject({ id: 's2', openReason: 'gap' });
  });

  test('a page that goes away meanwhile leaves what was done', () => {
    const rig = full();
    rig.act('bye');
    rig.recording.hide(false);
    expect(rig.last().marks.map(({ label }) => label)).toEqual(['overflow', 'bye']);
    expect(rig.last().chunk.closeReason).toBe('left');
  });

  test('a session that ends meanwhile is two, as ever', () => {
    const rig = full();
    rig.act('one');
    rig.timers.pass(minutes(31));
    rig.act('two');
    rig.timers.pass(200);
    const told = rig.sent.filter(({ chunk }) => chunk.firstActivityAt !== undefined);
    expect(told.slice(-2).map(({ stream }) => stream.id)).toEqual(['s1', 's2']);
  });

  test('style sheets count as well, and so does how many chunks there are: a page may play the recorder', () => {
    const sheets = Rig.streaming();
    const assets = [{ ref: 'x', type: 'text/css', text: 'x'.repeat(MB) }];
    for (let n = 0; n < 20; n++) sheets.recording.heard(batch(sheets.timers.now, { assets }));
    expect(sheets.queue.length).toBeLessThan(9);
    const small = Rig.streaming();
    for (let n = 0; n < 1_000; n++) small.mutate();
    expect(small.queue.length).toBeLessThanOrEqual(200);
    small.judgeAll();
    small.timers.pass(SECOND_MS);
    small.act();
    small.timers.pass(200);
    expect(small.last().stream).toMatchObject({ openReason: 'gap' });
  });

  test('a snapshot larger than all that may wait passes alone', () => {
    const rig = Rig.streaming();
    rig.mutate('x'.repeat(9 * MB));
    expect(rig.queue).toHaveLength(1);
    expect(rig.orders.at(-1)).not.toBe('stop');
  });
});

describe('leaving and coming back', () => {
  test.each([
    [true, 'bfcache'],
    [false, 'left'],
  ])('hide (persisted: %s) cuts what there is and closes', (persisted, reason) => {
    const rig = Rig.streaming();
    rig.act('bye');
    rig.recording.hide(persisted);
    expect(rig.tape.slice(-2)).toEqual(['s1 2 bye', `s1 3 - ${reason}`]);
    expect(rig.state).toBe('asleep');
  });

  test('what the page says as it is left comes behind the end of its stream, and closes it again', () => {
    const rig = Rig.streaming();
    rig.recording.hide(true);
    expect(rig.orders).not.toContain('stop');
    rig.mutate('beacon');
    expect(rig.tape.slice(-2)).toEqual(['s1 2 - bfcache', 's1 3 beacon bfcache']);
    rig.recording.begin('return');
    rig.mutate('of the next stream, whose snapshot has not come');
    expect(rig.tape.at(-1)).toBe('s1 3 beacon bfcache');
  });

  test('of a page that is of no session nothing is taken as it is left, nor of one whose session is over', () => {
    const rig = Rig.started();
    rig.recording.hide(false);
    rig.mutate('beacon');
    expect(rig.orders.at(-1)).toBe('stop');
    expect(rig.tape).toEqual([]);
    const old = Rig.streaming();
    old.recording.hide(true);
    old.timers.jump(minutes(31));
    old.mutate('late');
    expect(old.tape.at(-1)).toBe('s1 2 - bfcache');
  });

  test('each return opens a stream, passive while the session runs', () => {
    const rig = Rig.streaming();
    for (let n = 2; n < 22; n++) {
      rig.recording.hide(true);
      rig.timers.jump(MINUTE_MS);
      rig.recording.begin('return');
      rig.timers.pass(200);
      rig.recording.hide(true);
      rig.recording.begin('return');
    }
    expect(rig.state).toBe('streaming');
    expect(new Set(rig.sent.map(({ stream }) => stream.id)).size).toBe(40);
    expect(rig.sent.slice(3).every(({ chunk }) => chunk.firstActivityAt === undefined)).toBe(true);
  });

  test('where the session is over by then, the page waits for its user, under the timeout of the next session', () => {
    const rig = Rig.streaming();
    rig.recording.hide(true);
    rig.timers.jump(minutes(31));
    rig.recording.begin('return');
    expect(rig.state).toBe('leading');
    rig.hello(undefined, minutes(60));
    rig.act();
    rig.timers.pass(minutes(59));
    expect(rig.state).toBe('streaming');
  });

  test('another recorder in the same document: the old stream closes, the new one goes on in the session', () => {
    const rig = Rig.streaming();
    rig.recording.begin('reload');
    rig.timers.pass(200);
    expect(rig.tape.at(-1)).toBe('s1 2 - reload');
    rig.recording.hide(false);
    expect(rig.last().stream).toMatchObject({ id: 's2', openReason: 'reload' });
  });
});

describe('the worker is asked again', () => {
  test('the same answer changes nothing', () => {
    const rig = Rig.streaming();
    const orders = rig.orders.length;
    rig.hello({ lastActivityAt: rig.timers.now, timeoutMs: minutes(30) });
    expect(rig.orders.length).toBe(orders);
  });

  test('a session that has begun in another tab takes what is held', () => {
    const rig = Rig.started();
    rig.recording.heard(batch(NOON, { opensWithSnapshot: true, lines: 'snapshot' }));
    rig.hello({ lastActivityAt: NOON, timeoutMs: minutes(30) });
    expect(rig.tape).toEqual(['s1 0 snapshot']);
  });

  test('a changed timeout holds for the next session', () => {
    const rig = Rig.streaming();
    rig.hello(undefined, minutes(5));
    rig.timers.pass(minutes(20));
    expect(rig.state).toBe('streaming');
    rig.timers.pass(minutes(11));
    rig.act();
    rig.timers.pass(minutes(6));
    expect(rig.state).toBe('asleep');
  });
});

describe('the clock is set', () => {
  test.each([
    ['back ten seconds', -10 * SECOND_MS, 1],
    ['back five minutes', -minutes(5), 2],
    ['back an hour', -minutes(60), 2],
    ['forward two hours', minutes(120), 2],
    ['to 1970', MINUTE_MS - NOON, 2],
  ])('%s: one stream more at most, and no time runs backwards on any', (_, by, streams) => {
    const rig = Rig.streaming();
    rig.timers.jump(by);
    for (let n = 0; n < 5; n++) {
      rig.act();
      rig.timers.pass(SECOND_MS);
      rig.judgeAll();
    }
    expect(new Set(rig.sent.map(({ stream }) => stream.id)).size).toBe(streams);
    for (const { chunk } of rig.sent) {
      expect(chunk.to).toBeGreaterThanOrEqual(chunk.from);
      expect((chunk.lastActivityAt ?? 0) - (chunk.firstActivityAt ?? 0)).toBeGreaterThanOrEqual(0);
    }
    expect(rig.last().chunk.lastActivityAt).toBe(rig.timers.now - SECOND_MS);
  });

  test('a page where nobody acts sleeps; no timer waits for the time to come again', () => {
    const rig = Rig.streaming();
    rig.timers.jump(MINUTE_MS - NOON);
    expect(rig.timers.nextMs).toBeLessThanOrEqual(minutes(30));
    rig.mutate();
    expect(rig.state).toBe('asleep');
  });

  test('a stretch of activity across it is cut in two', () => {
    const rig = Rig.streaming();
    rig.act('before');
    rig.timers.jump(-minutes(60));
    rig.act('after');
    rig.timers.pass(200);
    const spans = rig.sent.map(({ chunk: { firstActivityAt: a = 0, lastActivityAt: b = 0 } }) => b - a);
    expect(Math.max(...spans)).toBeLessThan(SECOND_MS);
    expect(Math.min(...spans)).toBeGreaterThanOrEqual(0);
  });

  test('a report from before it is of now, or of nobody', () => {
    const back = Rig.streaming();
    back.recording.acted(back.timers.now + minutes(60));
    back.timers.pass(200);
    expect(back.last().chunk.lastActivityAt).toBe(back.timers.now - 200);
    const forward = Rig.streaming();
    const count = forward.sent.length;
    forward.recording.acted(forward.timers.now - minutes(120));
    forward.timers.pass(200);
    expect(forward.sent.length).toBe(count);
  });
});

describe('a page that forges its times', () => {
  const year = (n: number) => Date.UTC(n, 0, 1);
  test.each<[name: string, from: number, to: number]>([
    ['of 1970', 0, 0],
    ['of the year 3000', year(3000), year(3000)],
    ['from then to then', 0, year(3000)],
    ['before its stream', NOON - MINUTE_MS, NOON],
  ])('%s: its tape stays in its time, open, and of one session', (_, from, to) => {
    const rig = Rig.streaming();
    rig.timers.pass(5_000);
    const opened = rig.last().stream.openedAt;
    const marks = [from, to].map(at => ({ kind: 'error' as const, at, label: 'forged' }));
    rig.recording.heard(batch(from, { to, marks, lines: 'forged' }));
    const { chunk, marks: kept } = rig.last();
    expect(rig.last().body).toBe('forged');
    for (const at of [chunk.from, chunk.to, ...kept.map(mark => mark.at)]) {
      expect(at).toBeGreaterThanOrEqual(opened);
      expect(at).toBeLessThanOrEqual(rig.timers.now);
    }
    expect(chunk.from).toBeLessThanOrEqual(chunk.to);
    expect(chunk.firstActivityAt).toBeUndefined();
    rig.act();
    rig.timers.pass(200);
    expect(new Set(rig.sent.map(({ stream }) => stream.id)).size).toBe(1);
  });
});

test('activity of a frame that is told late widens the stretch, and never turns it round', () => {
  const rig = Rig.streaming();
  rig.timers.pass(5 * SECOND_MS);
  rig.recording.acted(rig.timers.now);
  rig.recording.acted(rig.timers.now - SECOND_MS);
  rig.timers.pass(200);
  const at = NOON + 5 * SECOND_MS + 200;
  expect(rig.last().chunk).toMatchObject({ firstActivityAt: at - SECOND_MS, lastActivityAt: at });
});

test('the tape does not end before its last step, which was marked a moment after its last event', () => {
  const rig = Rig.streaming();
  rig.timers.pass(5 * SECOND_MS);
  const at = rig.timers.now;
  rig.recording.mark({ kind: 'click', at, label: 'Buy' });
  rig.recording.heard(batch(at - 1));
  expect(rig.last()).toMatchObject({ chunk: { from: at - 1, to: at }, marks: [{ label: 'Buy' }] });
});
