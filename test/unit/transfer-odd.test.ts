import { expect, it } from 'vitest';
import type { SessionSource } from '../../src/session/types';
import { contentsOf } from '../../src/transfer/contents';
import { makeCopy } from '../../src/transfer/copy';
import { FORMATS } from '../../src/transfer/formats';
import { at, change, meta, plugin, snapshot, tapeOf } from './tape-sample';
import { gzip } from './transfer-sample';

/** What rrweb would not have written: a page or a file may hold it all the same. */
const ODD = [
  'garbage',
  'null',
  '[]',
  '{"type":3,"timestamp":1}',
  ...[
    plugin(10, 'rrweb/network@1', { requests: 7 }),
    plugin(10, 'rrweb/network@1', { requests: [null, {}] }),
    plugin(10, 'rrweb/network@1', { requests: [{ name: '/a', requestHeaders: null, timing: null }] }),
    plugin(10, 'rrweb/network@1', { requests: [{ name: '/a', startTime: 1, duration: 1 }], timeOrigin: 1e300 }),
    { ...plugin(10, 'rrweb/network@1', { requests: [{ name: '/a' }] }), timestamp: 1e300 },
    plugin(10, 'rrweb/network@1', null),
    plugin(10, 'rrweb/console@1', null),
    plugin(10, 'rrweb/console@1', {}),
    plugin(10, 'rrweb/console@1', { level: 1, trace: 'x', payload: null }),
    change(11, { source: 0 }),
    change(11, { source: 0, adds: 7, removes: null, texts: {}, attributes: [null] }),
    change(11, { source: 0, adds: [null], removes: [null], texts: [null] }),
    change(11, { source: 0, texts: [{ id: 1, value: 7 }], attributes: [{ id: 1, attributes: null }] }),
    change(11, { source: 5, id: 'x', text: null }),
    snapshot(12, [null]),
    snapshot(12, [{ id: 3, type: 2, tagName: 'p', attributes: null, childNodes: 7 }]),
    { ...snapshot(12), data: {} },
    { ...meta(12), data: { href: 7 } },
    { type: 5, timestamp: at(12), data: { tag: 'tapedeck-state', payload: null } },
  ].map(event => JSON.stringify(event)),
];
const around = { template: async () => '<title>Replay</title><!--SESSION-->' };
const whole = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1), change(20)]] }]);

it.each(ODD)('%s keeps no copy from being made, however it is changed on the way', async odd => {
  const lines = [meta(0), snapshot(1), change(20)].map(event => JSON.stringify(event));
  const source: SessionSource = {
    ...whole,
    chunks: async (...asked) =>
      (await whole.chunks(...asked)).map(chunk => ({ ...chunk, bytes: gzip([...lines, odd].join('\n')) })),
  };
  const redaction = {
    text: 'x',
    presets: ['typed' as const],
    picks: [{ streamId: 'a', nodeId: 1, assets: [], label: '' }],
  };
  for (const format of FORMATS) {
    const copy = await makeCopy(source, { format, without: [] }, around);
    await contentsOf(copy.source, format, () => {});
    await makeCopy(source, { format, without: ['bodies'], range: [at(0), at(30)] }, around);
    const redacted = await makeCopy(source, { format, without: ['network'], redaction }, around);
    expect(redacted.blob.size).toBeGreaterThan(0);
  }
});

it('what nobody can read is in no copy that something is taken out of', async () => {
  const source: SessionSource = {
    ...whole,
    chunks: async (...asked) =>
      (await whole.chunks(...asked)).map(chunk => ({ ...chunk, bytes: gzip(`${JSON.stringify(meta(0))}\nsecret`) })),
  };
  const { source: made } = await makeCopy(source, { format: 'html', without: ['bodies'] }, around);
  expect(await made.chunks('a', 0, 9)).toMatchObject([{ count: 1 }]);
});
