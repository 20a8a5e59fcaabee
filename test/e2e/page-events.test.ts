import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsoleLine, NetworkPayload, NetworkRequest } from '../../src/session/plugin-events';
import type { TapeEvent, WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** The payloads of a plugin's events, oldest first. */
const payloadsOf = <P>({ chunks }: WholeTape, plugin: string): P[] =>
  chunks
    .flatMap(({ events }) => events)
    .filter((event: TapeEvent) => event.type === 6 && event.data.plugin === plugin)
    .sort((a, b) => a.timestamp - b.timestamp)
    .map(({ data }) => data.payload as P);

const requestsOf = (tape: WholeTape): NetworkRequest[] =>
  payloadsOf<NetworkPayload>(tape, 'rrweb/network@1').flatMap(({ requests }) => requests);

const linesOf = (tape: WholeTape): ConsoleLine[] => payloadsOf<ConsoleLine>(tape, 'rrweb/console@1');

/** Presses buttons of a page by their test ids, as fast as a script can. */
const press = (page: Page, ...ids: string[]) =>
  page.evaluate(async names => {
    for (const id of names) document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click();
  }, ids);

async function setUp(tester: Tester, ...labels: string[]): Promise<void> {
  const options = await tester.extensionPage('options/index.html');
  for (const label of labels) {
    const toggle = await options.waitForSelector(`aria/${label}`);
    const before = await toggle?.evaluate(one => one.getAttribute('aria-checked') ?? (one as HTMLInputElement).checked);
    await toggle?.click();
    await until(`${label} to be another`, async () =>
      (await toggle?.evaluate(one => one.getAttribute('aria-checked') ?? (one as HTMLInputElement).checked)) !== before,
    );
  }
  await options.close();
}

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  let page: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    await setUp(tester, 'Network bodies');
    page = await tester.visit('/requests?ms=50');
    await tester.record(page);
    await page.click('h1');
  });
  afterAll(() => tester?.end());

  const settled = async (what: string, wanted: (requests: NetworkRequest[]) => boolean): Promise<NetworkRequest[]> =>
    requestsOf(await tester.tapeWith(what, tape => wanted(requestsOf(tape))));

  test('every way to ask the network is on tape, with how it went', async () => {
    type Row = [button: string, find: (request: NetworkRequest) => boolean, expected: object];
    const by =
      (initiatorType: string, path: string, method = 'GET') =>
      (one: NetworkRequest) =>
        one.initiatorType === initiatorType && one.method === method && new URL(one.name).pathname === path;
    const ways: Row[] = (['fetch', 'xhr'] as const).flatMap((way): Row[] => {
      const type = way === 'fetch' ? 'fetch' : 'xmlhttprequest';
      return [
        [`${way}-ok`, by(type, '/api/products'), { status: 200, mimeType: 'application/json' }],
        [`${way}-post`, by(type, '/api/echo', 'POST'), { status: 200 }],
        [`${way}-404`, by(type, '/api/status/404'), { status: 404 }],
        [`${way}-500`, by(type, '/api/status/500'), { status: 500 }],
        [`${way}-blocked`, by(type, '/images/mug.svg'), { error: 'failed' }],
      ];
    });
    const rows: Row[] = [
      ...ways,
      ['xhr-abort', by('xmlhttprequest', '/api/slow'), { error: 'aborted' }],
      ['beacon', by('beacon', '/api/beacon', 'POST'), { requestBodySize: 5 }],
      ['events', by('eventsource', '/api/events'), { status: 200 }],
      ['events-404', by('eventsource', '/api/status/404'), { error: 'failed' }],
      ['socket', by('websocket', '/api/socket'), { status: 101 }],
      ['socket-refused', by('websocket', '/api/refused'), { error: 'failed' }],
      ['image', by('img', '/static/icon.svg'), { status: 200 }],
      ['image-404', by('img', '/static/missing-image.png'), { error: 'failed' }],
      ['script-404', by('script', '/static/missing-script.js'), { error: 'failed' }],
    ];
    await page.goto(tester.site.url('www.shop.test', '/requests?ms=2000'));
    await press(page, ...rows.map(([button]) => button));
    const requests = await settled('all requests', seen => rows.every(([, find]) => seen.some(find)));
    for (const [button, find, expected] of rows) {
      const found = requests.filter(find);
      expect(found, `${button} is there once`).toHaveLength(1);
      expect(found[0], button).toMatchObject(expected);
      expect(found[0]?.endTime, button).toBeGreaterThanOrEqual(found[0]?.startTime ?? Number.POSITIVE_INFINITY);
    }
    console.log(JSON.stringify(requests, null, 0).slice(0, 12000));
  });
});
