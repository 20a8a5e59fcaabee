import { expect, test } from 'vitest';
import { withoutSiteName } from '../../src/session/titles';

test.each([
  [
    ['Cart · Shop', 'Help · Shop', 'Not found'],
    ['Cart', 'Help', 'Not found'],
  ],
  [
    ['SB Admin 2 - Login', 'SB Admin 2 - Tables'],
    ['Login', 'Tables'],
  ],
  [
    ['A - b | Shop', 'C | Shop'],
    ['A - b', 'C'],
  ],
  // Nothing is shared by one page alone, nor by one that was seen twice.
  [
    ['Cart · Shop', 'Cart · Shop'],
    ['Cart · Shop', 'Cart · Shop'],
  ],
  [
    ['Swagger UI', ''],
    ['Swagger UI', ''],
  ],
])('Titles %j are shown as %j', (titles, shown) => {
  expect(withoutSiteName(titles)).toEqual(shown);
});
