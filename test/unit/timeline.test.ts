import { describe, expect, test } from 'vitest';
import {
  blanksOf,
  buildTimeline,
  idleAt,
  locate,
  pageAt,
  pinnedTimeline,
  seqRange,
  type Timeline,
  tabsOf,
  titleAt,
  urlAt,
} from '../../src/session/timeline';
import type { Mark, MarkKind, Range, SessionIndex, Stream } from '../../src/session/types';

type Sketch = Partial<Omit<Stream, 'windows'>> & { id: string; at?: number[] };

/** A stream in a few words: `at` are the times of its windows, their seqs are 0, 10, 20, … */
const stream = ({ id, at = [0], ...rest }: Sketch): Stream => ({
  id,
  sessionId: 's',
  pageViewId: `page ${id}`,
  tabId: 1,
  frameId: 0,
  openedAt: at[0] ?? 0,
  lastAt: 1_000,
  openReason: 'load',
  visible: true,
  windows: at.map((time, n) => ({ seq: n * 10, at: time })),
  active: [],
  ...rest,
});

const mark = (streamId: string, at: number, kind: MarkKind = 'tab', label = 'back'): Mark => ({
  streamId,
  seq: 0,
  n: at,
  kind,
  at,
  label,
});

const index = (streams: Stream[], marks: Mark[] = []): SessionIndex => ({
  session: {
    id: 's',
    site: 'shop.test',
    identity: 'normal',
    startedAt: 0,
    lastActivityAt: 0,
    timeoutMs: 1_800_000,
    landing: { url: 'http://shop.test/', title: 'Shop' },
    counts: { pages: 0, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes: 0 },
  },
  pageViews: streams.map(({ pageViewId, tabId, id }) => ({
    id: pageViewId,
    sessionId: 's',
    documentId: `d${id}`,
    tabId,
    url: `http://shop.test/${id}`,
    title: `Title ${id}`,
    startedAt: 0,
  })),
  streams,
  marks,
  notes: [],
});

const timeline = (streams: Stream[], marks: Mark[] = []): Timeline => {
  const built = buildTimeline(index(streams, marks));
  if (!built) throw new Error('nothing to show');
  return built;
};

/** `a0 0–500`: stream, window, from, to. */
const written = ({ pieces }: Timeline): string[] =>
  pieces.map(({ stream: { id }, window, from, to }) => `${id}${window} ${from}–${to}`);

describe('what is on show when', () => {
  const cases: [name: string, streams: Sketch[], marks: Mark[], expected: string[]][] = [
    ['one stream, one window', [{ id: 'a' }], [], ['a0 0–1000']],
    [
      'a stream is cut where its windows begin',
      [{ id: 'a', at: [0, 300, 600] }],
      [],
      ['a0 0–300', 'a1 300–600', 'a2 600–1000'],
    ],
    [
      'the next page of a tab follows; until it has a picture the last one is held',
      [
        { id: 'a', lastAt: 400 },
        { id: 'b', at: [500] },
      ],
      [],
      ['a0 0–500', 'b0 500–1000'],
    ],
    [
      'a tab opened in the background is not shown',
      [{ id: 'a' }, { id: 'b', tabId: 2, at: [500], visible: false }],
      [],
      ['a0 0–1000'],
    ],
    [
      '… until its user comes to it',
      [{ id: 'a' }, { id: 'b', tabId: 2, at: [500], visible: false }],
      [mark('b', 700)],
      ['a0 0–700', 'b0 700–1000'],
    ],
    [
      'coming back shows the window of that moment',
      [
        { id: 'a', at: [0, 300, 650] },
        { id: 'b', tabId: 2, at: [200] },
      ],
      [mark('a', 500)],
      ['a0 0–200', 'b0 200–500', 'a1 500–650', 'a2 650–1000'],
    ],
    [
      'side by side, activity decides',
      [
        {
          id: 'a',
          active: [
            [0, 100],
            [600, 700],
          ],
        },
        { id: 'b', tabId: 2, at: [200], active: [[300, 400]] },
      ],
      [],
      ['a0 0–200', 'b0 200–600', 'a0 600–1000'],
    ],
    [
      'a click within one stretch of activity decides as well',
      [
        { id: 'a', active: [[0, 900]] },
        { id: 'b', tabId: 2, at: [200] },
      ],
      [mark('a', 400, 'click', 'Buy')],
      ['a0 0–200', 'b0 200–400', 'a0 400–1000'],
    ],
    [
      'an error in a tab behind does not bring it up',
      [
        { id: 'a', at: [100] },
        { id: 'b', tabId: 2, at: [50], visible: false },
      ],
      [mark('b', 400, 'error', 'Oops')],
      ['a0 100–1000'],
    ],
    [
      'a page goes on in its tab although the browser says that nobody sees it',
      [
        { id: 'a', lastAt: 300 },
        { id: 'b', at: [400], visible: false },
      ],
      [],
      ['a0 0–400', 'b0 400–1000'],
    ],
    ['where nothing was ever in view, the first is shown', [{ id: 'a', visible: false }], [], ['a0 0–1000']],
    ['a stream without a snapshot is never shown', [{ id: 'a' }, { id: 'b', at: [] }], [mark('b', 500)], ['a0 0–1000']],
    [
      'a frame makes no piece; who acts in it looks at its tab',
      [{ id: 'a' }, { id: 'b', tabId: 2, at: [200] }, { id: 'f', frameId: 7, at: [10], active: [[500, 550]] }],
      [],
      ['a0 0–200', 'b0 200–500', 'a0 500–1000'],
    ],
    [
      'activity before the first picture counts from the first picture',
      [
        { id: 'a', lastAt: 90 },
        { id: 'b', tabId: 2, at: [200], visible: false, active: [[150, 160]] },
      ],
      [],
      ['a0 0–200', 'b0 200–1000'],
    ],
  ];
  test.each(cases)('%s', (_, streams, marks, expected) => {
    expect(written(timeline(streams.map(stream), marks))).toEqual(expected);
  });

  test('nothing recorded: nothing to show', () => {
    expect(buildTimeline(index([stream({ id: 'a', at: [] })]))).toBeUndefined();
  });
});

describe('locate', () => {
  const two = timeline([stream({ id: 'a', at: [0, 300], lastAt: 400 }), stream({ id: 'b', at: [600] })]);
  test.each<[at: number, place: string, next: string | undefined, held: boolean]>([
    [-5, 'a0', 'a1', false],
    [0, 'a0', 'a1', false],
    [299, 'a0', 'a1', false],
    [300, 'a1', 'b0', false],
    [400, 'a1', 'b0', false],
    [500, 'a1', 'b0', true],
    [600, 'b0', undefined, false],
    [5_000, 'b0', undefined, true],
  ])('%d', (at, place, next, held) => {
    const found = locate(two, at);
    expect(`${found.piece.stream.id}${found.piece.window}`).toBe(place);
    expect(found.next && `${found.next.stream.id}${found.next.window}`).toBe(next);
    expect(found.held).toBe(held);
  });

  test('a window reaches to the next one, the last without end', () => {
    expect(two.pieces.map(seqRange)).toEqual([
      [0, 10],
      [10, Number.POSITIVE_INFINITY],
      [0, Number.POSITIVE_INFINITY],
    ]);
  });
});

describe('pages', () => {
  const pages = timeline([
    stream({ id: 'a', at: [0, 300], lastAt: 400 }),
    stream({ id: 'again', pageViewId: 'page a', at: [450], openReason: 'return', lastAt: 500 }),
    stream({ id: 'b', at: [600] }),
  ]);
  test('windows and streams of one page are one segment', () => {
    expect(pages.pages.map(({ pageViewId, from, to }) => [pageViewId, from, to])).toEqual([
      ['page a', 0, 600],
      ['page b', 600, 1000],
    ]);
  });
  test('the page of a moment', () => {
    expect(pageAt(pages, 599)?.url).toBe('http://shop.test/again');
    expect(pageAt(pages, 600)?.title).toBe('Title b');
  });
});

describe('the address', () => {
  const marks = [
    { ...mark('a', 300, 'page', 'Sorted'), detail: 'http://shop.test/a?sort=price' },
    mark('a', 400, 'page', 'a new title only'),
    mark('b', 350, 'page', 'http://shop.test/elsewhere'),
  ];
  const pages = timeline([stream({ id: 'a' }), stream({ id: 'b', tabId: 2, at: [800] })], marks);
  test.each([
    [0, 'http://shop.test/a'],
    [299, 'http://shop.test/a'],
    [300, 'http://shop.test/a?sort=price'],
    [500, 'http://shop.test/a?sort=price'],
    [800, 'http://shop.test/elsewhere'],
  ])('%d', (at, url) => expect(urlAt(pages, at)).toBe(url));
});

describe('the title', () => {
  const went = (at: number, label: string, path: string) => ({
    ...mark('a', at, 'page', label),
    detail: `http://shop.test${path}`,
  });
  const marks = [went(5, 'Orders', '/'), went(300, 'Returns', '/Returns'), went(400, '/Returns#two', '/Returns#two')];
  const pages = timeline(
    [stream({ id: 'a' }), stream({ id: 'b', tabId: 2, at: [350] })],
    [...marks, went(500, '/last', '/last'), mark('a', 450)],
  );
  test.each([
    [0, 'Orders'],
    [299, 'Orders'],
    [300, 'Returns'],
    [360, 'Title b'],
    [450, 'Returns'], // told by its address, for the title stayed
    [500, 'Title a'], // what it was called at last
  ])('%d', (at, title) => expect(titleAt(pages, at)).toBe(title));

  test('of a page that comes on show again is the one of that time', () =>
    expect(pages.pages.map(({ title }) => title)).toEqual(['Orders', 'Title b', 'Returns']));
});

describe('idle', () => {
  const s = 1_000;
  const cases: [name: string, active: Range[][], lastAt: number, expected: Range[]][] = [
    [
      'ten seconds are not idle',
      [
        [
          [0, 2 * s],
          [12 * s, 13 * s],
        ],
      ],
      14 * s,
      [],
    ],
    [
      'more is, but for what follows an action and precedes the next',
      [
        [
          [0, 2 * s],
          [13 * s, 14 * s],
        ],
      ],
      15 * s,
      [[4 * s, 12 * s]],
    ],
    [
      'another tab is activity too',
      [
        [
          [0, 2 * s],
          [20 * s, 21 * s],
        ],
        [[10 * s, 11 * s]],
      ],
      22 * s,
      [],
    ],
    ['a long stretch covers a short one', [[[0, 30 * s]], [[1 * s, 2 * s]]], 31 * s, []],
    ['before the first action', [[[20 * s, 21 * s]]], 22 * s, [[2 * s, 19 * s]]],
    ['after the last', [[[0, 1 * s]]], 60 * s, [[3 * s, 60 * s]]],
    ['nobody at all', [[]], 60 * s, [[2 * s, 60 * s]]],
  ];
  test.each(cases)('%s', (_, active, lastAt, expected) => {
    const streams = active.map((ranges, n) => stream({ id: `s${n}`, tabId: n, lastAt, active: ranges }));
    expect(timeline(streams).idle).toEqual(expected);
  });

  test('a gap without any stream is idle as well', () => {
    const a = stream({ id: 'a', lastAt: 5 * s, active: [[0, 5 * s]] });
    const b = stream({ id: 'b', at: [600 * s], lastAt: 610 * s, active: [[600 * s, 610 * s]] });
    expect(timeline([a, b]).idle).toEqual([[7 * s, 599 * s]]);
  });

  test('its end is not idle any more: a jump there comes to rest', () => {
    const quiet = timeline([
      stream({
        id: 'a',
        lastAt: 60 * s,
        active: [
          [0, s],
          [30 * s, 60 * s],
        ],
      }),
    ]);
    expect(idleAt(quiet, 3 * s)).toEqual([3 * s, 29 * s]);
    expect(idleAt(quiet, 2_999)).toBeUndefined();
    expect(idleAt(quiet, 29 * s)).toBeUndefined();
  });
});

describe('tabs', () => {
  const streams = [
    stream({ id: 'a', tabId: 1, lastAt: 900 }),
    stream({ id: 'b', tabId: 2, at: [300, 600], visible: false, lastAt: 1_000 }),
    stream({ id: 'f', tabId: 3, frameId: 5 }),
  ];
  const marks = [mark('b', 400), mark('a', 700)];

  test('a pinned tab is on show for the whole time, whatever the user looked at', () => {
    const whole = timeline(streams, marks);
    expect(written(whole)).toEqual(['a0 0–400', 'b0 400–600', 'b1 600–700', 'a0 700–1000']);
    const pinned = pinnedTimeline(whole, index(streams, marks), 2);
    expect(written(pinned)).toEqual(['b0 300–600', 'b1 600–1000']);
    expect([pinned.start, pinned.end]).toEqual([whole.start, whole.end]);
    expect(locate(pinned, 0).piece.stream.id, 'before it was there, its first picture').toBe('b');
    expect(pinnedTimeline(whole, index(streams, marks), 99), 'a tab that is none').toBe(whole);
  });

  test('only tabs of which there is a picture are listed', () => {
    expect(tabsOf(index(streams)).map(({ tabId, pages }) => [tabId, pages.length])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test('what was not recorded is a blank, unless it is short or may still come', () => {
    const at = (closeReason: Stream['closeReason']) =>
      timeline([
        stream({ id: 'a', lastAt: 100, ...(closeReason && { closeReason }) }),
        stream({ id: 'b', at: [900], lastAt: 1_000, closeReason: 'left' }),
      ]);
    expect(blanksOf(at('left'), 500)).toEqual([[100, 900]]);
    expect(blanksOf(at('left'), 800)).toEqual([]);
    expect(blanksOf(at(undefined), 500)).toEqual([]);
  });
});

test('the tape goes on to a note that was made when nothing happened any more, and no further than its session', () => {
  const noted = (at: number) =>
    buildTimeline({ ...index([stream({ id: 'a' })]), notes: [{ id: 'n', sessionId: 's', at, text: '' }] });
  expect(noted(500)?.end).toBe(1_000);
  expect(noted(21_000)).toMatchObject({ end: 21_000, pieces: [{ from: 0, to: 21_000 }] });
  expect(noted(4_000_000_000_000)?.end).toBe(1_800_000);
});
