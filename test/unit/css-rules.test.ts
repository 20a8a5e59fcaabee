import { expect, test } from 'vitest';
import { splitRules } from '../../src/session/css-rules';

test.each([
  ['', []],
  ['a { b: c } d { e: f }', ['a { b: c }', 'd { e: f }']],
  ['@import "a;b.css"; p {}', ['@import "a;b.css";', 'p {}']],
  ['@media print { a { b: c } d { e: f } } p {}', ['@media print { a { b: c } d { e: f } }', 'p {}']],
  ['/* } */ a { b: "}" } /* c {} */', ['/* } */ a { b: "}" }']],
  ["a { b: url(x}y;z) } c { d: '\\'}' }", ['a { b: url(x}y;z) }', "c { d: '\\'}' }"]],
  ['.a\\{b { c: d } e {}', ['.a\\{b { c: d }', 'e {}']],
  ['a { b: c', ['a { b: c']],
])('%s is split into its rules', (css, rules) => {
  expect(splitRules(css)).toEqual(rules);
});
