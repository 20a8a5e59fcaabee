import type { Page } from 'puppeteer-core';
import type { AssetRef, Chunk, Mark, Note, PageView, Session, Stream } from '../../../src/session/types';

/** One rrweb event as it stands on tape. */
export interface TapeEvent {
  type: number;
  timestamp: number;
  data: Record<string, unknown>;
}

/** All that is in the database, chunks with their events. */
export interface WholeTape {
  sessions: Session[];
  pageViews: PageView[];
  streams: Stream[];
  chunks: (Omit<Chunk, 'bytes'> & { events: TapeEvent[] })[];
  marks: Mark[];
  notes: Note[];
  assets: { hash: string; type: string }[];
  assetRefs: AssetRef[];
  settings: { key: string; value: unknown }[];
}

/** Reads the database as it is, from a page of the extension: of each chunk all events, or only its first. */
export async function readTape(extensionPage: Page, events?: number): Promise<WholeTape> {
  const json = await extensionPage.evaluate(async events => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('tapedeck');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const names = [...db.objectStoreNames];
    if (names.length === 0) {
      db.close();
      return '{}';
    }
    const transaction = db.transaction(names);
    const tables = await Promise.all(
      names.map(
        name =>
          new Promise<[string, unknown[]]>((resolve, reject) => {
            const request = transaction.objectStore(name).getAll();
            request.onsuccess = () => resolve([name, request.result]);
            request.onerror = () => reject(request.error);
          }),
      ),
    );
    db.close();
    const tape = Object.fromEntries(tables) as Record<string, Record<string, unknown>[]>;
    for (const chunk of tape.chunks ?? []) {
      const stream = new Blob([chunk.bytes as Uint8Array<ArrayBuffer>]).stream();
      const text = await new Response(stream.pipeThrough(new DecompressionStream('gzip'))).text();
      chunk.events = text === '' ? [] : text.split('\n', events).map(line => JSON.parse(line));
      delete chunk.bytes;
    }
    for (const asset of tape.assets ?? []) delete asset.bytes;
    return JSON.stringify(tape);
  }, events);
  const empty: WholeTape = {
    sessions: [],
    pageViews: [],
    streams: [],
    chunks: [],
    marks: [],
    notes: [],
    assets: [],
    assetRefs: [],
    settings: [],
  };
  const tape: WholeTape = { ...empty, ...JSON.parse(json) };
  tape.sessions.sort((a, b) => a.startedAt - b.startedAt);
  tape.streams.sort((a, b) => a.openedAt - b.openedAt);
  tape.marks.sort((a, b) => a.at - b.at);
  return tape;
}

/** The events of a session, in the order of their streams. */
export const eventsOf = (tape: WholeTape, sessionId: string): TapeEvent[] =>
  tape.streams
    .filter(stream => stream.sessionId === sessionId)
    .flatMap(({ id }) => tape.chunks.filter(({ streamId }) => streamId === id).flatMap(({ events }) => events));

/** What a session is made of, for a test to compare: its steps as `kind label`. */
export const stepsOf = (tape: WholeTape, sessionId: string): string[] => {
  const streams = tape.streams.filter(stream => stream.sessionId === sessionId).map(({ id }) => id);
  return tape.marks.filter(({ streamId }) => streams.includes(streamId)).map(({ kind, label }) => `${kind} ${label}`);
};
