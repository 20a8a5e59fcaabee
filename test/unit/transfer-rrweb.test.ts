import { describe, expect, it } from 'vitest';
import { exportRrweb } from '../../src/transfer/rrweb-json';
import { at, change, meta, plugin, snapshot, type TapeEvent, type TapeStream, tapeOf } from './tape-sample';

const eventsOf = async (streams: TapeStream[]): Promise<TapeEvent[]> =>
  JSON.parse(await (await exportRrweb(tapeOf(streams), 'list')).text());
/** What is told of an event: its type and time since the start. */
const told = (events: TapeEvent[]) => events.map(({ type, timestamp }) => [type, timestamp - at(0)]);

describe('rrweb events', () => {
  it('are a bare array, or stand beside the session as rrweb’s own extension has it', async () => {
    const source = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1)]] }], { title: 'Pay "by" card' });
    expect(JSON.parse(await (await exportRrweb(source, 'list')).text())).toEqual([meta(0), snapshot(1)]);
    const whole = JSON.parse(await (await exportRrweb(source, 'session')).text());
    expect(whole).toEqual({
      session: {
        id: 'session',
        name: 'Pay "by" card',
        tags: [],
        createTimestamp: at(0),
        modifyTimestamp: expect.any(Number),
        recorderVersion: '2.1.6',
      },
      events: [meta(0), snapshot(1)],
    });
  });

  it('go from tab to tab as they were on show; one that comes back comes as it was, silently', async () => {
    const move = change(300, { source: 1, positions: [{ x: 1, y: 1, id: 1, timeOffset: -400 }] });
    const events = await eventsOf([
      {
        id: 'a',
        tabId: 1,
        active: [
          [at(5), at(5)],
          [at(2_000), at(2_000)],
        ],
        chunks: [
          [meta(0), snapshot(1), move],
          [plugin(400, 'rrweb/console@1', {}), change(2_500)],
        ],
      },
      {
        id: 'b',
        tabId: 2,
        chunks: [
          [meta(1_000), snapshot(1_001)],
          [change(1_500), change(2_200)],
        ],
      },
    ]);
    expect(told(events)).toEqual([
      [4, 0],
      [2, 1],
      [3, 300],
      [6, 400],
      // The second tab …
      [4, 1_000],
      [2, 1_001],
      [3, 1_500],
      // … and the first again, with all up to now at once, but nothing logged twice.
      [4, 2_000],
      [2, 2_000],
      [3, 2_000],
      [3, 2_500],
    ]);
    expect(events[9]?.data).toMatchObject({ positions: [{ timeOffset: 0 }] });
  });

  it('hold the assets: a style sheet as its text, pictures and fonts in it as data', async () => {
    const nodes = [
      { type: 2, id: 2, tagName: 'link', attributes: { _cssText: 'tapedeck:css0' }, childNodes: [] },
      { type: 2, id: 3, tagName: 'img', attributes: { src: 'tapedeck:u1#icon' }, childNodes: [] },
      { type: 2, id: 4, tagName: 'link', attributes: { _cssText: 'tapedeck:gone' }, childNodes: [] },
    ];
    const [, event] = await eventsOf([
      {
        id: 'a',
        chunks: [[meta(0), snapshot(1, nodes)]],
        assets: {
          css0: {
            type: 'text/css',
            text: '@import url("tapedeck:css1"); p { background: url("tapedeck:u1") url("tapedeck:no") }',
          },
          css1: { type: 'text/css', text: 'b { color: red }' },
          u1: { type: 'image/svg+xml', text: '<svg/>' },
        },
      },
    ]);
    const svg = `data:image/svg+xml;base64,${btoa('<svg/>')}`;
    const inner = `data:text/css;base64,${btoa('b { color: red }')}`;
    expect(
      ((event as TapeEvent).data as { node: { childNodes: { attributes: object }[] } }).node.childNodes.map(
        n => n.attributes,
      ),
    ).toEqual([
      { _cssText: `@import url("${inner}"); p { background: url("${svg}") url("data:,") }` },
      { src: `${svg}#icon` },
      { _cssText: '/* not on tape */' },
    ]);
  });
});
