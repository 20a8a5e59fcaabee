import { describe, expect, test } from 'vitest';
import { buildSteps, groupByPage } from '../../src/session/steps';
import { buildTimeline, type Timeline } from '../../src/session/timeline';
import type { Mark, MarkDraft, Note, SessionIndex, Stream } from '../../src/session/types';

const stream = (id: string, from: number, rest: Partial<Stream> = {}): Stream => ({
  id,
  sessionId: 's',
  pageViewId: `page ${id}`,
  tabId: 1,
  frameId: 0,
  openedAt: from,
  lastAt: 100,
  openReason: 'load',
  visible: true,
  windows: [{ seq: 0, at: from }],
  active: [],
  ...rest,
});

let n = 0;
const mark = (streamId: string, at: number, draft: Omit<MarkDraft, 'at'>): Mark => ({
  streamId,
  seq: 0,
  n: n++,
  at,
  ...draft,
});

const story = (marks: Mark[], { streams = [stream('a', 0), stream('b', 50)], notes = [] as Note[] } = {}) => {
  const index = {
    session: { startedAt: 0, lastActivityAt: 100, timeoutMs: 1_800_000 },
    pageViews: streams.map(({ pageViewId, tabId }) => ({
      id: pageViewId,
      tabId,
      title: pageViewId,
      url: `http://shop.test/${pageViewId}`,
    })),
    streams,
    marks,
    notes,
  } as unknown as SessionIndex;
  const timeline = buildTimeline(index) as Timeline;
  const steps = buildSteps(index, timeline);
  return { steps, groups: groupByPage(steps, timeline) };
};

describe('steps', () => {
  const click = { kind: 'click', label: 'Buy' } as const;
  const typed = { kind: 'input', label: 'Email' } as const;
  const error = { kind: 'error', label: 'Oops', detail: 'at x.js:1' } as const;
  const cases: [name: string, marks: Mark[], expected: string[]][] = [
    ['in order of time', [mark('a', 9, click), mark('a', 3, typed)], ['3 input Email', '9 click Buy']],
    ['each click is a step', [mark('a', 1, click), mark('a', 2, click)], ['1 click Buy', '2 click Buy']],
    ['typing in one field is one', [mark('a', 1, typed), mark('a', 2, typed)], ['1 input Email ×2']],
    [
      '… until something else comes between',
      [mark('a', 1, typed), mark('a', 2, click), mark('a', 3, typed)],
      ['1 input Email', '2 click Buy', '3 input Email'],
    ],
    [
      'typing in two fields is two',
      [mark('a', 1, typed), mark('a', 2, { kind: 'input', label: 'Name' })],
      ['1 input Email', '2 input Name'],
    ],
    [
      'an error in a loop is told once',
      [mark('a', 1, error), mark('a', 2, error), mark('a', 3, error)],
      ['1 error Oops ×3'],
    ],
    [
      '… but not one from elsewhere',
      [mark('a', 1, error), mark('a', 2, { ...error, detail: 'at y.js:1' })],
      ['1 error Oops', '2 error Oops'],
    ],
  ];
  test.each(cases)('%s', (_, marks, expected) => {
    const { steps } = story(marks);
    expect(steps.map(({ at, kind, label, count }) => `${at} ${kind} ${label}${count > 1 ? ` ×${count}` : ''}`)).toEqual(
      expected,
    );
  });

  test('that a page was loaded is no step, that it went elsewhere by itself is, coming back there as well', () => {
    const went = (at: number, to: string) =>
      mark('a', at, { kind: 'page', label: to, detail: `http://shop.test/${to}` });
    const { steps } = story([went(1, 'page a'), went(20, 'cart'), went(30, 'page a')]);
    expect(steps.map(({ at, label }) => [at, label])).toEqual([
      [20, 'cart'],
      [30, 'page a'],
    ]);
  });

  test('notes are steps', () => {
    const { steps } = story([mark('a', 9, click)], { notes: [{ id: 'n', sessionId: 's', at: 5, text: 'Look here' }] });
    expect(steps.map(({ kind, label }) => [kind, label])).toEqual([
      ['note', 'Look here'],
      ['click', 'Buy'],
    ]);
  });
});

describe('grouped by page', () => {
  const labels = (marks: Mark[], streams?: Stream[]) =>
    story(marks, { streams }).groups.map(({ title, steps }) => [title, ...steps.map(({ label }) => label)].join(': '));
  const click = (id: string, at: number) => mark(id, at, { kind: 'click', label: `${id}${at}` });

  test('a page each, those without a step too', () => {
    expect(labels([click('a', 1), click('a', 2)])).toEqual(['page a: a1: a2', 'page b']);
  });
  test('coming back to a page begins another group', () => {
    const streams = [stream('a', 0), stream('b', 20, { tabId: 2 })];
    expect(labels([click('a', 1), click('b', 30), click('a', 60)], streams)).toEqual([
      'page a: a1',
      'page b: b30',
      'page a: a60',
    ]);
  });
  test('what fails on a page behind belongs to that page', () => {
    const streams = [stream('a', 0), stream('b', 20, { tabId: 2 })];
    expect(labels([mark('a', 70, { kind: 'error', label: 'Oops' })], streams)).toEqual(['page a: Oops', 'page b']);
  });
  test('what fails while a page loads belongs to it, not to the page still on show', () => {
    expect(labels([mark('b', 45, { kind: 'error', label: 'Oops' })])).toEqual(['page a', 'page b: Oops']);
  });
  test('what happens in a frame happens on the page around it', () => {
    const streams = [stream('a', 0), stream('f', 5, { frameId: 3, pageViewId: 'frame' }), stream('b', 50)];
    expect(labels([click('f', 60)], streams)).toEqual(['page a', 'page b: f60']);
  });
});
