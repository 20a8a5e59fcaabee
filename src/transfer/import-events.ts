import { ACTIVE_JOIN_MS } from '../session/ranges';
import type { Chunk, Mark, Range, WindowStart } from '../session/types';
import type { IncomingSession, Piece } from '../store/source';
import { sha256 } from './bytes';
import { gzip } from './chunk-events';
import { EVENT, isEvent, type TapeEvent } from './event-shape';
import { ImportError } from './import-error';
import { objectsIn } from './json-list';
import { MAX_CHUNK_INFLATED_BYTES, MAX_ROWS, MAX_SESSION_FILE_BYTES, MAX_SESSION_MS, MAX_TIME } from './limits';
import { refuseDangerous } from './safe-json';

/** As a recorder cuts: a chunk is read whole. */
const CHUNK_CHARS = 64_000;
/** So often it is told how far it is. */
const TELL_CHARS = 4_000_000;
/** So much is held at once when it is stored. */
const PIECE_CHUNKS = 64;
const TIMEOUT_MS = 1_800_000;
const HEAD_BYTES = 65_536;
/** rrweb's sources of increments that a user's acting makes: moves, clicks, scrolling, input, touch, drag. */
const USER_SOURCES = [1, 2, 3, 5, 6, 12];
const NAME = /^\s*\{\s*"session"\s*:\s*\{[^{}]*?"name"\s*:\s*("(?:[^"\\]|\\.){0,300}")/;

/** Whether a file begins like rrweb's events: a list of objects, or `{"session": …, "events": …}`. */
export const looksLikeEvents = (head: string): boolean => /^\uFEFF?\s*(\[\s*\{|\{\s*"(session|events)"\s*:)/.test(head);

/** Reads rrweb's events, a bare list or as rrweb's own extension exports them, as a session of one page view. Throws ImportError. */
export async function eventsAsSession(
  file: Blob,
  newId: () => string,
  importedAt: number,
  onProgress?: (part: number) => void,
): Promise<IncomingSession> {
  if (file.size > MAX_SESSION_FILE_BYTES)
    throw new ImportError('too-large', `${file.size} bytes`, MAX_SESSION_FILE_BYTES);
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const text = new TextDecoder().decode(head);
  const list = /^\uFEFF?\s*\[/.test(text) ? 0 : text.indexOf('"events"');
  // Behind a session that long, nothing of rrweb's own would be.
  if (list < 0) throw new ImportError('not-a-session', 'there are no events');
  // The head may hold letters of more bytes than one before the list.
  const from = new TextEncoder().encode(text.slice(0, list)).length;
  const tape = new EventTape();
  let read = 0;
  let told = 0;
  for await (const line of objectsIn(file.slice(from), MAX_CHUNK_INFLATED_BYTES)) {
    await tape.take(line);
    read += line.length;
    if (read - told < TELL_CHARS) continue;
    told = read;
    onProgress?.(Math.min(1, read / file.size) / 2);
  }
  await tape.cut();
  const title = nameIn(text);
  const stored = (part: number) => onProgress?.((1 + part) / 2);
  return tape.session(newId, importedAt, `events ${file.size} ${await sha256(head)}`, stored, title);
}

function nameIn(head: string): string | undefined {
  const name = NAME.exec(head)?.[1];
  try {
    return name === undefined ? undefined : (JSON.parse(name) as string);
  } catch {
    return undefined;
  }
}

/** One stream in the making. */
class EventTape {
  /** What was cut is handed to the browser: a script would have to hold all of it. */
  #chunks: (Omit<Chunk, 'streamId' | 'bytes'> & { blob: Blob })[] = [];
  #windows: WindowStart[] = [];
  #active: Range[] = [];
  #moves: { at: number; seq: number; url: string }[] = [];
  #lines: string[] = [];
  #chars = 0;
  #count = 0;
  #from = 0;
  #to = 0;
  #start = 0;
  #opens = false;
  #hasSnapshot = false;

  async take(line: string): Promise<void> {
    const event = parsed(line, ++this.#count);
    const { type, data } = event;
    if (type === EVENT.meta) {
      await this.cut();
      this.#opens = true;
    }
    // What precedes the size of the page cannot be shown.
    if (!this.#opens && this.#chunks.length === 0) return;
    // Times do not run backwards on a tape; what a plugin told late belongs to its moment.
    const at = Math.max(event.timestamp, this.#to);
    if (this.#lines.length === 0) this.#from = at;
    this.#start ||= at;
    this.#to = at;
    if (at - this.#start > MAX_SESSION_MS) throw new ImportError('bad-time', `it lasts ${at - this.#start} ms`);
    const { href, source } = data as { href?: unknown; source?: number };
    if (type === EVENT.meta && typeof href === 'string' && this.#moves.at(-1)?.url !== href)
      this.#moves.push({ at, seq: this.#chunks.length, url: href });
    if (type === EVENT.fullSnapshot) this.#hasSnapshot = true;
    if (type === EVENT.incremental && USER_SOURCES.includes(source ?? 0)) this.#active = joined(this.#active, at);
    this.#lines.push(
      at === event.timestamp ? line.replace(/[\r\n]+/g, ' ') : JSON.stringify({ ...event, timestamp: at }),
    );
    this.#chars += line.length;
    if (this.#chars >= CHUNK_CHARS) await this.cut();
  }

  async cut(): Promise<void> {
    if (this.#lines.length === 0) return;
    const seq = this.#chunks.length;
    if (seq >= MAX_ROWS) throw new ImportError('too-large', 'more chunks than a session has');
    if (this.#opens) this.#windows.push({ seq, at: this.#from });
    this.#chunks.push({
      seq,
      from: this.#from,
      to: this.#to,
      count: this.#lines.length,
      opensWithSnapshot: this.#opens,
      blob: new Blob([await gzip(this.#lines.join('\n'))]),
    });
    this.#lines = [];
    this.#chars = 0;
    this.#opens = false;
  }

  session(
    newId: () => string,
    importedAt: number,
    importedFrom: string,
    onProgress: (part: number) => void,
    name = '',
  ): IncomingSession {
    if (!this.#hasSnapshot) throw new ImportError('not-a-session', 'there is no full snapshot');
    const [sessionId, pageViewId, streamId] = [newId(), newId(), newId()];
    const [first] = this.#moves;
    const url = first?.url ?? '';
    const startedAt = this.#active[0]?.[0] ?? this.#start;
    const bytes = this.#chunks.reduce((sum, { blob }) => sum + blob.size, 0);
    const marks = this.#moves.map(
      ({ at, seq, url }, n): Mark => ({ streamId, seq, n, kind: 'page', at, label: url, detail: url }),
    );
    return {
      session: {
        id: sessionId,
        site: hostOf(url),
        identity: 'normal',
        startedAt,
        lastActivityAt: this.#active.at(-1)?.[1] ?? this.#to,
        timeoutMs: TIMEOUT_MS,
        landing: { url, title: '' },
        counts: { pages: 1, clicks: 0, inputs: 0, errors: 0, gaps: 0, bytes },
        ...(name && { title: name }),
        importedAt,
        importedFrom,
      },
      pageViews: [
        { id: pageViewId, sessionId, documentId: pageViewId, tabId: 0, url, title: '', startedAt: this.#start },
      ],
      streams: [
        {
          id: streamId,
          sessionId,
          pageViewId,
          tabId: 0,
          frameId: 0,
          openedAt: this.#start,
          lastAt: this.#to,
          openReason: 'load',
          closeReason: 'left',
          visible: true,
          windows: this.#windows,
          active: this.#active,
        },
      ],
      marks,
      notes: [],
      pieces: () => this.#pieces(streamId, onProgress),
    };
  }

  async *#pieces(streamId: string, onProgress: (part: number) => void): AsyncGenerator<Piece> {
    for (let n = 0; n < this.#chunks.length; n += PIECE_CHUNKS) {
      onProgress(n / this.#chunks.length);
      yield {
        chunks: await Promise.all(
          this.#chunks.slice(n, n + PIECE_CHUNKS).map(async ({ blob, ...chunk }) => ({
            ...chunk,
            streamId,
            bytes: new Uint8Array(await blob.arrayBuffer()),
          })),
        ),
      };
    }
  }
}

function parsed(line: string, n: number): TapeEvent {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    throw new ImportError('corrupted', `event ${n} is not JSON`);
  }
  // A list of something else is no damaged tape.
  if (!isEvent(event)) throw new ImportError(n === 1 ? 'not-a-session' : 'corrupted', `event ${n} is none of rrweb's`);
  if (event.timestamp < 0 || event.timestamp > MAX_TIME)
    throw new ImportError('bad-time', `event ${n} is of another time`);
  refuseDangerous(event, `event ${n}`);
  return event;
}

/** Events come in order: only the last stretch can grow. */
function joined(ranges: Range[], at: number): Range[] {
  const last = ranges.at(-1);
  if (last && at - last[1] <= ACTIVE_JOIN_MS) last[1] = Math.max(last[1], at);
  else ranges.push([at, at]);
  return ranges;
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname || 'file';
  } catch {
    return 'unknown';
  }
}
