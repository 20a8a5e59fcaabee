import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsoleLine, NetworkPayload, NetworkRequest } from '../../src/session/plugin-events';
import { go } from './support/matrix';
import { expectWholeStreams, isWhole, streamsAt } from './support/reading';
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
    await until(
      `${label} to be another`,
      async () =>
        (await toggle?.evaluate(one => one.getAttribute('aria-checked') ?? (one as HTMLInputElement).checked)) !==
        before,
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
      ['image-404', by('img', '/static/missing-image.png'), { status: 404 }],
      ['script-404', by('script', '/static/missing-script.js'), { status: 404 }],
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
  });

  test('headers and bodies are on tape, and the secrets in them are not', async () => {
    await press(page, 'fetch-secret', 'xhr-secret', 'fetch-headers', 'xhr-headers');
    const TYPES = ['fetch', 'xmlhttprequest'];
    const both = (seen: NetworkRequest[], type: string) =>
      ['/api/echo?access_token', '/api/headers'].map(path =>
        seen.find(({ initiatorType, name }) => initiatorType === type && name.includes(path)),
      );
    const requests = await settled('four requests', seen => TYPES.every(type => both(seen, type).every(Boolean)));
    const tape = JSON.stringify(await tester.tape());
    expect(tape.match(/secret-[\w-]+/g) ?? []).toEqual([]);
    for (const type of TYPES) {
      const [asked, told] = both(requests, type);
      expect(asked, type).toMatchObject({
        status: 200,
        requestHeaders: { 'x-shop': 'visible-header' },
        requestBody: expect.stringContaining('in-the-body'),
        responseBody: expect.stringContaining('visible-header'),
      });
      expect(Object.keys(asked?.requestHeaders ?? {}).sort(), type).toEqual(['content-type', 'x-shop']);
      expect(told, type).toMatchObject({
        responseBody: 'Some text',
        responseBodySize: 9,
        mimeType: 'text/plain',
        responseHeaders: { 'x-shop-cache': 'hit' },
        timing: { responseStart: expect.any(Number) },
      });
      expect(told?.responseHeaders, type).not.toHaveProperty('x-auth-token');
    }
  });

  test('of a body that is binary or too long its size alone is on tape, of a form its fields and the names of its files', async () => {
    await page.evaluate(async () => {
      const form = new FormData();
      form.set('city', 'Oslo & Bergen');
      form.set('photo', new File(['inside-the-photo'], 'fjord.png'));
      const post = (what: string, body: BodyInit) => fetch(`/api/echo?size-${what}`, { method: 'POST', body });
      await Promise.all([
        post('bytes', new Uint8Array(300)),
        post('blob', new Blob(['x'.repeat(400)])),
        post('long', 'x'.repeat(1_000_001)),
        post('form', form),
        fetch('/static/fonts/hearth-serif.woff?size-font'),
      ]);
    });
    const isOne = ({ name }: NetworkRequest) => name.includes('?size-');
    const requests = (await settled('five requests', seen => seen.filter(isOne).length === 5)).filter(isOne);
    const told = requests.map(({ name, requestBody, requestBodySize, responseBody, responseBodySize = 0 }) => [
      name.split('?size-')[1],
      requestBodySize,
      requestBody,
      responseBody === undefined ? responseBodySize > 1_000 : 'text',
    ]);
    expect(told.sort()).toEqual([
      ['blob', 400, undefined, 'text'],
      ['bytes', 300, undefined, 'text'],
      ['font', undefined, undefined, true],
      ['form', undefined, 'city=Oslo%20%26%20Bergen&photo=fjord.png', 'text'],
      ['long', 1_000_001, undefined, true],
    ]);
  });

  test('a beacon whose answer comes late is there once', async () => {
    await page.evaluate(() => navigator.sendBeacon('/api/slow?ms=1500&late', 'hello'));
    await until('the answer', () =>
      page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('&late'))),
    );
    await page.evaluate(() => fetch('/api/products?after-it').then(answer => answer.text()));
    const requests = await settled('what came after it', seen => seen.some(({ name }) => name.endsWith('?after-it')));
    expect(requests.filter(({ name }) => name.endsWith('&late')).map(one => one.initiatorType)).toEqual(['beacon']);
  });

  test('what fails is a step, once; the page itself is among the requests', async () => {
    const { marks, ...tape } = await tester.tape();
    const failed = marks
      .filter(({ kind }) => kind === 'request')
      .map(({ label, detail }) => {
        const [method, url] = label.split(' ');
        return `${method} ${new URL(url ?? '').pathname} ${detail}`;
      });
    for (const step of [
      'GET /static/missing-image.png 404',
      'GET /static/missing-script.js 404',
      'GET /api/socket 101',
      'GET /api/refused failed',
    ])
      expect(
        failed.filter(one => one === step),
        step,
      ).toHaveLength(step.endsWith('101') ? 0 : 1);
    expect(failed.filter(one => one === 'GET /api/status/500 500')).toHaveLength(2);
    const all = requestsOf({ marks, ...tape });
    const navigation = all.find(
      ({ initiatorType, name }) => initiatorType === 'navigation' && name.includes('ms=2000'),
    );
    expect(navigation).toMatchObject({ status: 200, transferSize: expect.any(Number) });
    expect(
      all.filter(({ name }) => name.includes('/static/requests.js')).map(({ initiatorType }) => initiatorType),
    ).toEqual(['script']);
  });

  test('the page does not notice: its promises reject unheard, and its answers are whole', async () => {
    const seen = await page.evaluate(async () => {
      const unheard = new Promise<string>(resolve => {
        addEventListener('unhandledrejection', ({ reason }) => resolve(String(reason?.name)), { once: true });
      });
      void fetch('http://nowhere.invalid/');
      const answer = await fetch('/api/products');
      const [bodyUsed, products] = [answer.bodyUsed, (await answer.json()).length];
      class Mine extends WebSocket {}
      return {
        unheard: await unheard,
        bodyUsed,
        products,
        looks: [fetch.name, fetch.length, WebSocket.CONNECTING, String(Mine.name)],
      };
    });
    expect(seen).toEqual({ unheard: 'TypeError', bodyUsed: false, products: 12, looks: ['fetch', 1, 0, 'Mine'] });
  });

  test('the console is on tape: every level, objects, stacks, errors, and what the policy blocks', async () => {
    await page.goto(tester.site.url('www.shop.test', '/trouble'));
    const levels = ['debug', 'log', 'info', 'warn', 'error'];
    await press(page, ...levels, 'objects', 'table', 'trace', 'assert', 'tallies', 'clear', 'reject', 'blocked-script');
    // What is thrown inside a press would end it.
    await page.click('[data-testid=throw]');
    await page.click('[data-testid=throw-text]');
    const tape = await tester.tapeWith('all lines', seen => JSON.stringify(linesOf(seen)).includes('A string, thrown'));
    const lines = linesOf(tape);
    const line = (text: string) => lines.find(({ payload }) => payload.join(' ').includes(text));
    for (const level of levels) {
      expect(line(`A line on level ${level}, while loading`), level).toMatchObject({ level });
      expect(line(`A line on level ${level}, by a click`), level).toMatchObject({
        level,
        payload: [expect.any(String), JSON.stringify({ level })],
      });
    }
    for (const text of ['A line on level log, by', 'A line on level error, by', 'Thrown by a click', 'Rejected by'])
      expect(line(text)?.trace[0], `the stack of ${text} begins in the page`).toMatch(/trouble\.js:\d+/);
    expect(line('One is not more than two')).toMatchObject({ level: 'assert' });
    const words = lines.map(({ level, payload }) => `${level} ${payload.map(one => JSON.parse(one)).join(' ')}`);
    const printed = words.slice(words.findIndex(one => one.startsWith('count ')));
    const rows = [
      /^count beans: 1$/,
      /^count beans: 2$/,
      /^count beans: 1$/,
      /^count default: 1$/,
      /^timeLog brew: [\d.]+ ms half way$/,
      /^timeEnd brew: [\d.]+ ms$/,
      /^timeEnd Timer “brew” does not exist$/,
      /^dir \[object Object\]$/,
      /^group A group$/,
      /^groupEnd $/,
      /^clear Console was cleared$/,
    ];
    for (const [n, row] of rows.entries()) expect(printed[n]).toMatch(row);
    const objects = line('"Objects"')?.payload ?? [];
    expect(JSON.parse(objects[1] ?? '')).toEqual({ cart: [{ id: 'mug', quantity: 2 }], paid: false });
    expect(objects.slice(2).join(' ')).toMatch(/circular.*An error as a value.*body.*function.*12n/);
    expect(Math.max(...objects.map(({ length }) => length)), 'a long text is cut').toBeLessThan(5_000);
    const errors = tape.marks.filter(({ kind }) => kind === 'error').map(({ label }) => label);
    for (const text of [
      'Thrown while loading',
      'Thrown by a click',
      'A string, thrown',
      'Rejected by',
      'script-src',
      'Two',
    ])
      expect(
        errors.filter(label => label.includes(text)),
        text,
      ).toHaveLength(text === 'Two' ? 0 : 1);
  });

  test('a page that logs in a loop leaves out lines, and the tape says how many', async () => {
    await press(page, 'many');
    const tape = await tester.tapeWith('the line about lines left out', seen =>
      linesOf(seen).some(({ payload }) => /lines were left out/.test(payload[0] ?? '')),
    );
    const kept = linesOf(tape).filter(({ payload }) => /^"Line \d+"$/.test(payload[0] ?? '')).length;
    const left = linesOf(tape).map(({ payload }) => Number(/"(\d+) console lines/.exec(payload[0] ?? '')?.[1] ?? 0));
    expect(kept).toBeLessThanOrEqual(200);
    expect(kept + Math.max(...left)).toBeGreaterThanOrEqual(1000);
  });

  /** What a page said by beacon, fetch and console as it was left. */
  const farewells = (tape: WholeTape, way: string): string[] => {
    const said = requestsOf(tape).flatMap(({ name, initiatorType }) => {
      const [how, type] = new URL(name).search.slice(1).split('-');
      return how === way && type ? [`${type} ${initiatorType}`] : [];
    });
    const logged = linesOf(tape).flatMap(({ payload: [how, type] }) => (how === `"${way}"` ? [`${type} log`] : []));
    return [...said, ...logged.map(line => line.replaceAll('"', ''))].sort();
  };
  const asLeft = (...types: string[]) =>
    types.flatMap(type => [`${type} beacon`, `${type} fetch`, `${type} log`]).sort();
  const elsewhere = (tab: Page) => go(tab, tester.site.url('www.shop.test', '/natives'));

  const ways: [way: string, leave: (tab: Page) => Promise<unknown>][] = [['left', elsewhere]];
  // Of tabs that are closed Firefox delivers it most times, and no browser promises it.
  if (kind === 'chromium') ways.push(['closed', tab => tab.close({ runBeforeUnload: true })]);
  test.each(ways)('what a page sends and logs as it is %s is on tape', async (way, leave) => {
    const tab = await tester.visit(`/goodbye?${way}`);
    await tab.click('p');
    await leave(tab);
    const expected = asLeft('beforeunload', 'pagehide', 'visibilitychange', 'unload');
    const tape = await tester.tapeWith(
      'its goodbye',
      seen => farewells(seen, way).length >= expected.length && isWhole(seen),
    );
    expect(farewells(tape, way)).toEqual(expected);
    expectWholeStreams(tape);
    if (!tab.isClosed()) await tab.close();
  });

  test('so it is of a frame that goes on to another page', async () => {
    const tab = await tester.visit('/natives');
    await tab.click('p');
    await tab.evaluate(async () => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      for (const src of ['/goodbye?framed', '/natives']) {
        frame.src = src;
        await new Promise(loaded => frame.addEventListener('load', loaded, { once: true }));
      }
    });
    const expected = asLeft('beforeunload', 'pagehide', 'visibilitychange', 'unload');
    const tape = await tester.tapeWith('its goodbye', seen => farewells(seen, 'framed').length >= expected.length);
    expect(farewells(tape, 'framed')).toEqual(expected);
    await tab.close();
  });

  test('so it is of a page that goes to memory, and what it asks for after its return has its answer', async () => {
    const tab = await tester.visit('/goodbye?kept');
    await tab.click('p');
    await elsewhere(tab);
    const expected = asLeft('pagehide', 'visibilitychange');
    const tape = await tester.tapeWith('its goodbye', seen => farewells(seen, 'kept').length >= expected.length);
    expect(farewells(tape, 'kept')).toEqual(expected);
    expect(streamsAt(tape, '/goodbye?kept').map(({ closeReason }) => closeReason)).toEqual(['bfcache']);
    await tab.evaluate(() => history.back());
    await until('the page to be back', () => tab.evaluate(() => document.title === 'Goodbye').catch(() => false));
    await tab.evaluate(() => fetch('/api/products?again').then(answer => answer.text()));
    const isAgain = ({ name }: NetworkRequest) => name.endsWith('?again');
    expect((await settled('the next request', seen => seen.some(isAgain))).find(isAgain)).toMatchObject({
      status: 200,
    });
    await tab.close();
  });

  test('with console and network off, nothing of the page is touched, from its first script on', async () => {
    const found = () => (globalThis as unknown as { found: string[] }).found;
    const isNative = (one: string) => /^(function|class) \w+\(\) \{\s+\[native code\]\s+\}$/.test(one);
    const visit = async (look?: () => Promise<unknown>) => {
      const quiet = await tester.visit('/natives?quiet');
      const texts = await quiet.evaluate(found);
      await quiet.click('p');
      await until('the toolbar to say REC', async () => (await tester.badge(quiet)) === 'REC');
      await look?.();
      await quiet.close();
      return texts.map(isNative);
    };
    const firstOf = (tape: WholeTape) => {
      const own = streamsAt(tape, '/natives?quiet').map(({ id }) => id);
      const chunks = tape.chunks.filter(({ streamId }) => own.includes(streamId));
      return requestsOf({ ...tape, chunks }).find(({ name }) => name.includes('asked-first'));
    };
    let first: NetworkRequest | undefined;
    const lookForFirst = async () => {
      first = firstOf(await tester.tapeWith('the first request', seen => firstOf(seen) !== undefined));
    };
    expect(await visit(lookForFirst), 'while they are recorded').toEqual(Array(6).fill(false));
    expect(first?.responseBody, 'the page’s first request has its body').toContain('teapot');
    await setUp(tester, 'Console', 'Network');
    await until('the functions to be the browser’s own', async () => (await visit()).every(Boolean));
    expect(await visit(), 'each time').toEqual(Array(6).fill(true));
    const quiet = await tester.visit('/natives');
    await quiet.evaluate(() => {
      document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: '<p>In a frame' }));
    });
    const inFrame = () =>
      quiet.evaluate(() => {
        const frame = document.querySelector('iframe')?.contentWindow as unknown as typeof globalThis;
        return [frame.fetch, frame.console.log].map(String);
      });
    expect((await inFrame()).map(isNative), 'in frames as well').toEqual([true, true]);
    await quiet.close();
  });
});
