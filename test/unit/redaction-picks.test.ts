import { describe, expect, it } from 'vitest';
import type { SessionSource } from '../../src/session/types';
import { eventsOf } from '../../src/transfer/chunk-events';
import { makeCopy } from '../../src/transfer/copy';
import { PageMirror } from '../../src/transfer/page-mirror';
import { cutTo } from '../../src/transfer/range';
import { redacted } from '../../src/transfer/redaction';
import { finderOf, type Pick } from '../../src/transfer/redaction-rules';
import { splitMatches } from '../../src/transfer/split-text';
import { at, change, meta, plugin, snapshot, type TapeEvent, tapeOf } from './tape-sample';
import { sha256, unzip, utf8 } from './transfer-sample';

let nextId = 100;
/** An element as rrweb writes it; without a number of its own it gets one. */
const el = (tagName: string, attributes: object, ...inside: unknown[]): object => ({
  type: 2,
  id: nextId++,
  tagName,
  attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== '#')),
  ...('#' in attributes && { id: attributes['#'] }),
  childNodes: inside.map(one => (typeof one === 'string' ? { type: 3, id: nextId++, textContent: one } : one)),
});
const mutation = (ms: number, what: object) =>
  change(ms, { source: 0, adds: [], removes: [], texts: [], attributes: [], ...what });

async function read(source: SessionSource) {
  const index = await source.index();
  const events: TapeEvent[] = [];
  const assets: string[] = [];
  for (const stream of index.streams) {
    for await (const event of eventsOf(source, stream)) events.push(event);
    assets.push(...(await source.assets(stream.id)).keys());
  }
  return { index, events, assets, text: JSON.stringify([index, events]) };
}

describe('A text that lies in several elements', () => {
  const page = (...inside: unknown[]) => [snapshot(1, [el('body', {}, ...inside)])];
  it.each([
    ['in one line', ['Hello ', el('b', {}, 'Ada'), ' ', el('i', {}, 'Lovelace'), '!'], ['Ada', 'Lovelace']],
    ['with its parts touching', [el('span', {}, 'Ada Love'), el('span', {}, 'lace')], ['Ada Love', 'lace']],
    ['in lines of their own', [el('div', {}, 'Ada'), el('div', {}, 'Lovelace')], ['Ada', 'Lovelace']],
    ['set apart by style alone', [el('span', {}, 'Ada'), el('span', {}, 'Lovelace')], ['Ada', 'Lovelace']],
    ['with other blanks', [el('p', {}, 'Ada\n      '), el('p', {}, '   Lovelace')], ['Ada\n      ', '   Lovelace']],
    ['letter by letter', [...'Ada Lovelace'].map(one => el('td', {}, one)), [...'AdaLovelace']],
    ['in one element alone', [el('p', {}, 'Ada Lovelace')], []],
    ['with something between', [el('p', {}, 'Ada'), el('p', {}, 'King'), el('p', {}, 'Lovelace')], []],
  ])('is found %s', (_, inside, expected) => {
    const mirror = new PageMirror();
    for (const event of page(...inside)) mirror.take(event);
    const finder = finderOf({ text: 'Ada Lovelace', presets: [] });
    const found = splitMatches(mirror, [...mirror.textsIn()], finder);
    expect([...found].map(id => mirror.text(id))).toEqual(expected);
  });

  it('is found when its second half comes later, and its first half goes as well', async () => {
    const tape = tapeOf([
      {
        id: 'a',
        chunks: [
          [
            meta(0),
            snapshot(1, [el('body', { '#': 2 }, el('b', { '#': 3 }, { type: 3, id: 4, textContent: 'Ada ' }))]),
            mutation(50, { adds: [{ parentId: 2, nextId: null, node: { ...el('b', { '#': 5 }) } }] }),
            mutation(60, { adds: [{ parentId: 5, nextId: null, node: { type: 3, id: 6, textContent: 'Love' } }] }),
            mutation(70, { texts: [{ id: 6, value: 'Lovelace' }] }),
          ],
        ],
      },
    ]);
    const { source, found } = await redacted(tape, { text: 'Ada Lovelace', presets: [] });
    expect((await read(source)).text).not.toMatch(/Ada|Love/);
    expect(found.counts.split).toBe(2);
  });

  it('is a pattern within a line, but two cells of a table are not one number', () => {
    const mirror = new PageMirror();
    const cells = ['4111 1111', '1111 1111'].map(text => el('td', {}, text));
    const line = el('p', {}, '4111 1111', el('b', {}, ' 1111 1111'));
    for (const event of page(...cells, line)) mirror.take(event);
    const found = splitMatches(mirror, [...mirror.textsIn()], finderOf({ presets: ['numbers'] }));
    expect([...found].map(id => mirror.text(id))).toEqual(['4111 1111', ' 1111 1111']);
  });
});

describe('A word', () => {
  it.each([
    ['Ada', 'Ada, Adam and Canada', '█████, Adam and Canada'],
    ['Ada', '?name=x%20Ada%20y', '?name=x%20█████%20y'],
    ['120', '120 of 1200, %20120', '█████ of 1200, %20█████'],
    ['Grüße "A&B"', '{"a":"Grüße \\"A&B\\""}', '{"a":"█████"}'],
    ['Grüße "A&B"', '{"a":"Gr\\u00fc\\u00dfe \\"A&B\\""}', '{"a":"█████"}'],
    ['Grüße "A&B"', '<p>Grüße &quot;A&amp;B&quot;</p>', '<p>█████</p>'],
    ['two words', 'two\n  words', '█████'],
  ])('that was picked, “%s”, is taken out of %s', (word, text, expected) => {
    expect(finderOf({ presets: [] }, [word]).replace(text)).toBe(expected);
  });
});

describe('An element that was picked', () => {
  const secret = /Ada|Lovelace|4711|tapedeck:(face|behind|bare)|qrcode|"isChecked":true/;
  const face = 'the picture of a face';
  const pick: Pick = { streamId: 'a', nodeId: 10, assets: [sha256(utf8('behind it'))], label: '' };
  const card = () =>
    el(
      'div',
      { '#': 10, class: 'card', style: 'color: red; background: url(tapedeck:behind)', 'data-user': '4711' },
      el('b', { '#': 11 }, { type: 3, id: 12, textContent: 'Ada Lovelace' }),
      el('img', { '#': 13, src: 'tapedeck:face', alt: 'Ada', width: '80' }),
      el('svg', { '#': 14 }, el('path', { d: 'M0 qrcode' })),
      el('input', { '#': 15, value: 'A' }),
      el('img', { src: 'tapedeck:bare' }),
    );
  const tape = () =>
    tapeOf(
      [
        {
          id: 'a',
          chunks: [
            [
              meta(0),
              snapshot(1, [el('body', { '#': 2 }, card(), el('p', {}, 'Welcome back, Ada Lovelace, no. 4711-B'))]),
              change(100, { source: 5, id: 15, text: 'no. 4711-B', isChecked: true }),
              plugin(200, 'rrweb/console@1', { level: 'log', trace: [], payload: ['"user Ada Lovelace"'] }),
              plugin(300, 'rrweb/network@1', {
                requests: [{ name: '/u?name=Ada%20Lovelace', responseBody: '"no. 4711-B"' }],
              }),
              mutation(400, {
                adds: [{ parentId: 10, nextId: null, node: { type: 3, id: 16, textContent: 'countess' } }],
              }),
              mutation(500, { attributes: [{ id: 13, attributes: { src: 'tapedeck:face', class: 'big' } }] }),
              change(550, { source: 5, id: 15, text: 'countess of', isChecked: false }),
              change(560, { source: 9, id: 14, type: 0, commands: [{ property: 'fillText', args: ['qrcode'] }] }),
              { type: 5, timestamp: at(600), data: { tag: 'tapedeck/canvas', payload: { id: 14, data: 'qrcode' } } },
            ],
            [meta(20_000), snapshot(20_001, [el('body', { '#': 2 }, card())]), mutation(21_000, {})],
          ],
          marks: [{ kind: 'click', at: at(700), label: 'Ada Lovelace', selectors: ['aria/Ada Lovelace'] }],
          assets: {
            face: { type: 'image/png', text: face },
            behind: { type: 'image/png', text: 'behind it' },
            bare: { type: 'image/png', text: 'without words' },
            other: { type: 'image/png', text: 'another picture' },
          },
        },
        {
          id: 'b',
          chunks: [
            [meta(30_000), snapshot(30_001, [el('p', {}, 'countess Ada Lovelace'), el('img', { src: 'tapedeck:f2' })])],
          ],
          assets: { f2: { type: 'image/png', text: face } },
        },
      ],
      { title: 'Order of Ada Lovelace', landing: { url: 'http://www.shop.test/', title: 'Ada Lovelace' } },
    );

  it.each([
    ['the whole session', undefined],
    ['a part, before which it was seen', [at(21_000), at(31_000)] as [number, number]],
    ['a part that holds it', [at(350), at(600)] as [number, number]],
  ])('is gone with its texts, fields and pictures from %s', async (_, range) => {
    const whole = tape();
    const part = range ? await cutTo(whole, range) : whole;
    const { source, found } = await redacted(part, { presets: [], picks: [pick] }, undefined, whole);
    const { text, assets } = await read(source);
    expect(text).not.toMatch(secret);
    expect(text, 'what was typed into it').not.toMatch(/countess/);
    expect(text, 'it keeps its room and looks').toContain('"class":"card"');
    expect(assets.filter(ref => ref !== 'other')).toEqual([]);
    expect(found.counts.picked).toBeGreaterThan(5);
  });

  it('is gone from the file’s name and its bytes, and the tape is as it was', async () => {
    const source = tape();
    const before = (await read(source)).text;
    const copy = await makeCopy(
      source,
      { format: 'session.zip', without: [], redaction: { presets: [], picks: [pick] } },
      { template: async () => '' },
    );
    const files = unzip(new Uint8Array(await copy.blob.arrayBuffer()));
    expect(copy.name).not.toMatch(secret);
    expect(Object.keys(files).filter(name => name.startsWith('assets/'))).toHaveLength(1);
    expect((await read(source)).text).toBe(before);
  });

  it('takes a frame of another site that lies in it', async () => {
    const framed = tapeOf([
      {
        id: 'a',
        chunks: [
          [
            meta(0),
            snapshot(1, [el('div', { '#': 10 }, el('iframe', { '#': 11 }))]),
            { type: 5, timestamp: at(5), data: { tag: 'tapedeck/frame', payload: { id: 11, frame: 4 } } },
          ],
        ],
      },
      { id: 'f', frameId: 4, chunks: [[meta(10), snapshot(11, [el('p', {}, 'Ada Lovelace')])]] },
    ]);
    const { source } = await redacted(framed, { presets: [], picks: [pick] });
    expect((await read(source)).text).not.toContain('Ada');
  });

  it('that changes all the time is refused with a sentence', async () => {
    const ticking = Array.from({ length: 6_000 }, (_, n) =>
      mutation(n + 2, { texts: [{ id: 12, value: `tick ${n}` }] }),
    );
    const source = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1, [card()]), ...ticking]] }]);
    await expect(redacted(source, { presets: [], picks: [pick] })).rejects.toThrow(/^$/);
  });
});

describe('A mirror of a page', () => {
  it('is not led in rings by a tape that nobody recorded', () => {
    const ring = { type: 2, id: 2, tagName: 'div', attributes: {}, childNodes: [] as object[] };
    ring.childNodes.push({
      ...ring,
      childNodes: [
        { type: 3, id: 3, textContent: 'in' },
        { ...ring, id: 1 },
      ],
    });
    const mirror = new PageMirror();
    mirror.take(snapshot(1, [ring]));
    mirror.take(mutation(2, { adds: [{ parentId: 3, nextId: null, node: { ...ring, childNodes: [] } }] }));
    mirror.take(mutation(3, { adds: [{ parentId: 2, nextId: 9, node: { ...ring, id: 1, childNodes: [] } }] }));
    for (const id of [1, 2, 3]) expect(mirror.around(id, 10).length).toBeLessThan(5);
    expect([...mirror.textsIn()].length).toBeLessThan(5);
  });
});
