import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_ASSET_BYTES } from '../../src/session/assets';
import { exportAll } from '../../src/transfer/export-all';
import { readSessionFile } from '../../src/transfer/import';
import { ImportError, type ImportReason, importErrorText } from '../../src/transfer/import-error';
import { MAX_BACKUP_BYTES, MAX_SESSION_FILE_BYTES } from '../../src/transfer/limits';
import { exportReplayPage } from '../../src/transfer/replay-page';
import { exportSessionFile } from '../../src/transfer/session-file';
import { ZipWriter } from '../../src/transfer/zip-write';
import {
  bytesOfBlob,
  changed,
  counter,
  event,
  findBytes,
  flip,
  gzip,
  START,
  sample,
  sourceOf,
  utf8,
  withEvents,
  zip,
} from './transfer-sample';

const TEMPLATE = `<!doctype html><title>Replay</title>${'<p>player</p>'.repeat(50)}<!--SESSION--><p>end</p>`;

let good: Blob;
let bytes: Uint8Array<ArrayBuffer>;
let page: Blob;
let pageBytes: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  good = await exportSessionFile(sourceOf(sample()));
  bytes = await bytesOfBlob(good);
  page = await exportReplayPage(sourceOf(sample()), TEMPLATE);
  pageBytes = await bytesOfBlob(page);
});

/** What an import of the file gives: its error, or how many sessions. */
const outcome = (file: Blob): Promise<ImportError | number> =>
  readSessionFile(file, counter(), START).then(
    sessions => sessions.length,
    error => error,
  );

const REASONS: ImportReason[] = [
  'empty',
  'not-a-session',
  'truncated',
  'corrupted',
  'checksum',
  'too-deep',
  'forbidden-key',
  'bad-time',
  'newer-version',
  'too-large',
  'bomb',
  'unreadable',
];

type Case = [what: string, reason: ImportReason, file: () => Blob | Promise<Blob>];

const cut = (part: number) => new Blob([bytes.slice(0, Math.floor(bytes.length * part))]);
const cutPage = (part: number) => new Blob([pageBytes.slice(0, Math.floor(pageBytes.length * part))]);
// biome-ignore lint/suspicious/noExplicitAny: a test changes it in ways its type does not allow
const json = (change: (json: any) => void) => () => changed(good, change);
const events =
  (...lines: string[]) =>
  () =>
    withEvents(good, lines.join('\n'));
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const FIRST_CHUNK = 'chunks/s1/0.ndjson.gz';
/** Of a size that no test should have to make. */
const pretend = (file: Blob, size: number): Blob => Object.defineProperty(file, 'size', { value: size });

const WRONG: Case[] = [
  ['nothing', 'empty', () => new Blob([])],
  ['a PNG', 'not-a-session', () => new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])])],
  ['a text', 'not-a-session', () => new Blob(['PKs are not all ZIPs, are they'])],
  ['some JSON', 'not-a-session', () => new Blob(['{"format":"tapedeck-session","version":1}'])],
  ['a gzip', 'not-a-session', () => new Blob([gzip('[]')])],
  ['a ZIP of other things', 'not-a-session', () => zip({ 'word/document.xml': utf8('<x/>') })],
  ['an empty ZIP', 'not-a-session', () => zip({})],
  ['a ZIP with a session.json of something else', 'not-a-session', () => zip({ 'session.json': utf8('{"a":1}') })],
  ['a session.json that is null', 'not-a-session', () => zip({ 'session.json': utf8('null') })],
  ['another web page', 'not-a-session', () => new Blob(['<!DOCTYPE html><title>Tapedeck</title>'])],
  ['a page with another thing in the data’s place', 'not-a-session', () => pageWith('aGVsbG8gd29ybGQ=')],
  ['a page with nothing in the data’s place', 'empty', () => pageWith('')],
];

const pageWith = (data: string) =>
  new Blob([`<!doctype html><script type="application/octet-stream" id="tapedeck-session">${data}</script>`]);

const TRUNCATED: Case[] = [
  ...[0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999].map(
    (part): Case => [`${part} of a file`, 'truncated', () => cut(part)],
  ),
  ['all but its last byte', 'truncated', () => new Blob([bytes.slice(0, -1)])],
  ...[0.2, 0.4, 0.6, 0.9].map((part): Case => [`${part} of a replay page`, 'truncated', () => cutPage(part)]),
  [
    'half of a backup',
    'truncated',
    async () => {
      const { blob: backup } = await exportAll([sourceOf(sample()), sourceOf(sample())]);
      return backup.slice(0, bytes.length * 1.5);
    },
  ],
  ['a backup of a truncated file', 'truncated', () => zip({ 'a.session.zip': bytes.slice(0, -9) })],
];

const CORRUPTED: Case[] = [
  ['one byte of a chunk', 'checksum', () => flip(bytes, findBytes(bytes, FIRST_CHUNK) + 60)],
  ['one byte of an asset', 'checksum', () => flip(bytes, findBytes(bytes, 'body { color'))],
  ['one byte of session.json', 'corrupted', () => flip(bytes, findBytes(bytes, 'session.json') + 200)],
  ['one byte of the directory', 'corrupted', () => flip(bytes, findBytes(bytes, '\x50\x4b\x01\x02') + 1)],
  ['one byte of a name', 'corrupted', () => flip(bytes, findBytes(bytes, FIRST_CHUNK, bytes.length - 2_000) + 3)],
  [
    'one character of a page’s data',
    'corrupted',
    () => flip(pageBytes, findBytes(pageBytes, 'tapedeck-session">') + 400),
  ],
  ['a session.json that is not JSON', 'corrupted', () => zip({ 'session.json': utf8('{"format"') })],
  ['a session.json that is not UTF-8', 'corrupted', () => zip({ 'session.json': new Uint8Array([0x7b, 0xff, 0x7d]) })],
  ['a chunk that is missing', 'corrupted', () => changed(good, (_, entries) => delete entries[FIRST_CHUNK])],
  [
    'an asset that is missing',
    'corrupted',
    () => changed(good, (index, entries) => delete entries[index.assets[0].path]),
  ],
  ['a chunk of another length', 'corrupted', json(index => index.chunks[0].bytes++)],
  [
    'a chunk whose bytes are another’s',
    'checksum',
    () =>
      changed(good, (_, entries) => {
        entries[FIRST_CHUNK]?.reverse();
      }),
  ],
  ['a chunk listed twice', 'corrupted', json(index => index.chunks.push(index.chunks[0]))],
  ['one entry for two chunks', 'corrupted', json(index => index.chunks.push({ ...index.chunks[0], seq: 9 }))],
  ['a mark listed twice', 'corrupted', json(index => index.marks.push(index.marks[0]))],
  ['a page view listed twice', 'corrupted', json(index => index.pageViews.push(index.pageViews[0]))],
  ['a stream of an unknown page view', 'corrupted', json(index => (index.streams[0].pageViewId = 'v9'))],
  ['a stream of another session', 'corrupted', json(index => (index.streams[0].sessionId = 'other'))],
  ['a chunk of an unknown stream', 'corrupted', json(index => (index.chunks[0].streamId = 's9'))],
  ['a mark of an unknown stream', 'corrupted', json(index => (index.marks[0].streamId = 's9'))],
  ['a reference to an unknown asset', 'corrupted', json(index => (index.assetRefs[0].hash = 'a'.repeat(64)))],
  ['a field that is missing', 'corrupted', json(index => delete index.session.site)],
  ['a field of another type', 'corrupted', json(index => (index.session.startedAt = '2026'))],
  ['an id that is an object', 'corrupted', json(index => (index.session.id = { toString: 1 }))],
  ['an unknown kind of mark', 'corrupted', json(index => (index.marks[0].kind = 'script'))],
  ['a negative count', 'corrupted', json(index => (index.session.counts.clicks = -1))],
  ['a version that is no number', 'corrupted', json(index => (index.version = 'one'))],
  ['a session that ends before it begins', 'bad-time', json(index => (index.session.lastActivityAt = START - 1))],
  ['a session of a thousand years', 'bad-time', json(index => (index.session.lastActivityAt = START * 20))],
  ['a session of a year', 'bad-time', json(index => (index.session.lastActivityAt = START + 365 * 86_400_000))],
  ['a chunk of next week', 'bad-time', json(index => (index.chunks[0].to = START + 7 * 86_400_000))],
  ['a chunk that ends before it begins', 'bad-time', json(index => (index.chunks[0].to = START - 5_000))],
  ['session.json nested too deep', 'too-deep', json(index => (index.deep = JSON.parse(nested(300))))],
  [
    'a __proto__ key in session.json',
    'forbidden-key',
    json(index => (index.session.landing = JSON.parse('{"url":"","title":"","__proto__":{}}'))),
  ],
];

const EVENTS: Case[] = [
  ['fewer events than its count', 'corrupted', () => withEvents(good, event(START), 2)],
  ['more events than its count', 'corrupted', () => withEvents(good, `${event(START)}\n${event(START)}`, 1)],
  ['an event that is not JSON', 'corrupted', events('{"type":3')],
  ['an empty line', 'corrupted', events(event(START), '', event(START))],
  ['an event that is an array', 'corrupted', events('[3]')],
  ['an event without a type', 'corrupted', events(`{"data":{},"timestamp":${START}}`)],
  ['an event with a type in words', 'corrupted', events(`{"type":"3","data":{},"timestamp":${START}}`)],
  ['an event of an impossible type', 'corrupted', events(event(START, {}, 1e6))],
  ['an event without data', 'corrupted', events(`{"type":3,"timestamp":${START}}`)],
  ['an event without a time', 'corrupted', events('{"type":3,"data":{}}')],
  ['an event of last month', 'bad-time', events(event(START - 30 * 86_400_000))],
  ['an event of the far future', 'bad-time', events(`{"type":3,"data":{},"timestamp":1e300}`)],
  ['an event at infinity', 'corrupted', events(`{"type":3,"data":{},"timestamp":1e999}`)],
  ['300 arrays in each other', 'too-deep', events(`{"type":3,"timestamp":${START},"data":${nested(300)}}`)],
  [
    '300 objects in each other',
    'too-deep',
    events(`{"type":3,"timestamp":${START},"data":${'{"a":'.repeat(300)}1${'}'.repeat(300)}}`),
  ],
  [
    '300 elements in each other',
    'too-deep',
    events(`{"type":3,"timestamp":${START},"data":${'{"a":['.repeat(300)}1${']}'.repeat(300)}}`),
  ],
  ['400,000 arrays in each other', 'too-deep', events(`{"type":3,"timestamp":${START},"data":${nested(400_000)}}`)],
  ['a __proto__ key', 'forbidden-key', events(`{"type":3,"timestamp":${START},"data":{"a":[{"__proto__":{"x":1}}]}}`)],
  [
    'a __proto__ key that is written otherwise',
    'forbidden-key',
    events(`{"type":3,"timestamp":${START},"data":{"__pr\\u006fto__":1}}`),
  ],
  ['a chunk that is not gzip', 'corrupted', () => withEvents(good, event(START), 1, utf8(event(START)))],
  ['a chunk whose gzip is cut', 'corrupted', () => withEvents(good, event(START), 1, gzip(event(START)).slice(0, -6))],
  ['a chunk that is not UTF-8', 'corrupted', () => withEvents(good, '', 1, gzip('\xff'.repeat(3)).slice(0, 12))],
  ['a bomb', 'bomb', () => withEvents(good, '', 1, gzip(' '.repeat(50_000_000)))],
];

const BEYOND: Case[] = [
  ['a newer version', 'newer-version', json(index => (index.version = 2))],
  [
    'a newer version that looks quite different',
    'newer-version',
    () => zip({ 'session.json': utf8('{"format":"tapedeck-session","version":7}') }),
  ],
  ['too large a file', 'too-large', () => pretend(good.slice(), MAX_BACKUP_BYTES + 1)],
  [
    'an asset larger than any that is recorded',
    'too-large',
    () =>
      changed(good, (index, entries) => {
        const [asset] = index.assets;
        entries[asset.path] = new Uint8Array(MAX_ASSET_BYTES + 1);
        asset.bytes = MAX_ASSET_BYTES + 1;
      }),
  ],
  ['too many selectors', 'too-large', json(index => (index.marks[0].selectors = new Array(101).fill('a')))],
];

const BAD = [...WRONG, ...TRUNCATED, ...CORRUPTED, ...EVENTS, ...BEYOND];

describe('Refused, and nothing of it read:', () => {
  it('many files, for every reason there is', () => {
    expect(BAD.length).toBeGreaterThanOrEqual(30);
    const reasons = new Set(BAD.map(([, reason]) => reason));
    // The browser’s own refusal has a test of its own below.
    expect([...reasons, 'unreadable'].sort()).toEqual([...REASONS].sort());
  });

  it.each(BAD)('%s is %s', async (_, reason, file) => {
    const error = await outcome(await file());
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ reason });
    expect(importErrorText(error as ImportError)).toMatch(/Nothing was imported\./);
  });

  it('a session file beyond its limit, whatever a backup may have', async () => {
    const padding = new Uint8Array(10_000_000);
    const parts: BlobPart[] = new Array(Math.ceil(MAX_SESSION_FILE_BYTES / padding.length)).fill(new Blob([padding]));
    // Padding before the first entry is what a self-extracting ZIP has; the offsets are then moved by it.
    const writer = new ZipWriter();
    await writer.store('session.json', utf8('{"format":"tapedeck-session","version":1}'));
    await writer.store('padding', new Blob(parts));
    expect(await outcome(writer.finish('application/zip'))).toMatchObject({ reason: 'too-large', figure: 500_000_000 });
  }, 30_000);

  it('a file the browser cannot read', async () => {
    const gone = good.slice();
    gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }) as Blob;
    expect(await outcome(gone)).toMatchObject({ reason: 'unreadable' });
  });
});

describe('In words', () => {
  it('each reason has a sentence of its own', () => {
    const sentences = REASONS.map(reason => importErrorText(new ImportError(reason, '')));
    expect(new Set(sentences).size).toBe(REASONS.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^\p{Lu}.*Nothing was imported\./u);
  });

  it.each<[ImportError, string]>([
    [new ImportError('newer-version', '', 2), 'made by a newer Tapedeck (file version 2)'],
    [new ImportError('too-large', '', 500_000_000), 'takes up to 500 MB'],
    [new ImportError('truncated', '').within('b.session.zip'), 'It is “b.session.zip” in this backup.'],
  ])('%s', (error, words) => expect(importErrorText(error)).toContain(words));
});

describe('Whatever comes', () => {
  /** A session count, or an ImportError; anything else, or a second without an answer, fails the test. */
  const settles = async (file: Blob) => {
    const begun = performance.now();
    const result = await outcome(file);
    if (typeof result !== 'number') expect(result).toBeInstanceOf(ImportError);
    expect(performance.now() - begun).toBeLessThan(1_000);
    return result;
  };

  const check = (property: fc.IAsyncProperty<unknown>, numRuns = 300) =>
    fc.assert(property as fc.IAsyncProperty<[unknown]>, { numRuns });

  it('random bytes are no session', async () => {
    await check(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.constantFrom('', 'PK\x03\x04', '<!doctype html>'),
        async (noise, head) => {
          expect(await settles(new Blob([head, new Uint8Array(noise)]))).toBeInstanceOf(ImportError);
        },
      ),
    );
  });

  it('a file that is cut anywhere is truncated', async () => {
    await check(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async length => {
        expect(await settles(good.slice(0, length))).toMatchObject({
          reason: length < 2 ? 'not-a-session' : 'truncated',
        });
      }),
    );
  });

  it('a page that is cut anywhere is no session', async () => {
    await check(
      fc.asyncProperty(fc.integer({ min: 0, max: pageBytes.length - '</script><p>end</p>'.length }), async length => {
        expect(await settles(page.slice(0, length))).toBeInstanceOf(ImportError);
      }),
    );
  });

  it('a file with a changed byte is the same session or none', async () => {
    await check(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const copy = bytes.slice();
        copy[at] = (copy[at] ?? 0) ^ change;
        const result = await readSessionFile(new Blob([copy]), counter(), START).catch(error => error);
        if (result instanceof ImportError) return;
        expect(result).toEqual(await readSessionFile(good, counter(), START));
      }),
    );
  });

  it('a file with a run replaced by noise, or lost, is the same session or none', async () => {
    await check(
      fc.asyncProperty(
        fc.nat(bytes.length),
        fc.nat(200),
        fc.uint8Array({ maxLength: 200 }),
        async (at, lost, noise) => {
          await settles(new Blob([bytes.slice(0, at), new Uint8Array(noise), bytes.slice(at + lost)]));
        },
      ),
    );
  });

  it('an index with any value in any place is a session or none', async () => {
    const names = ['session', 'pageViews', 'streams', 'marks', 'notes', 'chunks', 'assets', 'assetRefs'];
    await check(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(12), fc.jsonValue(), async (name, n, value) => {
        const file = await changed(good, index => {
          const row = Array.isArray(index[name]) ? index[name][0] : index[name];
          const keys = Object.keys(row);
          if (n < keys.length) row[keys[n] as string] = value;
          else index[name] = value;
        });
        await settles(file);
      }),
    );
  });

  it('any JSON as a chunk’s events is a session or none', async () => {
    await check(
      fc.asyncProperty(fc.array(fc.json(), { maxLength: 5 }), async lines => {
        await settles(await withEvents(good, lines.join('\n'), lines.length));
      }),
    );
  });
});
