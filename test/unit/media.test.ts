import { describe, expect, test } from 'vitest';
import { focusByAttribute } from '../../src/player/engine/focus';
import { askMedia, fixMedia, readMedia } from '../../src/session/media';

const TRUE = '(min-width: 0px)';
const FALSE = '(max-width: 0px)';

describe('Media queries are answered as they were', () => {
  const media = { 'prefers-color-scheme': 'dark', 'prefers-reduced-motion': 'no-preference', hover: 'hover' };
  test.each([
    ['@media (prefers-color-scheme: dark) { a {} }', `@media ${TRUE} { a {} }`],
    ['@media ( prefers-color-scheme:LIGHT ) { a {} }', `@media ${FALSE} { a {} }`],
    ['@media not all and (prefers-color-scheme: dark) {}', `@media not all and ${TRUE} {}`],
    ['@media (prefers-reduced-motion) {}', `@media ${FALSE} {}`],
    ['@media (prefers-reduced-motion: reduce), (hover) {}', `@media ${FALSE}, ${TRUE} {}`],
    ['@import "a.css" (prefers-color-scheme: dark);', `@import "a.css" ${TRUE};`],
    // What was not asked for while recording is left to the viewer's browser.
    ['@media (prefers-contrast: more) {}', '@media (prefers-contrast: more) {}'],
    ['@media (min-width: 600px) {}', '@media (min-width: 600px) {}'],
    ['a:hover { color: red }', 'a:hover { color: red }'],
  ])('%s', (css, expected) => {
    expect(fixMedia(css, media)).toBe(expected);
  });

  test('a page is asked for each, and a tape is believed only what could be an answer', () => {
    expect(askMedia(query => query.includes('dark') || query === '(pointer: fine)')).toEqual({
      'prefers-color-scheme': 'dark',
      pointer: 'fine',
    });
    expect(readMedia({ pointer: 'fine', hover: 'red; } body {', 'prefers-color-scheme': 1, other: 'x' })).toEqual({
      pointer: 'fine',
    });
    expect(readMedia(undefined)).toEqual({});
  });
});

describe('Focus is what the tape says', () => {
  test.each([
    ['a:focus { color: red }', 'a[data-tapedeck-focus~="focus"] { color: red }'],
    [
      'a:focus-visible,b:focus-within{}',
      'a[data-tapedeck-focus~="focus-visible"],b[data-tapedeck-focus~="focus-within"]{}',
    ],
    ['a:not(:focus){}', 'a:not([data-tapedeck-focus~="focus"]){}'],
    ['a:focus-ring{} .x\\:focused{}', 'a:focus-ring{} .x\\:focused{}'],
  ])('%s', (css, expected) => {
    expect(focusByAttribute(css)).toBe(expected);
  });
});
