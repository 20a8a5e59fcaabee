import { expect, test } from 'vitest';
import { createJudge, WATCHED, type Watched } from '../../src/relay/activity';

const trusted = (type: string, screenX?: number, screenY?: number): Watched => ({
  type,
  isTrusted: true,
  screenX,
  screenY,
});

test.each(['pointerdown', 'pointerup', 'mousedown', 'click', 'wheel', 'keydown', 'touchstart', 'touchmove'])(
  '%s is activity, and only where the user did it',
  type => {
    expect(createJudge()(trusted(type), 0)).toBe(true);
    expect(createJudge()({ type, isTrusted: false }, 0)).toBe(false);
    expect(WATCHED).toContain(type);
  },
);

test.each([
  ...['pointerover', 'pointerenter', 'mouseenter', 'focus', 'focusin', 'blur', 'input', 'beforeinput', 'change'],
  ...['selectionchange', 'visibilitychange', 'resize', 'keyup', 'touchend', 'pointercancel', 'load', 'submit'],
])('%s is never activity', type => {
  expect(createJudge()(trusted(type, 5, 5), 0)).toBe(false);
});

test.each(['pointermove', 'mousemove'])('a %s is activity where the position on the screen has changed', type => {
  const judge = createJudge();
  expect(judge(trusted(type, 10, 10), 0), 'where the cursor rests').toBe(false);
  expect(judge(trusted(type, 10, 10), 1), 'layout moved under it').toBe(false);
  expect(judge(trusted(type, 10, 11), 2)).toBe(true);
  expect(judge(trusted(type, 10, 11), 3)).toBe(false);
  expect(judge({ ...trusted(type, 50, 50), isTrusted: false }, 4), 'a made one').toBe(false);
  expect(judge(trusted(type, 10, 11), 5), 'which moved no cursor').toBe(false);
});

test('a move without a position is none', () => {
  const judge = createJudge();
  expect([judge(trusted('mousemove'), 0), judge(trusted('mousemove'), 1)]).toEqual([false, false]);
});

const scroll = trusted('scroll');

test.each([
  ['by the page alone', [], 0, false],
  ['at once after a wheel', [trusted('wheel')], 0, true],
  ['a second after a wheel', [trusted('wheel')], 1_000, true],
  ['later than that', [trusted('wheel')], 1_001, false],
  ['while a pointer is down, however long', [trusted('pointerdown')], 60_000, true],
  ['long after the pointer was lifted', [trusted('pointerdown'), trusted('pointerup')], 60_000, false],
  ['long after the pointer was taken away', [trusted('pointerdown'), trusted('pointercancel')], 60_000, false],
  [
    'with one of two fingers down',
    [trusted('pointerdown'), trusted('pointerdown'), trusted('pointerup')],
    60_000,
    true,
  ],
  ['after focus()', [trusted('focus')], 0, false],
  ['after a wheel that a script made', [{ type: 'wheel', isTrusted: false }], 0, false],
] satisfies [string, Watched[], number, boolean][])('a scroll %s', (_, before, afterMs, expected) => {
  const judge = createJudge();
  for (const event of before) judge(event, 0);
  expect(judge(scroll, afterMs)).toBe(expected);
});

test('scrolls do not keep each other alive', () => {
  const judge = createJudge();
  judge(trusted('wheel'), 0);
  expect([500, 1_000, 1_500, 2_000].map(at => judge(scroll, at))).toEqual([true, true, false, false]);
});
