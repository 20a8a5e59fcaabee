import { describe, expect, it } from 'vitest';
import { type Action, buildActions, type Seen } from '../../src/session/actions';
import type { MarkDraft } from '../../src/session/types';
import { cutTo } from '../../src/transfer/range';
import { at, meta, snapshot, type TapeStream, tapeOf } from './tape-sample';

const page = (id: string, ms: number, marks: MarkDraft[] = [], changes: Partial<TapeStream> = {}): TapeStream => ({
  id,
  chunks: [[meta(ms), snapshot(ms + 1)]],
  marks,
  ...changes,
});
const mark = (kind: MarkDraft['kind'], ms: number, label: string, rest: Partial<MarkDraft> = {}): MarkDraft => ({
  kind,
  at: at(ms),
  label,
  ...(kind !== 'key' && kind !== 'page' && { selectors: [`#${label}`] }),
  ...rest,
});
const url = (id: string) => `http://www.shop.test/${id}`;

/** The actions of a tape in short: `click Buy`, `go /cart`. */
async function told(
  streams: TapeStream[],
  via: Record<string, 'link' | 'address' | 'reload'> = {},
  seen: Partial<Seen> = {},
): Promise<string[]> {
  const index = await tapeOf(streams).index();
  const pageViews = index.pageViews.map(view => ({ ...view, ...(via[view.title] && { via: via[view.title] }) }));
  const nothing: Seen = { landed: new Map(), headings: new Map(), said: [], typed: () => ({}) };
  return buildActions({ ...index, pageViews }, { ...nothing, ...seen }).map(
    action => `${action.tab > 0 ? `${action.tab}: ` : ''}${short(action)}`,
  );
}

function short(action: Action): string {
  switch (action.do) {
    case 'go':
    case 'arrive':
    case 'turn': {
      const within = 'within' in action && action.within ? ' within' : '';
      return `${action.do} ${action.url.replace('http://www.shop.test', '')}${within}`;
    }
    case 'click':
      return `click ${action.target.label}${action.navigates ? ' away' : ''}`;
    case 'fill':
    case 'select':
      return `${action.do} ${action.target.label} ${action.value ?? '?'}`;
    case 'check':
      return `check ${action.target.label} ${action.checked}`;
    case 'press':
      return `press ${action.keys.join(' ')}`;
    case 'see':
      return `see ${action.text}`;
    case 'opened':
      return 'opened';
    case 'remark':
      return `(${action.text}: ${action.label})`;
  }
}

describe('A session as actions', () => {
  it('goes where an address was entered, and arrives where a click led', async () => {
    const home = page('home', 0, [mark('click', 100, 'mug')]);
    const product = page('product', 500, [mark('click', 900, 'buy')]);
    const thanks = page('thanks', 2_000);
    expect(await told([home, product, thanks], { home: 'address', product: 'link', thanks: 'address' })).toEqual([
      'go /home',
      'click mug away',
      'arrive /product',
      'click buy',
      'go /thanks',
    ]);
  });

  it.each([
    ['a page that says nothing of how it was come to follows an action that is near', undefined, 1_000, 'arrive /next'],
    ['and is gone to where none is', undefined, 30_000, 'go /next'],
    ['a redirect needs no action', 'link', 30_000, 'arrive /next'],
    ['a reload goes there again', 'reload', 1_000, 'go /next'],
  ] as const)('%s', async (_, via, ms, last) => {
    const actions = await told(
      [page('home', 0, [mark('click', 100, 'a')]), page('next', ms)],
      via ? { next: via } : {},
    );
    expect(actions.at(-1)).toBe(last);
  });

  it('tells moves within a page once, and not that it was loaded', async () => {
    const moves = [
      mark('page', 5, 'Home', { detail: url('home') }),
      mark('click', 100, 'tab'),
      mark('page', 110, '#two', { detail: `${url('home')}#two` }),
    ];
    expect(await told([page('home', 0, moves)])).toEqual(['go /home', 'click tab', 'arrive /home#two within']);
  });

  it('does not go back to a page whose landing is told only when the next one has begun', async () => {
    const cart = page('cart', 0, [mark('page', 510, 'Cart', { detail: url('cart') })]);
    const frames = page('frames', 500, [mark('click', 900, 'pay')]);
    expect(await told([cart, frames], { cart: 'address', frames: 'address' })).toEqual([
      'go /cart',
      'go /frames',
      'click pay',
    ]);
  });

  it('takes a page’s address from its first picture', async () => {
    const landed = new Map([['view of home', 'http://www.shop.test/']]);
    expect(await told([page('home', 0)], {}, { landed })).toEqual(['go /']);
  });

  it('fills with what was typed, where it is on tape', async () => {
    const marks = [
      mark('click', 90, 'email'),
      mark('input', 100, 'email', { field: 'text' }),
      mark('input', 200, 'country', { field: 'select' }),
      mark('input', 300, 'news', { field: 'choice' }),
      mark('input', 400, 'photo', { field: 'file' }),
      mark('key', 500, 'Ctrl+a'),
    ];
    const values: Record<string, object> = { country: { text: 'Spain' }, news: { checked: true } };
    expect(await told([page('home', 0, marks)], {}, { typed: ({ label }) => values[label] ?? {} })).toEqual([
      'go /home',
      'fill email ?',
      'select country Spain',
      'check news true',
      '(file: photo)',
      'press Ctrl a',
    ]);
  });

  it('does not press Enter and click the button that Enter clicks', async () => {
    const marks = [mark('key', 100, 'Enter'), mark('click', 110, 'send'), mark('key', 900, 'Enter')];
    expect(await told([page('home', 0, marks)])).toEqual(['go /home', 'click send', 'press Enter']);
  });

  it('numbers tabs, opens those that a click opened, turns between them, and leaves out those only loaded', async () => {
    const first = page('home', 0, [mark('click', 100, 'help'), mark('click', 3_000, 'back')], { tabId: 1 });
    const quiet = page('quiet', 50, [], { tabId: 3 });
    const second = page('help', 200, [mark('click', 1_000, 'more')], { tabId: 2 });
    expect(await told([first, quiet, second], { help: 'link' })).toEqual([
      'go /home',
      'click help',
      '1: opened',
      '1: arrive /help',
      '1: click more',
      'turn /home',
      'click back',
    ]);
  });

  it('sees what the page said last in answer to an action, and nothing it said by itself', async () => {
    const said = [10, 150, 160, 20_000].map(ms => ({
      at: at(ms),
      pageViewId: 'view of home',
      role: 'status',
      text: `said at ${ms}`,
    }));
    expect(await told([page('home', 0, [mark('click', 100, 'buy')])], {}, { said })).toEqual([
      'go /home',
      'click buy',
      'see said at 160',
    ]);
  });

  it('says where a program has to be helped', async () => {
    const frame = page('frame', 50, [mark('click', 200, 'pay')], { frameId: 4, pageViewId: 'view of home' });
    expect(await told([page('home', 0, [mark('gap', 100, 'overflow'), mark('click', 150, 'a')]), frame])).toEqual([
      'go /home',
      '(gap: overflow)',
      'click a',
      '(frame: pay)',
    ]);
  });

  it('begins, in a part, where the page had come to, and does not look for what its first picture showed', async () => {
    const shop = page('shop', 0, [
      mark('page', 5_000, 'cart', { detail: url('cart') }),
      mark('click', 9_000, 'buy'),
      mark('page', 9_500, 'paid', { detail: url('paid') }),
    ]);
    const end: [number, number] = [at(8_000), at(20_000)];
    const part = await cutTo(tapeOf([{ ...shop, lastAt: at(20_000) }]), end);
    const index = await part.index();
    const seen: Seen = {
      landed: new Map([['view of shop', url('shop')]]),
      headings: new Map([['view of shop', 'Welcome']]),
      said: [],
      typed: () => ({}),
    };
    const actions = buildActions(index, seen);
    expect(actions.map(short)).toEqual(['go /cart', 'click buy', 'arrive /paid within']);
    expect(actions[0]).not.toHaveProperty('heading');
    expect(buildActions({ ...index, session: { ...index.session, opensAt: undefined } }, seen)[0]).toMatchObject({
      heading: 'Welcome',
    });
  });
});
