import { EventType, type eventWithTime, NodeType } from '@rrweb/types';
import { expect, test } from 'vitest';
import { AssetUrls } from '../../src/player/engine/asset-urls';
import { pageRules } from '../../src/player/engine/page-rules';
import { Sanitiser } from '../../src/player/engine/sanitise';

test('A canvas keeps its room on the stage, where no script runs', () => {
  const sanitiser = new Sanitiser(new AssetUrls().of(new Map()));
  const canvas = (id: number, attributes: Record<string, string>) => ({
    type: NodeType.Element,
    tagName: 'canvas',
    id,
    attributes,
    childNodes: [],
  });
  sanitiser.clean({
    type: EventType.FullSnapshot,
    data: {
      node: {
        type: NodeType.Document,
        id: 1,
        childNodes: [canvas(2, { width: '90', height: '40' }), canvas(3, { width: '90"]{}', height: '-1' })],
      },
    },
  } as unknown as eventWithTime);
  sanitiser.clean({
    type: EventType.IncrementalSnapshot,
    data: { source: 0, adds: [], removes: [], texts: [], attributes: [{ id: 2, attributes: { height: '120' } }] },
  } as unknown as eventWithTime);

  const rules = pageRules(sanitiser);
  expect(rules.filter(rule => rule.startsWith(':where(canvas['))).toEqual([
    ':where(canvas[width="90"]) { --tapedeck-width: 90; }',
    ':where(canvas[height="40"]) { --tapedeck-height: 40; }',
    ':where(canvas[height="120"]) { --tapedeck-height: 120; }',
  ]);
});
