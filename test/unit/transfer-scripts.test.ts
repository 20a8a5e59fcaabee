import { parse } from '@puppeteer/replay';
import { describe, expect, it } from 'vitest';
import { exportPlaywright } from '../../src/transfer/playwright';
import { exportRecorder } from '../../src/transfer/recorder-json';
import { at, change, meta, snapshot, tapeOf } from './tape-sample';

const MASK = '••••••';
const element = (id: number, tagName: string, attributes: object, ...childNodes: unknown[]) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
});
const text = (id: number, textContent: string) => ({ type: 3, id, textContent });
const input = (ms: number, id: number, value: string, isChecked = false) =>
  change(ms, { source: 5, id, text: value, isChecked });
const added = (ms: number, parentId: number, node: unknown) =>
  change(ms, { source: 0, adds: [{ parentId, nextId: null, node }], removes: [], texts: [], attributes: [] });

/** A checkout of two pages, a dialog's worth of every kind of step, and a second tab. */
const checkout = () =>
  tapeOf(
    [
      {
        id: 'checkout?order=17',
        tabId: 1,
        chunks: [
          [
            meta(0, 'http://www.shop.test/checkout'),
            snapshot(1, [element(2, 'h1', {}, text(3, "Pay for Ada's\n mug")), element(4, 'p', { role: 'status' })]),
            // Typed letter by letter; only what it was in the end counts.
            input(100, 10, 'a'),
            input(200, 10, 'ada'),
            input(400, 11, MASK),
            input(500, 12, 'Spain'),
            input(600, 13, 'on', true),
            added(900, 4, text(20, 'Paid.')),
          ],
        ],
        marks: [
          { kind: 'input', at: at(99), label: 'Name', field: 'text', selectors: ['[data-testid="name"]', '#name'] },
          { kind: 'key', at: at(300), label: 'Tab' },
          { kind: 'input', at: at(399), label: 'Your PIN!', field: 'text', selectors: ['aria/Your PIN!', '#pin'] },
          {
            kind: 'input',
            at: at(499),
            label: 'Country',
            field: 'select',
            selectors: ['aria/Country[role="combobox"]'],
          },
          { kind: 'input', at: at(599), label: 'News', field: 'choice', selectors: ['[data-cy="news"]'] },
          { kind: 'input', at: at(650), label: 'Photo', field: 'file', selectors: ['#photo'] },
          {
            kind: 'click',
            at: at(800),
            label: 'Pay "now"',
            selectors: ['aria/Pay "now"[role="button"]', '#pay', 'text/Pay "now"'],
          },
          { kind: 'page', at: at(1_000), label: 'Paid', detail: 'http://www.shop.test/thanks' },
        ],
      },
      {
        id: 'help',
        tabId: 2,
        chunks: [[meta(60_000, 'http://help.test/'), snapshot(60_001)]],
        marks: [
          { kind: 'click', at: at(60_100), label: '\uf013 Search', selectors: ['aria/\uf013 Search[role="link"]'] },
          { kind: 'click', at: at(60_200), label: 'div', selectors: ['pierce/#deep'] },
          { kind: 'key', at: at(60_300), label: 'Ctrl+k' },
          {
            kind: 'click',
            at: at(60_400),
            label: 'Press',
            selectors: ['aria/Press[role="button"]', '#press'],
            inFrame: true,
            frame: [1, 0],
          },
          { kind: 'click', at: at(60_500), label: 'In a shadow tree', selectors: ['#press'], inFrame: true },
        ],
      },
    ],
    { title: "TC-17: it's paid" },
  );

describe('A session as a script', () => {
  it('is a Playwright test that reads well', async () => {
    const script = await (await exportPlaywright(checkout())).text();
    expect(script).not.toContain('•');
    await expect(script).toMatchFileSnapshot('golden/checkout.spec.ts.txt');
  });

  it('is a recording that DevTools’ Recorder takes', async () => {
    const json = JSON.parse(await (await exportRecorder(checkout())).text());
    const flow = parse(json);
    expect(flow.steps.map(({ type }) => type)).toEqual(json.steps.map(({ type }: { type: string }) => type));
    await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot('golden/checkout.recorder.json.txt');
  });
});
