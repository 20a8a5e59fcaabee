import { buildTimeline, type Piece, seqRange } from '../session/timeline';
import type { Session, SessionSource } from '../session/types';
import { eventsOf } from './chunk-events';
import { EVENT, type TapeEvent } from './event-shape';
import { putBack } from './put-back';
import { TextFile } from './text-file';

/** The rrweb that records; rrweb's own extension shows it beside a recording. */
const RECORDER_VERSION = '2.1.6';

/** `list`: an array of events; `session`: `{session, events}`, as rrweb's own extension exports and imports it. */
export type RrwebShape = 'list' | 'session';

/**
 * Writes a session's events for any rrweb player: tab after tab as they were on show, with its assets inside. A tab that
 * comes back into view comes with its snapshot and all that happened to it since, at the moment it is back.
 */
export async function exportRrweb(
  source: SessionSource,
  shape: RrwebShape,
  onProgress?: (part: number) => void,
): Promise<Blob> {
  const index = await source.index();
  const pieces = buildTimeline(index)?.pieces ?? [];
  const file = new TextFile();
  if (shape === 'session') file.add(`{"session":${JSON.stringify(aboutSession(index.session))},"events":`);
  file.add('[');
  let separator = '\n';
  for (const [n, piece] of pieces.entries()) {
    const restore = putBack(await source.assets(piece.stream.id));
    const isLast = n === pieces.length - 1;
    for await (const event of eventsOn(source, piece, isLast)) {
      file.add(separator + JSON.stringify(restore(event)));
      separator = ',\n';
    }
    onProgress?.((n + 1) / pieces.length);
  }
  file.add(shape === 'session' ? '\n]}\n' : '\n]\n');
  return file.finish('application/json');
}

/** What is on show in a piece. What came before it belongs to its first moment, but is neither logged nor requested again. */
async function* eventsOn(source: SessionSource, piece: Piece, isLast: boolean): AsyncGenerator<TapeEvent> {
  for await (const event of eventsOf(source, piece.stream, '', seqRange(piece))) {
    if (event.timestamp >= piece.to && !isLast) return;
    if (event.timestamp >= piece.from) yield event;
    else if (event.type !== EVENT.plugin) yield atMoment(event, piece.from);
  }
}

/** The same event at a later time. The points of a mouse's way lie before it, and would be played before the snapshot. */
function atMoment(event: TapeEvent, timestamp: number): TapeEvent {
  const { data } = event as { data: { positions?: { timeOffset: number }[] } };
  if (!Array.isArray(data?.positions)) return { ...event, timestamp };
  return { ...event, timestamp, data: { ...data, positions: data.positions.slice(-1).map(atOnce) } };
}

const atOnce = <T>(position: T): T => ({ ...position, timeOffset: 0 });

const aboutSession = ({ id, site, title, landing, startedAt, lastActivityAt }: Session) => ({
  id,
  name: title || landing.title || site,
  tags: [],
  createTimestamp: startedAt,
  modifyTimestamp: lastActivityAt,
  recorderVersion: RECORDER_VERSION,
});
