import { afterEach, expect, test, vi } from 'vitest';
import { AssetUrls } from '../../src/player/engine/asset-urls';
import { Sanitiser } from '../../src/player/engine/sanitise';
import { stepText } from '../../src/player/ui/words';
import { rowsOf } from '../../src/session/rows';

afterEach(() => vi.unstubAllGlobals());

test.each(['ru', 'fr', 'ar', 'ja'])('numbers are counted as the texts are, in a browser of %s too', async language => {
  class PluralRules extends Intl.PluralRules {
    constructor(locale: Intl.LocalesArgument = language) {
      super(locale);
    }
  }
  vi.stubGlobal('Intl', Object.create(Intl, { PluralRules: { value: PluralRules } }));
  vi.resetModules();
  const { tCount } = await import('../../src/ui/t');
  expect([0, 1, 2, 21].map(count => tCount('popupClicks', count))).toEqual([
    '0 clicks',
    '1 click',
    '2 clicks',
    '21 clicks',
  ]);
});

test('what a page or a file calls as every object calls something of its own is a name like any other', () => {
  const name = 'constructor';
  expect(stepText({ kind: 'click', label: 'Buy', selectors: [`aria/Buy[role="${name}"]`] })).toContain('Buy');
  expect(stepText({ kind: 'gap', label: name })).toBe(stepText({ kind: 'gap', label: '' }));
  const request = { name: '/a', initiatorType: name, startTime: 1, endTime: 2, duration: 1 };
  const line = { type: 6, timestamp: 5, data: { plugin: 'rrweb/network@1', payload: { requests: [request] } } };
  expect(rowsOf(JSON.stringify(line), 's', 0).requests).toMatchObject([{ type: 'other' }]);
  const node = { type: 2, id: 2, tagName: name, attributes: { title: 'a' }, childNodes: [] };
  const data = { node: { type: 0, id: 1, childNodes: [node] }, initialOffset: { left: 0, top: 0 } };
  const sanitiser = new Sanitiser(new AssetUrls().of(new Map()));
  expect(sanitiser.clean({ type: 2, timestamp: 1, data } as unknown as Parameters<Sanitiser['clean']>[0])).toBe(true);
});
