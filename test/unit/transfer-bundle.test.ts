import { describe, expect, it } from 'vitest';
import type { Environment, SessionSource } from '../../src/session/types';
import { clipboardReport, type Draw, exportBugBundle } from '../../src/transfer/bug-bundle';
import { at, change, meta, plugin, snapshot, tapeOf } from './tape-sample';
import { bytesOfBlob, unzip } from './transfer-sample';

const TEMPLATE = '<!doctype html><title>Replay</title><!--SESSION-->';
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

const ENVIRONMENT: Environment = {
  browser: 'Firefox 153',
  os: 'Windows',
  viewport: [1280, 720],
  pixelRatio: 2,
  touch: false,
  language: 'de-DE',
  timeZone: 'Europe/Berlin',
  colourScheme: 'dark',
  extension: '0.1.0',
};

const tape = (): SessionSource => {
  const source = tapeOf(
    [
      {
        id: 'cart',
        chunks: [
          [
            // What a page showed before somebody acted on it.
            meta(-3_000, 'http://www.shop.test/?by=mail'),
            snapshot(-2_999),
            plugin(2_000, 'rrweb/console@1', {
              level: 'warn',
              trace: ['at cart.js:1'],
              payload: ['"low on"', '{"mugs":1}'],
            }),
            plugin(2_100, 'rrweb/console@1', { level: 'groupEnd', trace: [], payload: [] }),
            change(4_900),
          ],
        ],
        marks: [
          { kind: 'click', at: at(1_000), label: 'Buy *now*' },
          { kind: 'input', at: at(1_500), label: 'Email' },
          { kind: 'error', at: at(2_000), label: 'Uncaught <b>TypeError</b>' },
          { kind: 'error', at: at(2_100), label: 'Uncaught <b>TypeError</b>' },
          { kind: 'request', at: at(3_000), label: 'POST http://www.shop.test/api/cart', detail: '500' },
          { kind: 'key', at: at(4_000), label: 'Enter' },
          // From a tab of another site.
          { kind: 'tab', at: at(4_500), label: 'Cart' },
        ],
      },
      {
        id: 'pay',
        chunks: [[meta(5_000, 'http://www.shop.test/pay'), snapshot(5_001), change(6_000)]],
        marks: [
          { kind: 'click', at: at(5_400), label: 'Pay', selectors: ['aria/Pay[role="button"]', '#pay'] },
          { kind: 'click', at: at(5_600), label: 'Total', detail: 'right' },
        ],
      },
    ],
    { title: 'TC-17 [cart] fails', importedAt: at(0) },
  );
  return {
    ...source,
    index: async () => {
      const index = await source.index();
      return {
        ...index,
        pageViews: index.pageViews.map(view => ({ ...view, via: 'address', environment: ENVIRONMENT })),
        notes: [
          { id: 'n', sessionId: 'session', at: at(3_500), text: 'total\nis _wrong_' },
          { id: 'm', sessionId: 'session', at: at(4_600), kind: 'bug', text: '' },
        ],
      };
    },
  };
};

describe('A bug bundle', () => {
  it('holds a report, pictures, the replay page, requests and console', async () => {
    const asked: number[][] = [];
    const draw = async (moments: readonly number[]) => {
      asked.push(moments.map(moment => moment - at(0)));
      return moments.map(moment => ({ at: moment, png: new Blob(['PNG']) }));
    };
    const entries = unzip(await bytesOfBlob(await exportBugBundle(tape(), { template: async () => TEMPLATE, draw })));
    expect(Object.keys(entries)).toEqual([
      'report.md',
      'pictures/1.png',
      'pictures/2.png',
      'pictures/3.png',
      'pictures/4.png',
      'replay.html',
      'requests.har',
      'console.txt',
    ]);
    expect(asked, 'errors, notes and the end').toEqual([[2_100, 3_500, 4_600, 6_050]]);
    await expect(text(entries['report.md'])).toMatchFileSnapshot('golden/report.md.txt');
    expect(text(entries['console.txt'])).toBe('0:05 warn: low on {"mugs":1}\n    at cart.js:1\n');
    expect(text(entries['replay.html'])).toContain('tapedeck-session');
  });

  it('tells how far it is picture by picture, and is not finished when it is told to stop', async () => {
    const draw: Draw = async (moments, onProgress) => {
      for (const n of moments.keys()) onProgress?.(n / moments.length);
      return [];
    };
    const parts: number[] = [];
    const around = { template: async () => TEMPLATE, draw };
    await exportBugBundle(tape(), { ...around, onProgress: part => parts.push(part) });
    expect(parts.slice(0, 3)).toEqual([0, 0.7 / 4, 1.4 / 4]);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBe(1);
    const stop = (part: number) => {
      if (part > 0.3) throw new Error('stopped');
    };
    await expect(exportBugBundle(tape(), { ...around, onProgress: stop })).rejects.toThrow('stopped');
  });

  it('can be pasted as Markdown and as HTML, in which nothing is markup that a page wrote', async () => {
    const { markdown, html } = await clipboardReport(tape());
    expect(markdown).toContain('Uncaught \\<b\\>TypeError\\</b\\> (2×)');
    expect(html).toContain('<li>0:05 Uncaught &#60;b&#62;TypeError&#60;/b&#62; (2×)</li>');
    expect(html).toContain('<h2>Expected</h2>');
  });
});
