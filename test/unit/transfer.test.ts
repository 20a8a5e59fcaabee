import { gzipSync, zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { withLosses } from '../../src/session/lost';
import type { SessionSource, Stream } from '../../src/session/types';
import { copiedAt } from '../../src/transfer/copied-at';
import { makeCopy } from '../../src/transfer/copy';
import { exportAll } from '../../src/transfer/export-all';
import { ExportTooLarge } from '../../src/transfer/export-error';
import { backupFileName, fileName } from '../../src/transfer/file-name';
import { FORMATS } from '../../src/transfer/formats';
import { importedSessions, readSessionFile } from '../../src/transfer/import';
import { sessionFileInDocument } from '../../src/transfer/page-data';
import { cutTo } from '../../src/transfer/range';
import { exportReplayPage, sessionFileInPage } from '../../src/transfer/replay-page';
import { exportSessionFile, openSessionFile } from '../../src/transfer/session-file';
import { at, change, meta, snapshot, tapeOf } from './tape-sample';
import {
  bytesOfBlob,
  changed,
  counter,
  event,
  type Sample,
  START,
  sample,
  sha256,
  sourceOf,
  unzip,
  utf8,
  withEvents,
  zip,
} from './transfer-sample';

const TEMPLATE =
  '<!doctype html><html><head><meta charset="utf-8"><title>Replay</title></head><body><!--SESSION--><script>play("</p>")</script></body></html>';
const IMPORTED_AT = START + 99_000_000;
const read = (file: Blob) => readSessionFile(file, counter(), IMPORTED_AT);
const fileOf = (of: Sample = sample()) => exportSessionFile(sourceOf(of));

/** What must be the same on both sides: all but the ids. */
const comparable = ({ session, pageViews, streams, marks, notes, chunks, assets }: Sample) => ({
  session: { ...session, id: '', importedAt: 0, importedFrom: '' },
  pageViews: pageViews.map(view => ({ ...view, id: '', sessionId: '' })),
  streams: streams.map(stream => ({ ...stream, id: '', sessionId: '', pageViewId: '' })),
  marks: marks.map(mark => ({ ...mark, streamId: '' })),
  notes: notes.map(note => ({ ...note, id: '', sessionId: '' })),
  chunks: chunks.map(chunk => ({ ...chunk, streamId: '' })).sort((a, b) => a.from - b.from),
  assets: assets.map(row => ({ ...row, streamId: '' })),
});

describe('A session file', () => {
  it('comes back as the same session, its chunks and assets byte-equal', async () => {
    const original = sample({ title: 'Checkout', starred: true, endedAt: START + 7_000 });
    const [back, ...more] = await read(await fileOf(original));
    expect(more).toEqual([]);
    expect(comparable(back as Sample)).toEqual(comparable(original));
    expect(back?.session.importedAt).toBe(IMPORTED_AT);
  });

  it('comes back under new ids, every row following its own', async () => {
    const [back] = (await read(await fileOf())) as [Sample];
    const ids = [back.session, ...back.pageViews, ...back.streams, ...back.notes].map(({ id }) => id);
    expect(new Set(ids).size).toBe(7);
    expect(ids.every(id => id.startsWith('new-'))).toBe(true);
    const [s1, s2, s3] = back.streams as [Stream, Stream, Stream];
    const [v1, v2] = back.pageViews.map(({ id }) => id);
    expect(back.streams.map(({ pageViewId }) => pageViewId)).toEqual([v1, v2, v2]);
    expect([...back.pageViews, ...back.streams, ...back.notes].every(row => row.sessionId === back.session.id)).toBe(
      true,
    );
    expect(back.marks.map(({ streamId }) => streamId)).toEqual([s1.id, s2.id]);
    expect(back.chunks.map(({ streamId }) => streamId).sort()).toEqual([s1.id, s1.id, s1.id, s2.id, s3.id].sort());
    expect(back.assets.map(({ streamId, ref }) => [streamId, ref])).toEqual([
      [s1.id, 'css0'],
      [s2.id, 'css0'],
      [s2.id, 'image'],
    ]);
  });

  it('is a ZIP another reader opens, with the stored bytes in it as they are, each asset once', async () => {
    const original = sample();
    const entries = unzip(await bytesOfBlob(await fileOf(original)));
    expect(Object.keys(entries).filter(name => name.startsWith('assets/'))).toHaveLength(2);
    for (const { streamId, seq, bytes } of original.chunks)
      expect(entries[`chunks/${streamId}/${seq}.ndjson.gz`]).toEqual(bytes);
    const json = JSON.parse(new TextDecoder().decode(entries['session.json']));
    expect(json).toMatchObject({ format: 'tapedeck-session', version: 1, session: { id: 'session' } });
    expect(json.createdBy).toMatch(/^Tapedeck \d/);
    expect(json.chunks[1]).toMatchObject({
      streamId: 's1',
      seq: 1,
      count: 3,
      path: 'chunks/s1/1.ndjson.gz',
      bytes: original.chunks[1]?.bytes.length,
      sha256: sha256(original.chunks[1]?.bytes as Uint8Array),
    });
  });

  it('is the same bytes each time, and says nothing of what is only so where it is stored', async () => {
    const stored = { importedAt: 5, deletedAt: 6, purgedAt: 7 };
    const [a, b] = await Promise.all([fileOf(), fileOf(sample(stored))].map(async file => bytesOfBlob(await file)));
    expect(a).toEqual(b);
  });

  it('says how large it is, not how large the session was when its row was read', async () => {
    const { session, ...rows } = sample();
    const grown = { ...session, counts: { ...session.counts, bytes: 1 }, assetBytes: 1 };
    const [json, right] = await Promise.all(
      [{ session: grown, ...rows }, sample()].map(async one =>
        JSON.parse(new TextDecoder().decode(unzip(await bytesOfBlob(await fileOf(one)))['session.json'])),
      ),
    );
    expect(json.session.counts.bytes).toBe(sample().session.counts.bytes);
    expect(json).toEqual(right);
  });

  it('may have been unpacked and packed again, compressed, with folders and strangers in it', async () => {
    const file = await changed(await fileOf(), (_, entries) => {
      Object.assign(entries, { 'chunks/': new Uint8Array(), '__MACOSX/._x': utf8('?') });
    });
    expect(comparable((await read(file))[0] as Sample)).toEqual(comparable(sample()));
  });

  it('may be of a page that is 200 elements deep', async () => {
    let node: object = { childNodes: [] };
    for (let n = 0; n < 200; n++) node = { childNodes: [node] };
    const deep = sample();
    expect(await read(await withEvents(await fileOf(deep), event(START, { node }, 2)))).toHaveLength(1);
  });

  it('tells how far it is, up to the end', async () => {
    const parts: number[] = [];
    const file = await exportSessionFile(sourceOf(sample()), part => parts.push(part));
    expect(parts).toEqual([1 / 3, 2 / 3, 1]);
    const imported: number[] = [];
    await readSessionFile(file, counter(), 0, part => imported.push(part));
    expect(imported.at(-1)).toBe(1);
  });

  it('is not imported once that is not wanted any more', async () => {
    const file = await fileOf();
    const page = await exportReplayPage(sourceOf(sample()), TEMPLATE);
    const packed = new Blob([new Uint8Array(gzipSync(await bytesOfBlob(file)))]);
    for (const one of [file, page, packed]) {
      const stop = vi.fn(() => {
        throw new Error('stopped');
      });
      await expect(readSessionFile(one, counter(), 0, stop)).rejects.toThrow('stopped');
      expect(stop).toHaveBeenCalledTimes(1);
    }
  });

  it('is believed in nothing that follows from something else', async () => {
    const file = await changed(await fileOf(), json => {
      json.session.counts.bytes = 9e12;
      json.streams[0].windows = [{ seq: 77, at: START }];
      json.assets[0].type = 'text/html';
      json.session.extra = { of: 'a later time' };
    });
    const [back] = (await read(file)) as [Sample];
    expect(back.session.counts.bytes).toBe(sample().session.counts.bytes);
    expect(back.streams[0]?.windows).toEqual(sample().streams[0]?.windows);
    expect(back.assets[0]?.asset.type).toBe('application/octet-stream');
    expect(back.session).not.toHaveProperty('extra');
  });
});

describe('A session file opened without a database', () => {
  it('reads as the database does', async () => {
    const original = sample();
    const { chunks, assets, ...index } = original;
    const opened = await openSessionFile(await bytesOfBlob(await fileOf(original)));
    expect(await opened.index()).toEqual(index);
    expect(await opened.chunks('s1', 0, 2)).toEqual(chunks.slice(0, 2));
    expect(await opened.chunks('s1', 2, 99)).toEqual([chunks[2]]);
    expect(await opened.chunks('unknown', 0, 99)).toEqual([]);
    expect(await opened.assets('s2')).toEqual(new Map(assets.slice(1).map(({ ref, asset }) => [ref, asset])));
    expect(await opened.assets('s3')).toEqual(new Map());
  });

  it('says that a chunk is damaged when it is read', async () => {
    const file = await changed(await fileOf(), (_, entries) => {
      entries['chunks/s1/1.ndjson.gz']?.set([0, 0, 0], 20);
    });
    const opened = await openSessionFile(await bytesOfBlob(file));
    expect(await opened.chunks('s1', 0, 1)).toHaveLength(1);
    await expect(opened.chunks('s1', 1, 2)).rejects.toMatchObject({ reason: 'checksum' });
  });
});

describe('A replay page', () => {
  it('holds the session file byte-equal, and is imported like one', async () => {
    const page = await exportReplayPage(sourceOf(sample()), TEMPLATE);
    expect(await bytesOfBlob(await sessionFileInPage(page))).toEqual(await bytesOfBlob(await fileOf()));
    expect(await bytesOfBlob(await sessionFileInPage(await page.text()))).toEqual(await bytesOfBlob(await fileOf()));
    expect(comparable((await read(page))[0] as Sample)).toEqual(comparable(sample()));
  });

  it('gives its own script the session file, once', async () => {
    const html = await (await exportReplayPage(sourceOf(sample()), TEMPLATE)).text();
    const element = { textContent: /id="tapedeck-session">([^<]*)</.exec(html)?.[1] ?? null };
    const page = {
      getElementById: (id: string) => (id === 'tapedeck-session' ? element : null),
    } as unknown as Document;
    expect(sessionFileInDocument(page)).toEqual(await bytesOfBlob(await fileOf()));
    expect(element.textContent).toBe('');
  });

  it('survives an editor that wraps lines', async () => {
    const html = await (await exportReplayPage(sourceOf(sample()), TEMPLATE)).text();
    const wrapped = html.replace(/[\w+/=]{200,}/, data => data.replace(/.{76}/g, '$&\r\n'));
    expect(wrapped).not.toBe(html);
    expect(await read(new Blob([wrapped]))).toHaveLength(1);
  });

  it('joins its pieces to one text', async () => {
    const large = sample();
    const bytes = new Uint8Array(13_000_001).map((_, n) => (n * 2_654_435_761) >>> 13);
    large.assets.push({ streamId: 's3', ref: 'big', asset: { hash: sha256(bytes), type: 'image/webp', bytes } });
    const [back] = await read(await exportReplayPage(sourceOf(large), TEMPLATE));
    expect(back?.assets.at(-1)?.asset.hash).toBe(sha256(bytes));
  }, 30_000);

  it.each([
    [{}, 'shop.test'],
    [
      { title: '</title><script>alert("1")</script> $& & co' },
      '&#60;/title&#62;&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; $&#38; &#38; co',
    ],
  ])('is called %j in its tab', async (session, title) => {
    const html = await (await exportReplayPage(sourceOf(sample(session)), TEMPLATE)).text();
    expect(html).toContain(`<title>${title}</title>`);
  });

  it('keeps the template as it is around that', async () => {
    const html = await (await exportReplayPage(sourceOf(sample()), TEMPLATE)).text();
    expect(html).toMatch(/^<!doctype html>.*<body><script type="application\/octet-stream" id="tapedeck-session">/);
    expect(html).toMatch(/<\/script><script>play\("<\/p>"\)<\/script><\/body><\/html>$/);
  });

  it.each(['<title>no marker</title>', `${TEMPLATE}<!--SESSION-->`, '<!--SESSION--> no title'])(
    'is not made of a template like %j',
    async template => {
      await expect(exportReplayPage(sourceOf(sample()), template)).rejects.toThrow('template');
    },
  );
});

describe('A backup', () => {
  const whole = (of: Sample): Sample => ({
    ...of,
    chunks: of.chunks.map(one => ({ ...one, seq: Math.min(one.seq, 2) })),
  });
  const sessions = [sample({ title: 'One' }), sample({ title: 'one' }), sample({ site: 'pay.test' })].map(whole);

  it('holds a session file per session, each under a name of its own', async () => {
    const entries = unzip(await bytesOfBlob((await exportAll(sessions.map(sourceOf))).blob));
    expect(Object.keys(entries)).toEqual([
      'shop.test_2026-11-23_11-25_One.session.zip',
      'shop.test_2026-11-23_11-25_one_2.session.zip',
      'pay.test_2026-11-23_11-25_Demo-shop.session.zip',
    ]);
    expect(Object.values(entries)[0]).toEqual(await bytesOfBlob(await fileOf(sessions[0])));
  });

  it('comes back as all its sessions', async () => {
    const parts: number[] = [];
    const { blob: backup } = await exportAll(sessions.map(sourceOf), part => parts.push(part));
    expect(parts.at(-1)).toBe(1);
    const back = (await read(backup)) as Sample[];
    expect(back.map(comparable)).toEqual(sessions.map(comparable));
    expect(new Set(back.map(({ session }) => session.id)).size).toBe(3);
  });

  it('goes on where a session is deleted while it is written', async () => {
    class Gone extends Error {}
    const [first, second, third] = sessions.map(sourceOf);
    let looks = 0;
    const index = () => (++looks === 2 ? Promise.reject(new Gone()) : sessions[1]);
    const all = [first, { ...second, index }, third] as SessionSource[];
    const { blob: backup } = await exportAll(all, undefined, error => error instanceof Gone);
    expect(Object.keys(unzip(await bytesOfBlob(backup)))).toHaveLength(2);
    looks = 0;
    await expect(exportAll(all)).rejects.toThrow(Gone);
  });

  it('may have been packed again by hand', async () => {
    const packed = zipSync({ 'a/x.session.zip': await bytesOfBlob(await fileOf()), 'a/readme.txt': utf8('mine') });
    expect(await read(new Blob([new Uint8Array(packed)]))).toHaveLength(1);
  });

  it('gives nothing at all if one of its sessions is damaged, and says which', async () => {
    const good = await bytesOfBlob(await fileOf());
    const backup = zip({ 'a.session.zip': good, 'b.session.zip': good.slice(0, -40) });
    const given: unknown[] = [];
    const all = (async () => {
      for await (const session of importedSessions(backup, counter(), 0)) given.push(session);
    })();
    await expect(all).rejects.toMatchObject({ reason: 'truncated', entry: 'b.session.zip' });
    expect(given).toEqual([]);
  });
});

describe('A copy of a session that still runs', () => {
  const open = tapeOf([{ id: 'a', chunks: [[meta(0), snapshot(1), change(90_000)]] }], { lastActivityAt: at(90_000) });
  const gaps = async (copy: SessionSource) => {
    const [back] = (await read(await exportSessionFile(copy))) as [Sample];
    return withLosses(back, true).filter(({ kind }) => kind === 'gap').length;
  };

  it('ends where it was made: nothing broke off there', async () => {
    expect(await gaps(copiedAt(open, at(91_000)))).toBe(0);
    expect(await gaps(copiedAt(open, at(90_000 + 1_800_000))), 'long after, something did').toBe(1);
    expect(await gaps(await cutTo(open, [at(0), at(50_000)])), 'later than this part').toBe(0);
  });
});

describe('A file that is given up', () => {
  const page = (ms: number) => [meta(ms), snapshot(ms + 1)];
  // One page that was stayed on for long.
  const source = tapeOf([{ id: 'a', chunks: Array.from({ length: 20 }, (_, n) => page(n * 60_000)) }], {
    lastActivityAt: at(20 * 60_000),
    importedAt: IMPORTED_AT,
  });

  it.each(FORMATS)('is no file, and reads no further: %s', async format => {
    let asked = 0;
    const check = () => {
      if (++asked === 4) throw new Error('stopped');
    };
    const reads = vi.fn(source.chunks);
    const around = { template: async () => TEMPLATE, check };
    await expect(makeCopy({ ...source, chunks: reads }, { format, without: [] }, around)).rejects.toThrow('stopped');
    expect(reads).toHaveBeenCalledTimes(2);
  });

  it('is none of several either', async () => {
    const reads = vi.fn(source.chunks);
    let told = 0;
    const stop = () => {
      if (++told === 2) throw new Error('stopped');
    };
    const all = [source, source].map(one => ({ ...one, chunks: reads }));
    await expect(exportAll(all, stop)).rejects.toThrow('stopped');
    expect(reads).toHaveBeenCalledTimes(2);
  });
});

describe('A file’s name', () => {
  const name = (changes: Parameters<typeof sample>[0]) => fileName(sample(changes).session, 'html');

  it.each([
    [{ title: 'Checkout as guest' }, 'shop.test_2026-11-23_11-25_Checkout-as-guest.html'],
    [{}, 'shop.test_2026-11-23_11-25_Demo-shop.html'],
    [{ landing: { url: '', title: '' } }, 'shop.test_2026-11-23_11-25.html'],
    [{ site: 'localhost:8080', title: 'a' }, 'localhost-8080_2026-11-23_11-25_a.html'],
    [{ site: '[::1]:8080', title: 'a' }, '1-8080_2026-11-23_11-25_a.html'],
    [{ title: 'a/b\\c:d*e?f"g<h>i|j\0k\nl' }, 'shop.test_2026-11-23_11-25_a-b-c-d-e-f-g-h-i-j-k-l.html'],
    [{ title: '../../etc/passwd' }, 'shop.test_2026-11-23_11-25_etc-passwd.html'],
    [{ title: 'ends. . .' }, 'shop.test_2026-11-23_11-25_ends.html'],
    [{ title: 'Prüfung 東京 №1' }, 'shop.test_2026-11-23_11-25_Prüfung-東京-1.html'],
    [{ title: 'U\u0308ber' }, 'shop.test_2026-11-23_11-25_Über.html'],
    [{ title: 'gpj.\u202Eexe' }, 'shop.test_2026-11-23_11-25_gpj.-exe.html'],
    [{ title: '💥💥' }, 'shop.test_2026-11-23_11-25.html'],
    [{ site: '...', title: 'x' }, 'session_2026-11-23_11-25_x.html'],
  ])('of %j is %s', (changes, expected) => expect(name(changes)).toBe(expected));

  it('is never too long, and never ends within a character', () => {
    const long = name({ site: `${'東'.repeat(300)}.test`, title: '𝔘'.repeat(300) });
    expect(Buffer.byteLength(long)).toBeLessThan(200);
    expect(long.isWellFormed?.() ?? true).toBe(true);
  });

  it('of a backup says its moment', () => {
    expect(backupFileName(START)).toBe('Tapedeck-backup_2026-11-23_11-25.zip');
  });
});

it('Too large an export says so in words', () => {
  expect(new ExportTooLarge('Checkout', 500_000_000).message).toBe(
    'The session “Checkout” is too large for this kind of file (up to 500 MB).',
  );
});
