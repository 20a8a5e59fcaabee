import type { Line } from '../session/library';
import type { Note } from '../session/types';
import type { Database } from './database';

/** What goes wrong in a session, by the kinds of its marks. */
const WRONG = new Set(['error', 'request']);

/** What is said in sessions besides their own rows and notes: the addresses and titles of their pages, errors and failed requests. */
export const linesOf = (db: Database, sessionIds: readonly string[]): Promise<Map<string, Line[]>> =>
  db.transaction('r', [db.pageViews, db.streams, db.marks], async () => {
    const lines = new Map(sessionIds.map((id): [string, Line[]] => [id, []]));
    const views = await db.pageViews.where('sessionId').anyOf(sessionIds).toArray();
    for (const { sessionId, title, url } of views) lines.get(sessionId)?.push({ in: 'page', text: `${title} ${url}` });
    const streams = await db.streams.where('sessionId').anyOf(sessionIds).toArray();
    const sessionOf = new Map(streams.map(({ id, sessionId }) => [id, sessionId]));
    const marks = await db.marks
      .where('streamId')
      .anyOf([...sessionOf.keys()])
      .toArray();
    for (const { streamId, kind, label, detail = '' } of marks)
      if (WRONG.has(kind)) lines.get(sessionOf.get(streamId) ?? '')?.push({ in: 'error', text: `${label} ${detail}` });
    return lines;
  });

export const allNotes = (db: Database): Promise<Note[]> => db.notes.toArray();
