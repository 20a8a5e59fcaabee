import { gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import type { Mark, Session } from '../../../src/session/types';

/** Between two sessions: a thousand of them are younger than the days they are kept. */
export const APART_MS = 900_000;
const PAGES = ['Cart', 'Checkout', 'Products', 'Account', 'Sign in'];

/** A page with one heading, as rrweb tells it. */
function events(at: number, title: string): string {
  const heading = {
    type: 2,
    id: 3,
    tagName: 'h1',
    attributes: {},
    childNodes: [{ type: 3, id: 4, textContent: title }],
  };
  const body = { type: 2, id: 5, tagName: 'body', attributes: {}, childNodes: [heading] };
  const html = { type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [body] };
  const node = { type: 0, id: 1, childNodes: [html] };
  const list = [
    { type: 4, timestamp: at, data: { href: 'http://www.shop.test/', width: 1280, height: 720 } },
    { type: 2, timestamp: at + 1, data: { node, initialOffset: { top: 0, left: 0 } } },
  ];
  return list.map(event => JSON.stringify(event)).join('\n');
}

/** The rows of the n-th of many sessions, a quarter of an hour before the one before: every fifth with errors, every hundredth with a note, of seven sites. */
function rowsOf(n: number, newestAt: number) {
  const startedAt = newestAt - n * APART_MS;
  const page = PAGES[n % PAGES.length] ?? '';
  const [sessionId, pageViewId, streamId] = [`many-${n}`, `view-${n}`, `stream-${n}`];
  const bytes = [...gzipSync(events(startedAt, page))];
  const errors = n % 5 === 0 ? 1 + (n % 4) : 0;
  const site = `shop${n % 7}.test`;
  const landing = `http://www.${site}/${page.toLowerCase().replace(' ', '-')}`;
  const session: Session = {
    id: sessionId,
    site,
    identity: 'normal',
    startedAt,
    lastActivityAt: startedAt + (1 + (n % 40)) * 30_000,
    timeoutMs: 1_800_000,
    landing: { url: landing, title: `${page} · Demo shop` },
    counts: { pages: 1, clicks: n % 23, inputs: 0, errors, gaps: 0, bytes: bytes.length * (1 + (n % 13)) },
    ...(n % 10 === 3 && { title: `TC-${n} ${page}` }),
    ...(n % 50 === 7 && { starred: true }),
  };
  const place = { streamId, seq: 0 };
  const label = `TypeError: basket ${1000 + n} is undefined`;
  return {
    sessions: [session],
    pageViews: [
      {
        id: pageViewId,
        sessionId,
        documentId: `d${n}`,
        tabId: 1,
        url: `${landing}?order=${1000 + n}`,
        title: page,
        startedAt,
      },
    ],
    streams: [
      {
        id: streamId,
        sessionId,
        pageViewId,
        tabId: 1,
        frameId: 0,
        openedAt: startedAt,
        lastAt: session.lastActivityAt,
        openReason: 'load',
        visible: true,
        windows: [{ seq: 0, at: startedAt }],
        active: [[startedAt, session.lastActivityAt]],
      },
    ],
    chunks: [{ ...place, from: startedAt, to: startedAt + 1, count: 2, opensWithSnapshot: true, bytes }],
    marks: Array.from({ length: errors }, (_, m): Mark => ({ ...place, n: m, kind: 'error', at: startedAt, label })),
    notes:
      n % 100 === 42
        ? [{ id: `n${n}`, sessionId, at: startedAt, text: `The total is wrong, No. ${n}`, kind: 'bug' }]
        : [],
  };
}

/** Rows of the tape by table; the bytes of chunks as numbers. */
export type Tables = Record<string, object[]>;

/** Puts many sessions into the database of the extension that `page` belongs to, in one transaction. */
export const storeMany = (page: Page, count: number, newestAt: number): Promise<void> =>
  storeRows(
    page,
    Array.from({ length: count }, (_, n) => rowsOf(n, newestAt)),
  );

/** Puts rows into that database, in one transaction. */
export async function storeRows(page: Page, rows: Tables[]): Promise<void> {
  await page.evaluate(async json => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('tapedeck');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const all: Record<string, Record<string, unknown>[]>[] = JSON.parse(json);
    const transaction = db.transaction([...db.objectStoreNames], 'readwrite');
    for (const tables of all)
      for (const [name, list] of Object.entries(tables))
        for (const row of list)
          transaction.objectStore(name).put(row.bytes ? { ...row, bytes: new Uint8Array(row.bytes as number[]) } : row);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
    db.close();
  }, JSON.stringify(rows));
}
