import type { eventWithTime } from '@rrweb/types';
import { expect, test } from 'vitest';
import { AssetUrls } from '../../src/player/engine/asset-urls';
import { Sanitiser } from '../../src/player/engine/sanitise';
import { MASK } from '../../src/session/redact';

const field = (id: number, attributes: object) => ({ type: 2, tagName: 'input', id, attributes, childNodes: [] });
const increment = (data: object) => ({ type: 3, timestamp: 2, data }) as unknown as eventWithTime;

test('What is masked in a field for numbers stands there as dots all the same, until it is emptied', () => {
  const sanitiser = new Sanitiser(new AssetUrls().of(new Map()));
  const fields = [
    field(2, { type: 'number', value: MASK, placeholder: 'How many' }),
    field(3, { type: 'number' }),
    field(4, { type: 'text', value: MASK }),
    field(5, { type: 'Number', value: '7' }),
  ];
  const node = { type: 0, id: 1, childNodes: fields };
  sanitiser.clean({ type: 2, timestamp: 1, data: { node, initialOffset: { top: 0, left: 0 } } } as never);
  expect(fields.map(({ attributes }) => attributes)).toEqual([
    { type: 'number', placeholder: MASK },
    { type: 'number' },
    { type: 'text', value: MASK },
    { type: 'Number', value: '7' },
  ]);

  const entered = (id: number, text: string) => {
    const event = increment({ source: 5, id, text, isChecked: false });
    sanitiser.clean(event);
    const { data } = event as { data: { attributes?: object; text?: string } };
    return data.attributes ?? data.text;
  };
  const hint = (id: number, placeholder: string | null) => [{ id, attributes: { placeholder } }];
  expect(entered(3, MASK)).toEqual(hint(3, MASK));
  expect(entered(3, '')).toEqual(hint(3, null));
  expect(entered(3, '')).toBe('');
  expect(entered(2, '')).toEqual(hint(2, 'How many'));
  expect(entered(4, MASK)).toBe(MASK);
  expect(entered(5, '8')).toBe('8');
});
