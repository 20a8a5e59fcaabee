import { gzipSync } from 'node:zlib';
import type { Chunk, SessionSource } from '../../../src/session/types';
import { awayElements, type Element, hostileElements, script } from './page';

const START = Date.UTC(2026, 10, 23, 10, 25);

/** As rrweb names an element or a text. */
interface Node {
  id: number;
  childNodes?: Node[];
  [fact: string]: unknown;
}

/** All that is hostile, and what takes a page elsewhere. */
export const everything = (sink: string): Element[] => [...hostileElements(sink), ...awayElements(sink)];

/** A session that nobody recorded, made to reach `sink` and to run scripts, with a page that is hostile from its first picture on. */
export function hostileSession(sink: string, all = everything(sink), name = 'hostile'): SessionSource {
  let id = 10;
  const node = ([tagName, attributes, ...inside]: Element): Node => ({
    type: 2,
    tagName,
    attributes,
    id: ++id,
    ...(['svg', 'use', 'image', 'rect', 'filter', 'feImage', 'foreignObject', 'animate'].includes(tagName) && {
      isSVG: true,
    }),
    childNodes: inside.map(one => (typeof one === 'string' ? { type: 3, textContent: one, id: ++id } : node(one))),
  });
  const css = `p { background: url(${sink}/css-text) } @import "${sink}/css-text-import";`;
  const head = node([
    'head',
    {},
    ['link', { rel: 'stylesheet', href: `${sink}/inlined`, _cssText: css }],
    ['style', { _cssText: css }],
  ]);
  const body = {
    type: 2,
    tagName: 'body',
    id: 4,
    childNodes: all.map(node),
    attributes: {
      onload: script(sink, 'onload'),
      background: `${sink}/body`,
      style: `background: url(${sink}/body-style)`,
    },
  };
  const shadow = {
    type: 2,
    tagName: 'div',
    id: 5,
    isShadowHost: true,
    attributes: {},
    childNodes: [{ ...node(['img', { src: `${sink}/shadow` }]), isShadow: true }],
  };
  body.childNodes.push(shadow, {
    type: 2,
    tagName: 'canvas',
    id: 6,
    attributes: { rr_dataURL: `${sink}/canvas` },
    childNodes: [],
  });
  body.childNodes.push({
    type: 2,
    tagName: 'img',
    id: 7,
    attributes: { rr_dataURL: `${sink}/rr-data`, rr_src: `${sink}/rr-src` },
    childNodes: [],
  });
  body.childNodes.push({
    type: 2,
    tagName: 'style',
    id: 8,
    attributes: {},
    childNodes: [{ type: 3, id: 9, textContent: 'p { color: red }' }],
  });
  const html = {
    type: 2,
    tagName: 'html',
    id: 3,
    attributes: { manifest: `${sink}/html-manifest` },
    childNodes: [head, body],
  };

  const mutation = (part: object) => ({ source: 0, adds: [], removes: [], texts: [], attributes: [], ...part });
  // A mutation names each node apart, parents first.
  const adds = (added: Node, parentId: number): object[] => {
    const { childNodes = [], ...own } = added;
    const inside = childNodes.flatMap(child => adds(child, added.id));
    return [{ parentId, nextId: null, node: { ...own, childNodes: [] } }, ...inside];
  };
  const late = (element: Element) => mutation({ adds: adds(node(element), 4) });
  const increments: object[] = [
    ...all.map(late),
    mutation({
      attributes: [
        {
          id: 7,
          attributes: { src: `${sink}/late-src`, srcset: `${sink}/late-srcset`, onerror: script(sink, 'late-onerror') },
        },
      ],
    }),
    mutation({
      attributes: [
        {
          id: 4,
          attributes: {
            style: { background: `url(${sink}/late-style)` },
            background: `${sink}/late-body`,
            onclick: script(sink, 'onclick'),
          },
        },
      ],
    }),
    mutation({
      texts: [{ id: 9, value: `@import "${sink}/late-text"; p { background: url(${sink}/late-text-url) }` }],
    }),
    { source: 8, id: 8, adds: [{ rule: `p { background: url(${sink}/inserted-rule) }`, index: 0 }] },
    { source: 8, id: 8, replaceSync: `p { background: url(${sink}/replaced) }` },
    { source: 13, id: 8, index: [0], set: { property: 'background', value: `url(${sink}/declared)`, priority: '' } },
    {
      source: 15,
      id: 5,
      styleIds: [1],
      styles: [{ styleId: 1, rules: [{ rule: `img { background: url(${sink}/adopted) }`, index: 0 }] }],
    },
    { source: 10, family: 'late', buffer: false, fontSource: `url(${sink}/font-face)`, descriptors: {} },
    {
      source: 9,
      id: 6,
      type: 0,
      property: 'drawImage',
      args: [{ rr_type: 'HTMLImageElement', src: `${sink}/canvas-draw` }, 0, 0],
    },
    { source: 7, id: 7, type: 0, currentTime: 0 },
    // A click on the link with a ping, and on the form's button.
    ...[1, 0, 2, 5].map(type => ({ source: 2, type, id: 4, x: 5, y: 5 })),
  ];
  const events = [
    { type: 4, timestamp: START, data: { href: `${sink}/page`, width: 1000, height: 700 } },
    {
      type: 2,
      timestamp: START,
      data: {
        initialOffset: { top: 0, left: 0 },
        node: { type: 0, id: 1, childNodes: [{ type: 1, name: 'html', publicId: '', systemId: '', id: 2 }, html] },
      },
    },
    ...increments.map((data, n) => ({ type: 3, timestamp: START + 200 + n * 10, data })),
    {
      type: 3,
      timestamp: START + 1_500,
      data: late(['h1', {}, 'The end of the hostile tape']),
    },
  ];
  const lastAt = START + 1_500;
  const chunk: Chunk = {
    streamId: 's',
    seq: 0,
    from: START,
    to: lastAt,
    count: events.length,
    opensWithSnapshot: true,
    firstActivityAt: START,
    lastActivityAt: lastAt,
    bytes: new Uint8Array(gzipSync(events.map(event => JSON.stringify(event)).join('\n'))),
  };
  const hostile = `<img src="${sink}/label" onerror="${script(sink, 'label')}">`;
  return {
    index: async () => ({
      session: {
        id: name,
        site: 'other.test',
        identity: 'normal',
        startedAt: START,
        lastActivityAt: lastAt,
        timeoutMs: 1_800_000,
        landing: { url: `javascript:${script(sink, 'landing')}`, title: hostile },
        title: hostile,
        counts: { pages: 1, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes: chunk.bytes.length },
      },
      pageViews: [
        {
          id: 'v',
          sessionId: name,
          documentId: 'd',
          tabId: 1,
          url: `javascript:${script(sink, 'page')}`,
          title: hostile,
          startedAt: START,
        },
      ],
      streams: [
        {
          id: 's',
          sessionId: name,
          pageViewId: 'v',
          tabId: 1,
          frameId: 0,
          openedAt: START,
          lastAt,
          openReason: 'load',
          visible: true,
          closeReason: 'left',
          windows: [{ seq: 0, at: START }],
          active: [[START, lastAt]],
        },
      ],
      marks: [{ streamId: 's', seq: 0, n: 0, kind: 'click', at: START + 100, label: hostile, selectors: [hostile] }],
      notes: [{ id: 'n', sessionId: name, at: START + 50, text: hostile }],
    }),
    chunks: async (_, from) => (from === 0 ? [chunk] : []),
    assets: async () => new Map(),
    missing: async () => new Map(),
  };
}
