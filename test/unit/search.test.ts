import { expect, test } from 'vitest';
import type { Rows } from '../../src/session/rows';
import { search } from '../../src/session/search';
import type { Step } from '../../src/session/steps';

const place = { streamId: 's', seq: 0, line: 0, item: 0 };
const step = (kind: Step['kind'], at: number, label: string, detail?: string): Step => ({
  key: `${at}`,
  kind,
  at,
  label,
  count: 1,
  pageViewId: 'p',
  ...(detail !== undefined && { detail }),
});
const rows: Rows = {
  console: [{ ...place, at: 5, level: 'info', text: 'cart has 2 mugs' }],
  requests: [
    { ...place, at: 6, durationMs: 3, url: 'http://shop.test/api/cart', method: 'POST', type: 'fetch', status: 500 },
  ],
  typed: [{ ...place, at: 7, field: 1, text: 'Ada’s mug' }],
  unseen: [],
};
const look = (words: string) =>
  search(words, {
    pages: [
      {
        pageViewId: 'p',
        tabId: 1,
        title: 'Mugs',
        url: 'http://shop.test/mugs',
        moves: [{ at: 2, url: 'http://shop.test/mugs?page=2' }],
        from: 1,
        to: 9,
      },
    ],
    steps: [step('click', 3, 'Mug'), step('bug', 4, 'The mug is red'), step('error', 8, 'Oh', 'at cart.js')],
    rows,
    sentence: ({ kind, label }) => `${kind} ${label}`,
  }).map(({ in: where, first }) => `${where} ${first.map(({ at }) => at)}`);

test.each([
  ['mug', ['notes 4', 'steps 3', 'pages 1,2', 'typed 7', 'console 5']],
  ['MUG red', ['notes 4']],
  ['cart', ['steps 8', 'console 5', 'network 6']],
  ['post 500', ['network 6']],
  ['page=2', ['pages 2']],
  ['  ', []],
  ['nowhere', []],
])('%j is found in %j', (words, found) => {
  expect(look(words)).toEqual(found);
});

test('Of many finds the first are listed and all are counted', () => {
  const steps = Array.from({ length: 200 }, (_, n) => step('click', n, 'Count'));
  const [group] = search('count', {
    pages: [],
    steps,
    rows: { console: [], requests: [], typed: [], unseen: [] },
    sentence: ({ label }) => label,
  });
  expect(group?.count).toBe(200);
  expect(group?.first).toHaveLength(50);
});

test('A page that comes on show again tells its moves once', () => {
  const moves = [{ at: 30, url: 'http://shop.test/cart' }];
  const page = (from: number, tabId: number) => ({
    pageViewId: `p${tabId}`,
    tabId,
    title: 'Shop',
    url: 'http://shop.test/',
    moves: tabId === 1 ? moves : [],
    from,
    to: from + 10,
  });
  const none = { console: [], requests: [], typed: [], unseen: [] };
  const pages = [page(0, 1), page(10, 2), page(20, 1)];
  expect(search('cart', { pages, steps: [], rows: none, sentence: () => '' })).toMatchObject([{ count: 1 }]);
});
