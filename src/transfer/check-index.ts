import { ImportError, type ImportReason } from './import-error';
import { MAX_SESSION_MS, TIME_SLACK_MS } from './limits';
import type { SessionJson } from './session-json';

/** When what is on a session's tape can have been. */
export function tapeSpan({ session }: SessionJson): { from: number; to: number } {
  return { from: session.startedAt - TIME_SLACK_MS, to: session.lastActivityAt + session.timeoutMs + TIME_SLACK_MS };
}

/** Refuses an index whose rows do not fit together: unknown or doubled ids, times that cannot be. */
export function checkIndex(json: SessionJson): void {
  const { session, pageViews, streams, marks, notes, chunks, assets, assetRefs } = json;
  const durationMs = session.lastActivityAt - session.startedAt;
  if (durationMs < 0 || durationMs > MAX_SESSION_MS) refuse(`the session lasts ${durationMs} ms`, 'bad-time');

  const views = unique('page view', pageViews, ({ id }) => id);
  const known = unique('stream', streams, ({ id }) => id);
  const hashes = unique('asset', assets, ({ hash }) => hash);
  unique('note', notes, ({ id }) => id);
  unique('chunk', chunks, ({ streamId, seq }) => `${streamId} ${seq}`);
  unique('mark', marks, ({ streamId, seq, n }) => `${streamId} ${seq} ${n}`);
  unique('asset reference', assetRefs, ({ streamId, ref }) => `${streamId} ${ref}`);
  unique('path', [...chunks, ...assets], ({ path }) => path);

  for (const { sessionId } of [...pageViews, ...streams, ...notes])
    if (sessionId !== session.id) refuse(`a row belongs to another session, ${sessionId}`);
  for (const { pageViewId } of streams)
    if (!views.has(pageViewId)) refuse(`a stream is of no page view, ${pageViewId}`);
  for (const { streamId } of [...chunks, ...marks, ...assetRefs])
    if (!known.has(streamId)) refuse(`a row belongs to no stream, ${streamId}`);
  for (const { ref, hash, missing } of assetRefs) {
    if (hash === undefined ? !missing : missing) refuse(`${ref} must be either there or missing`);
    if (hash !== undefined && !hashes.has(hash)) refuse(`there is no asset ${hash}`);
  }

  const span = tapeSpan(json);
  for (const { path, from, to } of chunks)
    if (from > to || from < span.from || to > span.to) refuse(`${path} is of another time`, 'bad-time');
}

function unique<T>(what: string, rows: T[], key: (row: T) => string): Set<string> {
  const keys = new Set<string>();
  for (const row of rows) {
    const one = key(row);
    if (keys.has(one)) refuse(`${what} ${one} is listed twice`);
    keys.add(one);
  }
  return keys;
}

function refuse(details: string, reason: ImportReason = 'corrupted'): never {
  throw new ImportError(reason, `session.json: ${details}`);
}
