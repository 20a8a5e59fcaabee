import { describe, expect, test } from 'vitest';
import { PAGE_STATE, pageStates } from '../../src/session/page-state';

const given = (...payload: unknown[]) => pageStates({ tag: PAGE_STATE, payload });

describe('the states of a custom event', () => {
  test.each([
    { is: 'selected', id: 4, options: [0, 2] },
    { is: 'files', id: 4, names: ['plan.pdf'] },
    { is: 'popover', id: 4, open: true },
    { is: 'sheet', id: 4, disabled: false },
    { is: 'closed', id: 4, width: 120, height: 40 },
    { is: 'natural', id: 5, width: 120, height: 40 },
    { is: 'scheme', dark: true },
  ])('$is', state => {
    expect(given(state)).toEqual([state]);
  });

  test.each([
    ['no object', 7],
    ['null', null],
    ['an unknown state', { is: 'gone', id: 4 }],
    ['no id', { is: 'popover', open: true }],
    ['an id that is no number', { is: 'popover', id: '4', open: true }],
    ['options that are no numbers', { is: 'selected', id: 4, options: ['0'] }],
    ['names that are no list', { is: 'files', id: 4, names: 'plan.pdf' }],
    ['a size that is endless', { is: 'closed', id: 4, width: Number.POSITIVE_INFINITY, height: 1 }],
    ['a scheme that is a word', { is: 'scheme', dark: 'yes' }],
  ])('leaves out %s, and keeps its neighbours', (_, value) => {
    const good = { is: 'popover', id: 9, open: false };
    expect(given(value, good)).toEqual([good]);
  });

  test('of another tag, or without a list, there are none', () => {
    expect(pageStates({ tag: 'other', payload: [{ is: 'scheme', dark: true }] })).toEqual([]);
    expect(pageStates({ tag: PAGE_STATE, payload: { is: 'scheme', dark: true } })).toEqual([]);
    expect(pageStates(undefined)).toEqual([]);
  });
});
