import type { Session } from '../session/types';
import type { IncomingSession, Piece } from '../store/source';
import type { SessionJson } from './session-json';

/** A session under new ids, so that it can never meet what is there already, and marked as imported; `pieces` get theirs as they come. */
export function rekey(
  json: SessionJson,
  pieces: () => AsyncGenerator<Piece>,
  newId: () => string,
  importedAt: number,
): IncomingSession {
  const sessionId = newId();
  const viewIds = new Map(json.pageViews.map(({ id }) => [id, newId()]));
  const streamIds = new Map(json.streams.map(({ id }) => [id, newId()]));
  // The index was checked: what is referred to is there.
  const viewId = (id: string) => viewIds.get(id) as string;
  const inStream = <T extends { streamId: string }>(row: T): T => ({
    ...row,
    streamId: streamIds.get(row.streamId) as string,
  });
  return {
    session: { ...json.session, id: sessionId, importedAt, importedFrom: originOf(json.session) },
    pageViews: json.pageViews.map(view => ({ ...view, id: viewId(view.id), sessionId })),
    streams: json.streams.map(stream => ({
      ...stream,
      id: streamIds.get(stream.id) as string,
      sessionId,
      pageViewId: viewId(stream.pageViewId),
    })),
    marks: json.marks.map(inStream),
    notes: json.notes.map(note => ({ ...note, id: newId(), sessionId })),
    missing: json.assetRefs.flatMap(({ streamId, ref, missing }) =>
      missing ? [inStream({ streamId, ref, missing })] : [],
    ),
    async *pieces() {
      for await (const { chunks = [], assets = [] } of pieces())
        yield { chunks: chunks.map(inStream), assets: assets.map(inStream) };
    },
  };
}

/** What a session is wherever it is: a part of it, or the same when it had grown, is another. */
export const originOf = ({
  id,
  lastActivityAt,
  opensAt = 0,
}: Pick<Session, 'id' | 'lastActivityAt' | 'opensAt'>): string => `${id} ${lastActivityAt} ${opensAt}`;
