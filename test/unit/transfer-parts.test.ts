import { describe, expect, it } from 'vitest';
import { buildSteps } from '../../src/session/steps';
import { buildTimeline, urlAt } from '../../src/session/timeline';
import type { Environment, Mark, Range, SessionSource } from '../../src/session/types';
import { clipboardReport } from '../../src/transfer/bug-bundle';
import { eventsOf } from '../../src/transfer/chunk-events';
import { contentsOf } from '../../src/transfer/contents';
import { endOfTape, makeCopy } from '../../src/transfer/copy';
import { exportAll } from '../../src/transfer/export-all';
import { readSessionFile } from '../../src/transfer/import';
import { leaveOut } from '../../src/transfer/leave-out';
import { beforeNewest, cutTo } from '../../src/transfer/range';
import { readable } from '../../src/transfer/readable';
import { redacted } from '../../src/transfer/redaction';
import { BadPattern, finderOf } from '../../src/transfer/redaction-rules';
import { exportSessionFile } from '../../src/transfer/session-file';
import { at, change, meta, plugin, snapshot, type TapeEvent, tapeOf } from './tape-sample';
import { counter, sourceOf, unzip } from './transfer-sample';

/** All of a source as text, and its events by stream. */
async function read(source: SessionSource) {
  const index = await source.index();
  const events: Record<string, TapeEvent[]> = {};
  for (const stream of index.streams) {
    const own: TapeEvent[] = [];
    for await (const event of eventsOf(source, stream)) own.push(event);
    events[stream.id] = own;
  }
  return { index, events, text: JSON.stringify([index, events]) };
}
const times = (events: TapeEvent[] = []) => events.map(({ timestamp }) => timestamp - at(0));

const body = { requests: [{ name: '/a', duration: 1, startTime: 0, requestBody: 'in', responseBody: 'out' }] };
const element = (id: number, attributes: object, ...childNodes: unknown[]) => ({
  type: 2,
  id,
  tagName: 'p',
  attributes,
  childNodes,
});

describe('A part of a session', () => {
  const long = () =>
    tapeOf([
      {
        id: 'a',
        chunks: [
          [meta(0), snapshot(1), plugin(5, 'rrweb/console@1', {})],
          [
            meta(10_000),
            snapshot(10_001, [element(2, { src: 'tapedeck:used' })]),
            plugin(10_500, 'rrweb/console@1', {}),
            change(12_000),
          ],
          [change(13_000), plugin(14_000, 'rrweb/network@1', body), change(19_000)],
          [meta(20_000), snapshot(20_001)],
        ],
        marks: [
          { kind: 'click', at: at(11_000), label: 'before' },
          { kind: 'click', at: at(13_500), label: 'within' },
          { kind: 'error', at: at(14_500), label: 'Oops' },
          { kind: 'click', at: at(20_500), label: 'after' },
        ],
        assets: {
          used: { type: 'image/svg+xml', text: '<svg/>' },
          unused: { type: 'image/png', text: 'a picture of another page' },
        },
      },
      { id: 'b', tabId: 8, visible: false, chunks: [[meta(30_000), snapshot(30_001)]] },
    ]);
  const range: Range = [at(12_500), at(15_000)];

  it('begins with the nearest snapshot, opens at from, ends at to', async () => {
    const { index, events } = await read(await cutTo(long(), range));
    expect(index.session).toMatchObject({
      opensAt: at(12_500),
      startedAt: at(12_500),
      counts: { clicks: 1, errors: 1 },
    });
    expect(index.streams.map(({ id }) => id)).toEqual(['a']);
    expect(index.streams[0]).toMatchObject({ windows: [{ seq: 0, at: at(10_000) }], lastAt: at(15_000) });
    expect(times(events.a), 'what was logged before is not told').toEqual([10_000, 10_001, 12_000, 13_000, 14_000]);
    expect(index.marks.map(({ label }) => label)).toEqual(['within', 'Oops']);
  });

  it('holds the assets it uses and no others, and can be imported', async () => {
    const file = await exportSessionFile(await cutTo(long(), range));
    const entries = Object.keys(unzip(new Uint8Array(await file.arrayBuffer())));
    expect(entries.filter(name => name.startsWith('assets/'))).toHaveLength(1);
    const [back] = await readSessionFile(file, counter(), at(0));
    expect(back?.session.opensAt).toBe(at(12_500));
    expect(back?.chunks.map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('may end before its user first acted, with what failed while the page loaded', async () => {
    const loading = tapeOf(
      [
        {
          id: 'a',
          chunks: [[meta(0), snapshot(1), change(60_000)]],
          marks: [{ kind: 'error', at: at(500), label: 'Oops' }],
        },
      ],
      { startedAt: at(40_000), lastActivityAt: at(60_000) },
    );
    const part = beforeNewest(await loading.index());
    const [back] = await readSessionFile(
      await exportSessionFile(await cutTo(loading, part as Range)),
      counter(),
      at(0),
    );
    expect(back?.marks).toMatchObject([{ label: 'Oops' }]);
  });

  it('is the two minutes before the newest note or error, at a click', async () => {
    expect(beforeNewest(await long().index())).toEqual([at(14_500) - 120_000, at(14_500) + 5_000]);
    const quiet = await tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1)]] }]).index();
    expect(beforeNewest(quiet)).toBeUndefined();
    expect(beforeNewest({ ...quiet, notes: [{ id: 'n', sessionId: '', at: at(99), text: '' }] })?.[1]).toBe(at(5_099));
  });

  it('is offered up to the last note, which may be made when nothing happens any more', async () => {
    const quiet = await tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1)]] }], { lastActivityAt: at(1) }).index();
    expect(endOfTape(quiet)).toBe(at(1));
    expect(endOfTape({ ...quiet, notes: [{ id: 'n', sessionId: '', at: at(900), text: '' }] })).toBe(at(900));
  });

  it('keeps what stands still in its pages: a frame in which nothing happens, and not that of a page that was left', async () => {
    const still = (id: string, pageViewId: string, ms: number) => ({
      id,
      pageViewId,
      frameId: 4,
      chunks: [[meta(ms), snapshot(ms + 1)]],
    });
    const tape = tapeOf([
      { id: 'left', chunks: [[meta(0), snapshot(1)], [change(500)]] },
      still('frame left', 'view of left', 100),
      { id: 'a', chunks: [[meta(1_000), snapshot(1_001)], [change(20_000)]] },
      still('frame before', 'view of a', 1_100),
      still('frame', 'view of a', 1_200),
      {
        id: 'b',
        tabId: 8,
        visible: false,
        chunks: [[meta(2_000), snapshot(2_001)]],
        active: [[at(16_000), at(16_000)]],
      },
      still('frame of b', 'view of b', 2_100),
    ]);
    const { index } = await read(await cutTo(tape, [at(12_500), at(18_000)]));
    expect(index.streams.map(({ id }) => id).sort()).toEqual(['a', 'b', 'frame', 'frame of b']);
  });

  it('begins at the address, with the title and in the environment that its page had come to', async () => {
    const environment: Environment = {
      browser: 'Chrome 156',
      os: 'Linux',
      viewport: [1280, 720],
      pixelRatio: 1,
      touch: false,
      language: 'en',
      timeZone: 'UTC',
      colourScheme: 'light',
      extension: '0.1.0',
    };
    const tape = tapeOf([
      {
        id: 'a',
        chunks: [[meta(0), snapshot(1)], [change(20_000)]],
        marks: [
          { kind: 'page', at: at(5), label: 'Mugs', detail: 'http://www.shop.test/a' },
          { kind: 'page', at: at(5_000), label: 'Cart', detail: 'http://www.shop.test/cart' },
          { kind: 'environment', at: at(6_000), label: '', detail: '{"viewport":[400,800]}' },
          { kind: 'page', at: at(14_000), label: '/a', detail: 'http://www.shop.test/a' },
        ],
      },
    ]);
    const whole = await tape.index();
    const views = whole.pageViews.map(view => ({ ...view, environment }));
    const index = await (await cutTo({ ...tape, index: async () => ({ ...whole, pageViews: views }) }, range)).index();
    expect(index.session.landing).toEqual({ url: 'http://www.shop.test/cart', title: 'Cart' });
    expect(index.pageViews[0]).toMatchObject({
      url: 'http://www.shop.test/cart',
      environment: { viewport: [400, 800] },
    });
    const timeline = buildTimeline(index);
    expect(timeline && urlAt(timeline, at(13_000))).toBe('http://www.shop.test/cart');
    // Going back to where the page was loaded is a step: the part does not begin there.
    expect(timeline && buildSteps(index, timeline).map(({ detail }) => detail)).toEqual(['http://www.shop.test/a']);
  });

  it.each([
    ['console', ['rrweb/network@1'], ['before', 'within', 'after']],
    ['network', ['rrweb/console@1', 'rrweb/console@1'], ['before', 'within', 'Oops', 'after']],
  ] as const)('does without the %s', async (part, plugins, labels) => {
    const { index, events } = await read(leaveOut(long(), [part]));
    const left = (events.a ?? [])
      .filter(({ type }) => type === 6)
      .map(({ data }) => (data as { plugin: string }).plugin);
    expect(left).toEqual(plugins);
    expect(index.marks.map(({ label }) => label)).toEqual(labels);
  });

  it('does without bodies and pictures, and keeps the rest of both', async () => {
    const source = leaveOut(long(), ['bodies', 'assets']);
    const { text } = await read(source);
    expect(text).toContain('"name":"/a"');
    expect(text).not.toMatch(/requestBody|responseBody/);
    expect([...(await source.assets('a')).keys()]).toEqual([]);
  });
});

describe('A chunk that is damaged on disk', () => {
  const tape = tapeOf(
    [
      {
        id: 'a',
        chunks: [
          [meta(0), snapshot(1), plugin(5, 'rrweb/network@1', body)],
          [plugin(10, 'rrweb/network@1', body), change(11)],
          [plugin(20, 'rrweb/network@1', body), change(21)],
        ],
      },
    ],
    { title: 'Torn' },
  );
  const spoil = (whole: SessionSource): SessionSource => ({
    ...whole,
    chunks: async (...asked) =>
      (await whole.chunks(...asked)).map(chunk => {
        const bytes = chunk.bytes.slice();
        const middle = bytes.length >> 1;
        bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
        return chunk.seq === 1 ? { ...chunk, bytes } : chunk;
      }),
  });
  const spoilt = spoil(tape);
  const around = { template: async () => '<title>Replay</title><!--SESSION-->' };

  it.each(['html', 'bug.zip', 'session.zip', 'spec.ts', 'har', 'rrweb.json'] as const)(
    'keeps no %s from being made, nor from being told of',
    async format => {
      const { blob, source } = await makeCopy(spoilt, { format, without: [] }, around);
      expect(blob.size).toBeGreaterThan(0);
      const { counts } = await contentsOf(source, format, () => {});
      if (format === 'har') expect(counts).toContainEqual(['requests', 2]);
    },
  );

  it('is looked for chunk by chunk, and no further once that is not wanted any more', async () => {
    let left = 2; // of the three chunks of one window
    const check = () => {
      if (left-- === 0) throw new Error('stopped');
    };
    await expect(readable(spoilt, undefined, check)).rejects.toThrow('stopped');
  });

  it('is told of even where a step is called what its gap would be', async () => {
    const index = await spoilt.index();
    const marks: Mark[] = [{ streamId: 'a', seq: 1, n: 0, kind: 'click', at: at(10), label: 'damaged' }];
    const { source } = await readable({ ...spoilt, index: async () => ({ ...index, marks }) });
    expect((await source.index()).marks.map(({ kind }) => kind)).toEqual(['click', 'gap']);
  });

  it.each([
    ['as it is', {}],
    ['redacted', { redaction: { text: 'mug', presets: [] } }],
    ['without something', { without: ['bodies' as const] }],
    ['cut', { range: [at(5), at(30)] as Range }],
  ])('is in no copy %s, which says when it was and can be imported', async (_, options) => {
    const { source, blob, lost } = await makeCopy(spoilt, { format: 'session.zip', without: [], ...options }, around);
    expect((await source.chunks('a', 0, 9)).map(({ seq }) => seq)).toEqual([0, 2]);
    expect(lost).toEqual([[at(10), at(11)]]);
    const [back] = await readSessionFile(blob, counter(), 0);
    const gaps = back?.marks.filter(({ kind }) => kind === 'gap');
    expect(gaps?.map(({ at, label }) => [at, label])).toEqual([[at(10), 'damaged']]);
    expect(back?.session.counts.gaps).toBe(1);
  });

  it('is not told of where the part that leaves does without it', async () => {
    const range: Range = [at(0), at(8)];
    expect((await makeCopy(spoilt, { format: 'html', without: [], range }, around)).lost).toEqual([]);
  });

  it('is one loss with what is not there beside it, and no second one when its copy is copied', async () => {
    const whole = spoil(
      tapeOf([
        {
          id: 'a',
          chunks: [
            [meta(100), snapshot(101)],
            [change(110), change(111)],
            [change(120)],
            [change(130)],
            [meta(140), snapshot(141)],
            [change(145)],
            [meta(150), snapshot(151)],
          ],
        },
      ]),
    );
    const isThere = ({ seq }: { seq: number }) => seq !== 2 && seq !== 5;
    const torn = {
      ...whole,
      chunks: async (...of: Parameters<typeof whole.chunks>) => (await whole.chunks(...of)).filter(isThere),
    };
    const { lost, blob } = await makeCopy(torn, { format: 'session.zip', without: [] }, around);
    expect(lost).toEqual([
      [at(110), at(130)],
      [at(141), at(150)],
    ]);
    const [back] = await readSessionFile(blob, counter(), 0);
    if (!back) throw new Error('nothing came back');
    const again = await makeCopy(sourceOf(back), { format: 'session.zip', without: [] }, around);
    const [twice] = await readSessionFile(again.blob, counter(), 0);
    expect(twice?.marks.filter(({ kind }) => kind === 'gap')).toHaveLength(2);
    expect(again.lost).toHaveLength(2);
  });

  it('is named in the report and, with its session, after a backup, which can be imported', async () => {
    const { source } = await makeCopy(spoilt, { format: 'html', without: [] }, around);
    expect((await clipboardReport(source)).markdown).toContain(
      '## Missing from the recording\n\n- 0:00 Part of the recording is missing: it was damaged',
    );
    const { blob, incomplete } = await exportAll([
      spoilt,
      tapeOf([{ id: 'b', chunks: [[meta(0), snapshot(1)]] }], { title: 'Sound' }),
    ]);
    expect(incomplete.map(({ title }) => title)).toEqual(['Torn']);
    expect(await readSessionFile(blob, counter(), 0)).toHaveLength(2);
  });
});

it('A line of the console is what it prints: the end of a group prints nothing', async () => {
  const lines = ['log', 'groupEnd'].map((level, n) => plugin(n, 'rrweb/console@1', { level, trace: [], payload: [] }));
  const { counts } = await contentsOf(tapeOf([{ id: 'a', chunks: [[meta(0), ...lines]] }]), 'bug.zip', () => {});
  expect(counts).toContainEqual(['lines', 1]);
});

describe('A redaction', () => {
  it.each([
    ['ada@example.com', 'emails', 'mail █████ now'],
    ['ada%40example.com', 'emails', 'mail █████ now'],
    ['4111 1111 1111 1111', 'numbers', 'mail █████ now'],
    ['4111111111111111', 'numbers', 'mail █████ now'],
    ['+49 30 901820', 'numbers', 'mail █████ now'],
    ['(030) 90-18-20', 'numbers', 'mail █████ now'],
    // A time, a date, a price and a size are none of these.
    ['1763893500000', 'numbers', undefined],
    ['2026-11-23', 'numbers', undefined],
    ['1920', 'numbers', undefined],
    ['a@b', 'emails', undefined],
  ] as const)('of presets: %s by %s', (value, preset, expected) => {
    const text = `mail ${value} now`;
    expect(finderOf({ presets: [preset] }).replace(text)).toBe(expected ?? text);
  });

  it('takes a word as it is and in addresses, or a pattern, whatever the case', () => {
    expect(finderOf({ text: 'Ada L.', presets: [] }).replace('ADA L. /?n=Ada%20L.&m=ada+l. AdaXL.')).toBe(
      '█████ /?n=█████&m=█████ AdaXL.',
    );
    expect(finderOf({ text: '/TC-\\d+/', presets: [] }).replace('tc-17 and TC')).toBe('█████ and TC');
    expect(() => finderOf({ text: '/(/', presets: [] })).toThrow(BadPattern);
    expect(finderOf({ text: ' ', presets: [] }).replace('as it was')).toBe('as it was');
  });

  it('leaves pictures and fonts whole that spell it by chance, and nothing else that looks like them', () => {
    const picture = `data:image/png;base64,${'iVBORw0KGgo'.repeat(6)}Ada=`;
    const { replace } = finderOf({ text: 'ada', presets: [] });
    expect(replace(`Ada: url(${picture}), Ada`)).toBe(`█████: url(${picture}), █████`);
    expect(replace('data:image/png;base64,Ada')).toBe('data:image/png;base64,█████');
    expect(replace(`data:text/plain;base64,${'A'.repeat(60)}Ada`)).toMatch(/█████$/);
  });

  const secret = 'ada@example.com';
  const typing = (ms: number, text: string) => change(ms, { source: 5, id: 9, text, isChecked: false });
  const texts = (ms: number, value: string) =>
    change(ms, { source: 0, adds: [], removes: [], texts: [{ id: 8, value }], attributes: [] });
  const tape = () =>
    tapeOf(
      [
        {
          id: secret,
          chunks: [
            [
              meta(0, `http://www.shop.test/?for=${encodeURIComponent(secret)}`),
              snapshot(1, [
                element(
                  2,
                  { title: `For ${secret}`, class: 'box' },
                  { type: 3, id: 3, textContent: `Hello ${secret}!` },
                ),
              ]),
              typing(100, 'ada@'),
              typing(200, 'ada@example.co'),
              typing(300, secret),
              texts(310, 'Hello ada@'),
              texts(320, `Hello ${secret}`),
              plugin(400, 'rrweb/console@1', { level: 'log', trace: [], payload: [JSON.stringify(secret)] }),
              plugin(500, 'rrweb/network@1', {
                requests: [{ name: `/u/${secret}`, responseBody: `{"m":"${secret}"}` }],
              }),
            ],
          ],
          marks: [
            { kind: 'click', at: at(600), label: `Mail ${secret}`, selectors: [`text/${secret}`], detail: secret },
          ],
          assets: { css0: { type: 'text/css', text: `p::after { content: "${secret}" }` } },
        },
      ],
      { title: `Bug of ${secret}`, landing: { url: `http://www.shop.test/${secret}`, title: secret } },
    );

  it('leaves nothing of it anywhere, nor of its beginnings, and counts what it took', async () => {
    const { source, found } = await redacted(tape(), { presets: ['emails'] });
    const { text, events } = await read(source);
    const own = text
      .replaceAll(`"streamId":"${secret}"`, '')
      .replaceAll(`"id":"${secret}"`, '')
      .replaceAll(`{"${secret}":`, '');
    expect(own.replaceAll(`view of ${secret}`, '')).not.toMatch(/ada(@|%40)/);
    const assets = await source.assets(secret);
    expect(new TextDecoder().decode(assets.get('css0')?.bytes)).toBe('p::after { content: "█████" }');
    expect(found.counts).toEqual({ picked: 0, page: 6, split: 0, typed: 2, log: 3, step: 3, title: 5, file: 1 });
    expect(found.samples[0]).toContain('ada%40example.com');
    expect(events[secret], 'it is the same session otherwise').toHaveLength(9);
  });

  it('takes everything typed, also where the page repeats it', async () => {
    const { source } = await redacted(tape(), { presets: ['typed'] });
    const { events } = await read(source);
    expect(JSON.stringify(events[secret])).not.toContain('ada@');
  });

  it('takes what was typed in an editor, which is no field, also from its later pictures, and no other text that changed', async () => {
    const mutation = (ms: number, told: object) =>
      change(ms, { source: 0, adds: [], removes: [], texts: [], attributes: [], ...told });
    const text = (id: number, textContent: string) => ({ type: 3, id, textContent });
    const editor = (...childNodes: unknown[]) => element(2, { contenteditable: 'plaintext-only' }, ...childNodes);
    const edited = tapeOf([
      {
        id: 'a',
        chunks: [
          [
            meta(0),
            snapshot(1, [editor(element(3, {}, text(4, 'Dear'))), element(5, {}, text(6, 'A clock')), element(7, {})]),
            mutation(100, { texts: [{ id: 4, value: 'Dear Zora' }] }),
            mutation(200, { adds: [{ parentId: 2, nextId: null, node: element(8, {}, text(9, 'Yo')) }] }),
            mutation(300, { texts: [{ id: 6, value: 'Ten past' }] }),
            mutation(310, { attributes: [{ id: 7, attributes: { contenteditable: '' } }] }),
            mutation(320, { adds: [{ parentId: 7, nextId: null, node: text(10, 'Hm') }] }),
            plugin(400, 'rrweb/console@1', { level: 'log', trace: [], payload: ['"draft: Dear Zora"'] }),
          ],
          [meta(500), snapshot(501, [editor(element(3, {}, text(4, 'Dear Zora')), element(8, {}, text(9, 'Yo')))])],
        ],
      },
      { id: 'b', chunks: [[meta(600), snapshot(601, [element(2, {}, text(3, 'Sent: Dear Zora'))])]] },
    ]);
    const { source, found } = await redacted(edited, { presets: ['typed'] });
    const { events } = await read(source);
    expect(JSON.stringify(events)).not.toMatch(/Zora|Yo|Hm/);
    expect(JSON.stringify(events)).toContain('Ten past');
    expect(found.counts).toMatchObject({ typed: 3 });
  });

  it('leaves the tape as it is', async () => {
    const source = tape();
    const before = (await read(source)).text;
    await read((await redacted(source, { presets: ['emails'] })).source);
    expect((await read(source)).text).toBe(before);
  });

  it('does not break what a page is built of', async () => {
    const { source } = await redacted(tape(), { text: 'p', presets: [] });
    expect((await read(source)).text).toContain('"tagName":"p"');
  });

  it('takes pictures that bear it in words, wherever they are shown, and names of hosts', async () => {
    const face = { type: 'image/png', text: 'a face' };
    const img = (id: number, attributes: object) => ({ ...element(id, attributes), tagName: 'img' });
    const tape = tapeOf([
      {
        id: 'a',
        chunks: [
          [
            meta(0),
            snapshot(1, [img(2, { src: 'tapedeck:face', alt: 'Ada Lovelace' }), img(3, { src: 'tapedeck:late' })]),
            change(5, {
              source: 0,
              adds: [],
              removes: [],
              texts: [],
              attributes: [{ id: 3, attributes: { title: 'Ada' } }],
            }),
            change(6, {
              source: 0,
              adds: [{ parentId: 1, nextId: null, node: img(4, { src: 'tapedeck:mug', alt: 'a mug' }) }],
              removes: [],
              texts: [],
              attributes: [],
            }),
          ],
        ],
        assets: { face, late: { type: 'image/png', text: 'later' }, mug: { type: 'image/png', text: 'a mug' } },
      },
      { id: 'b', chunks: [[meta(9), snapshot(10, [img(2, { src: 'tapedeck:same' })])]], assets: { same: face } },
    ]);
    const host = { kind: 'image', host: 'ada.example', reason: 'no-access' } as const;
    const { source, found } = await redacted(
      { ...tape, missing: async () => new Map([['gone', host]]) },
      { text: 'Ada', presets: [] },
    );
    expect([...(await source.assets('a')).keys(), ...(await source.assets('b')).keys()]).toEqual(['mug']);
    expect(found.counts.file).toBe(2);
    expect([...(await source.missing('a')).values()]).toEqual([{ ...host, host: '█████.example' }]);
  });

  const mutated = (ms: number, attributes: object) =>
    change(ms, { source: 0, adds: [], removes: [], texts: [], attributes: [{ id: 7, attributes }] });
  it.each<[string, TapeEvent[]]>([
    [
      'what is put on tape beside the page',
      [{ type: 5, timestamp: at(5), data: { tag: 'a', payload: { of: secret } } }],
    ],
    ['an attribute that grows letter by letter', [mutated(5, { title: 'ada@' }), mutated(6, { title: secret })]],
  ])('takes it from %s', async (_, events) => {
    const source = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1), ...events]] }]);
    const { text } = await read((await redacted(source, { presets: ['emails'] })).source);
    expect(text).not.toContain('ada@');
    expect(text).toContain('█████');
  });

  it('takes it from notes, from the name of the site, and from drawings', async () => {
    const svg = { type: 'image/svg+xml', text: '<svg><text>Ada</text></svg>' };
    const source = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1)]], assets: { drawn: svg } }], {
      site: 'ada.test',
    });
    const notes = [{ id: 'n', sessionId: 'session', at: at(1), text: 'Ada says no' }];
    const noted = { ...source, index: async () => ({ ...(await source.index()), notes }) };
    const copy = (await redacted(noted, { text: 'ada', presets: [] })).source;
    expect((await read(copy)).text).not.toMatch(/ada/i);
    expect((await copy.index()).notes[0]?.text).toBe('█████ says no');
    const drawn = (await copy.assets('a')).get('drawn');
    expect(new TextDecoder().decode(drawn?.bytes)).toBe('<svg><text>█████</text></svg>');
  });

  it('takes what was typed before the part that is exported, and values that are too short to be looked for', async () => {
    const whole = tapeOf([
      {
        id: 'a',
        chunks: [
          [meta(0), snapshot(1), change(2, { source: 5, id: 9, text: 'Lovelace', isChecked: false })],
          [
            meta(9_000),
            snapshot(9_001, [element(2, {}, { type: 3, id: 3, textContent: 'Dear Lovelace,' })]),
            change(9_500, { source: 5, id: 10, text: '7', isChecked: false }),
          ],
        ],
      },
    ]);
    const part = await cutTo(whole, [at(9_100), at(10_000)]);
    const { source } = await redacted(part, { presets: ['typed'] }, undefined, whole);
    const { text } = await read(source);
    expect(text).toContain('Dear █████,');
    expect(text).not.toContain('"text":"7"');
  });

  it('takes what was typed before it, however short, from the first picture of a part, and leaves what is the page’s', async () => {
    const field = (id: number, tagName: string, attributes: object) => ({
      type: 2,
      id,
      tagName,
      attributes,
      childNodes: [],
    });
    const editor = (textContent: string) => element(20, { contenteditable: 'true' }, { type: 3, id: 21, textContent });
    const whole = tapeOf([
      {
        id: 'a',
        chunks: [
          [
            meta(0),
            snapshot(1, [editor('')]),
            change(2, { source: 0, adds: [], removes: [], texts: [{ id: 21, value: 'ja' }], attributes: [] }),
          ],
          [
            meta(9_000),
            snapshot(9_001, [
              editor('ja'),
              field(30, 'input', { value: '42' }),
              field(31, 'textarea', { value: 'hi' }),
              field(32, 'input', { type: 'submit', value: 'Go' }),
              field(33, 'input', { type: 'checkbox', value: 'on' }),
              field(34, 'input', { type: 'text', value: '••••••' }),
              field(35, 'li', { value: '3' }),
              {
                ...field(37, 'select', { value: 'DE' }),
                childNodes: [
                  field(38, 'option', { value: 'DE', selected: true }),
                  field(39, 'option', { value: 'FR' }),
                ],
              },
            ]),
            change(9_500, {
              source: 0,
              adds: [{ parentId: 1, nextId: null, node: field(36, 'input', { value: 'no' }) }],
              removes: [],
              texts: [],
              attributes: [],
            }),
          ],
        ],
      },
    ]);
    const part = await cutTo(whole, [at(9_100), at(10_000)]);
    const { source, found } = await redacted(part, { presets: ['typed'] }, undefined, whole);
    const { text } = await read(source);
    const left = [...text.matchAll(/"(?:value|textContent)":"([^"]+)"/g)].map(([, value]) => value);
    expect(left).toEqual(['█████', '█████', '█████', 'Go', 'on', '••••••', '3', '█████', 'DE', 'FR', '█████']);
    expect(text, 'nor does an option tell').not.toContain('selected');
    expect(found.counts.typed).toBe(5);
  });

  it('is done before a picture is drawn, and before a file is named', async () => {
    const drawn: string[] = [];
    const source = tape();
    const index = await source.index();
    const copy = await makeCopy(
      { ...source, index: async () => ({ ...index, session: { ...index.session, importedAt: at(0) } }) },
      { format: 'bug.zip', without: [], redaction: { presets: ['emails'] } },
      {
        template: async () => '<title></title><!--SESSION-->',
        draw: source => async moments => {
          drawn.push((await read(source)).events[secret]?.map(event => JSON.stringify(event.data)).join() ?? '');
          return moments.map(moment => ({ at: moment, png: new Blob(['PNG']) }));
        },
      },
    );
    expect(drawn).toHaveLength(1);
    expect(drawn[0]).toContain('█████');
    expect(drawn[0]).not.toMatch(/ada(@|%40)/);
    expect(copy.name).not.toContain('ada');
  });
});
