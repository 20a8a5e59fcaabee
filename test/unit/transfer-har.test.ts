import Ajv from 'ajv';
import draft06 from 'ajv/lib/refs/json-schema-draft-06.json';
// @ts-expect-error it brings no types
import harSchemas from 'har-schema';
import { describe, expect, it } from 'vitest';
import type { NetworkRequest } from '../../src/session/plugin-events';
import { exportHar } from '../../src/transfer/har';
import { at, meta, plugin, snapshot, tapeOf } from './tape-sample';

const request = (changes: Partial<NetworkRequest>): NetworkRequest => ({
  name: 'http://www.shop.test/api/cart?id=mug&size=L#top',
  initiatorType: 'fetch',
  method: 'POST',
  status: 200,
  startTime: 100,
  endTime: 150,
  duration: 50,
  ...changes,
});

const told = (ms: number, ...requests: NetworkRequest[]) => plugin(ms, 'rrweb/network@1', { requests });

const harOf = async (...events: ReturnType<typeof plugin>[]) => {
  const source = tapeOf([{ id: 'cart', chunks: [[meta(0), snapshot(1), ...events]] }]);
  return JSON.parse(await (await exportHar(source)).text());
};

const validate = (() => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addMetaSchema(draft06);
  const schemas = harSchemas as Record<string, object>;
  for (const [name, schema] of Object.entries(schemas)) if (name !== 'har') ajv.addSchema(schema);
  return ajv.compile(schemas.har ?? {});
})();

describe('A HAR', () => {
  it('holds to the schema, whatever is known of a request', async () => {
    const har = await harOf(
      told(200, request({})),
      told(210, request({ status: 0, error: 'failed', method: undefined } as Partial<NetworkRequest>)),
      told(
        220,
        request({
          requestHeaders: { 'Content-Type': 'application/json' },
          requestBody: '{"add":1}',
          responseHeaders: { 'content-type': 'application/json' },
          responseBody: '{"count":1}',
          responseBodySize: 11,
        }),
      ),
    );
    expect(validate(har), JSON.stringify(validate.errors)).toBe(true);
    // It is no schema that takes anything.
    expect(validate({ log: { ...har.log, entries: [{ ...har.log.entries[0], request: {} }] } })).toBe(false);
    const [plain, failed, full] = har.log.entries;
    expect(plain).toMatchObject({
      pageref: 'view of cart',
      time: 50,
      request: {
        method: 'POST',
        queryString: [
          { name: 'id', value: 'mug' },
          { name: 'size', value: 'L' },
        ],
      },
      response: { status: 200 },
    });
    expect(failed).toMatchObject({ request: { method: 'GET' }, response: { status: 0, _error: 'failed' } });
    expect(full).toMatchObject({
      request: { postData: { mimeType: 'application/json', text: '{"add":1}' } },
      response: { content: { size: 11, mimeType: 'application/json', text: '{"count":1}' } },
    });
  });

  it('says when each began: the moment it was told, less what it took', async () => {
    const one = await harOf(told(1_000, request({})));
    expect(Date.parse(one.log.entries[0].startedDateTime)).toBe(at(950));
    const two = await harOf(told(1_000, request({}), request({ startTime: 40, duration: 20 })));
    expect(
      two.log.entries.map((entry: { startedDateTime: string }) => Date.parse(entry.startedDateTime) - at(0)),
    ).toEqual([890, 950]);
  });

  it('takes the phases apart where the browser told them', async () => {
    const timing = {
      domainLookupStart: 102,
      domainLookupEnd: 105,
      connectStart: 105,
      secureConnectionStart: 110,
      connectEnd: 115,
      requestStart: 115,
      responseStart: 140,
      responseEnd: 150,
    };
    const har = await harOf(told(1_000, request({ timing })));
    expect(har.log.entries[0].timings).toEqual({
      blocked: 2,
      dns: 3,
      connect: 10,
      ssl: 5,
      send: 0,
      wait: 25,
      receive: 10,
    });
    expect(har.log.entries[0].time).toBe(50);
    // A connection that stood already took no time of its own.
    const kept = { ...timing, domainLookupStart: 102, domainLookupEnd: 102, connectStart: 102, connectEnd: 102 };
    const again = await harOf(told(1_000, request({ timing: { ...kept, secureConnectionStart: 0 } })));
    expect(again.log.entries[0].timings).toMatchObject({ dns: -1, connect: -1, ssl: -1 });
  });

  it('names the pages, and when each had loaded', async () => {
    const source = tapeOf([
      { id: 'cart', chunks: [[meta(0), snapshot(1), { type: 1, timestamp: at(700), data: {} }]] },
      { id: 'thanks', chunks: [[meta(5_000), snapshot(5_001)]] },
    ]);
    const { log } = JSON.parse(await (await exportHar(source)).text());
    expect(log.pages).toEqual([
      {
        startedDateTime: '2026-11-23T10:25:00.000Z',
        id: 'view of cart',
        title: 'cart',
        pageTimings: { onContentLoad: -1, onLoad: 700 },
      },
      {
        startedDateTime: '2026-11-23T10:25:05.000Z',
        id: 'view of thanks',
        title: 'thanks',
        pageTimings: { onContentLoad: -1, onLoad: -1 },
      },
    ]);
  });
});
