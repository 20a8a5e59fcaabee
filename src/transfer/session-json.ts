import * as v from 'valibot';
import { ASSET_KINDS } from '../session/asset-ref';
import { MISSING_REASONS } from '../session/assets';
import {
  type AssetRef,
  type Chunk,
  type Environment,
  type Mark,
  type MissingAsset,
  type Note,
  type PageView,
  PRIVACY,
  type Session,
  type Stream,
} from '../session/types';
import { ImportError } from './import-error';
import { MAX_ROWS, MAX_SESSION_FILE_BYTES, MAX_TIME } from './limits';
import { refuseDangerous } from './safe-json';

export const FORMAT = 'tapedeck-session';
/** Raised when a reader of the old format would misread the new one. */
export const VERSION = 1;

/** `session.json`: all of a session but the bytes of its chunks and assets. */
export interface SessionJson {
  format: typeof FORMAT;
  version: typeof VERSION;
  createdBy: string;
  session: FileSession;
  pageViews: PageView[];
  streams: Stream[];
  marks: Mark[];
  notes: Note[];
  chunks: FileChunk[];
  assets: FileAsset[];
  assetRefs: AssetRef[];
}

/** What only means something where the session is stored stays there. */
export type FileSession = Omit<Session, 'deletedAt' | 'purgedAt' | 'importedAt' | 'importedFrom'>;

/** A chunk's row; its bytes are the entry at `path`. */
export interface FileChunk extends Omit<Chunk, 'bytes'> {
  path: string;
  bytes: number;
  sha256: string;
}

/** An asset's row; its bytes are the entry at `path`, their SHA-256 is its hash. */
export interface FileAsset {
  hash: string;
  type: string;
  path: string;
  bytes: number;
}

/** So that a field added to a type cannot be forgotten here: every key, optional ones too, and no other. */
type EntriesOf<T> = { [K in keyof Required<T>]: v.GenericSchema<unknown, T[K]> };
const object = <T>(entries: EntriesOf<T>) => v.object(entries) as unknown as v.GenericSchema<unknown, T>;
const rows = <T>(row: v.GenericSchema<unknown, T>) => v.pipe(v.array(row), v.maxLength(MAX_ROWS));

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const BAD_TIME = 'is out of range';
const time = v.pipe(v.number(), v.minValue(0, BAD_TIME), v.maxValue(MAX_TIME, BAD_TIME));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const bytes = v.pipe(whole, v.maxValue(MAX_SESSION_FILE_BYTES));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const range = v.pipe(
  v.tuple([time, time]),
  v.check(([from, to]) => from <= to, 'from is after to'),
);

const session = object<FileSession>({
  id,
  site: id,
  identity: id,
  startedAt: time,
  lastActivityAt: time,
  timeoutMs: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400_000)),
  endedAt: v.optional(time),
  landing: v.object({ url: v.string(), title: v.string() }),
  counts: v.object({ pages: whole, clicks: whole, inputs: whole, errors: whole, gaps: whole, bytes: whole }),
  assetBytes: v.optional(whole),
  title: v.optional(v.string()),
  starred: v.optional(v.boolean()),
  opensAt: v.optional(time),
});

const shortText = v.pipe(v.string(), v.maxLength(200));

const environment = object<Environment>({
  browser: shortText,
  os: shortText,
  viewport: v.tuple([v.number(), v.number()]),
  pixelRatio: v.number(),
  touch: v.boolean(),
  language: shortText,
  timeZone: shortText,
  colourScheme: v.picklist(['light', 'dark']),
  extension: shortText,
  privacy: v.optional(v.pipe(v.array(v.picklist(PRIVACY)), v.maxLength(PRIVACY.length))),
});

const pageView = object<PageView>({
  id,
  sessionId: id,
  documentId: id,
  tabId: v.number(),
  url: v.string(),
  title: v.string(),
  startedAt: time,
  via: v.optional(v.picklist(['link', 'address', 'reload', 'history'])),
  environment: v.optional(environment),
});

const stream = object<Stream>({
  id,
  sessionId: id,
  pageViewId: id,
  tabId: v.number(),
  frameId: v.number(),
  openedAt: time,
  lastAt: time,
  openReason: v.picklist(['load', 'activity', 'return', 'reload', 'gap', 'ended']),
  visible: v.boolean(),
  closeReason: v.optional(
    v.picklist(['left', 'bfcache', 'idle', 'ended', 'deleted', 'stopped', 'overflow', 'reload', 'recorder-lost']),
  ),
  windows: rows(v.object({ seq: whole, at: time })),
  active: rows(range),
});

const chunk = object<FileChunk>({
  streamId: id,
  seq: whole,
  from: time,
  to: time,
  count: whole,
  opensWithSnapshot: v.boolean(),
  firstActivityAt: v.optional(time),
  lastActivityAt: v.optional(time),
  path: v.string(),
  bytes,
  sha256: hash,
});

const mark = object<Mark>({
  streamId: id,
  seq: whole,
  n: whole,
  kind: v.picklist([
    'page',
    'click',
    'input',
    'key',
    'error',
    'request',
    'tab',
    'gap',
    'left',
    'back',
    'dead',
    'environment',
  ]),
  at: time,
  label: v.string(),
  selectors: v.optional(v.pipe(v.array(v.string()), v.maxLength(100))),
  field: v.optional(v.picklist(['text', 'choice', 'select', 'file', 'rich'])),
  place: v.optional(v.tuple([v.number(), v.number()])),
  inFrame: v.optional(v.literal(true)),
  frame: v.optional(v.pipe(v.array(whole), v.minLength(1), v.maxLength(100))),
  detail: v.optional(v.string()),
});

const missing = object<MissingAsset>({
  kind: v.picklist(ASSET_KINDS),
  host: v.pipe(v.string(), v.maxLength(300)),
  reason: v.picklist(MISSING_REASONS),
  status: v.optional(v.pipe(whole, v.maxValue(999))),
});

const schema = object<SessionJson>({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  createdBy: v.string(),
  session,
  pageViews: rows(pageView),
  streams: rows(stream),
  marks: rows(mark),
  notes: rows(
    object<Note>({
      id,
      sessionId: id,
      at: time,
      text: v.string(),
      kind: v.optional(v.picklist(['bug', 'question', 'idea', 'note'])),
    }),
  ),
  chunks: rows(chunk),
  assets: rows(object<FileAsset>({ hash, type: v.string(), path: v.string(), bytes })),
  assetRefs: rows(object<AssetRef>({ streamId: id, ref: id, hash: v.optional(hash), missing: v.optional(missing) })),
});

/** Reads the text of a `session.json`; only what the format knows comes out. */
export function parseSessionJson(text: string): SessionJson {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ImportError('corrupted', 'session.json is not JSON');
  }
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
  if (format !== FORMAT) throw new ImportError('not-a-session', 'session.json has another format');
  if (typeof version === 'number' && version > VERSION)
    throw new ImportError('newer-version', `version ${version}`, version);
  refuseDangerous(json, 'session.json');
  const { success, issues, output } = v.safeParse(schema, json, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const reason = issue.message === BAD_TIME ? 'bad-time' : issue.type === 'max_length' ? 'too-large' : 'corrupted';
  throw new ImportError(reason, `session.json: ${v.getDotPath(issue) ?? ''} ${issue.message}`);
}
