/** Every message between places of the extension: one map per direction, from a message's name to what it takes and gives. */
import type { WantedAsset } from '../session/asset-ref';
import type { MissingReason } from '../session/assets';
import type { FramePath } from '../session/frame-note';
import type { Arrival, Chunk, CloseReason, Environment, Identity, MarkDraft, OpenReason, Site } from '../session/types';
import type { AssetText, RecordingOptions } from './channel';

/** Raised when a message changes its meaning: an old relay is then told to leave and wait for a reload. */
export const PROTOCOL_VERSION = 1;

/** What a document is to the worker, which takes tab, frame and origin from the browser, never from here. */
export interface DocumentFacts {
  id: string;
  url: string;
  title: string;
  startedAt: number;
  via?: Arrival;
  environment?: Environment;
}

export interface Hello {
  version: number;
  document: DocumentFacts;
  at: number;
  /** A frame of another origin, and new here: the worker brings it its recorder. */
  wantsRecorder?: boolean;
}

/** Where a relay is, as the browser told the worker. */
export interface Place {
  tabId: number;
  frameId: number;
  site: Site;
  identity: Identity;
}

export type HelloReply =
  | { state: 'off' }
  /** The extension has been updated: this relay is too old to be understood. */
  | { state: 'outdated' }
  | {
      state: 'on';
      place: Place;
      options: RecordingOptions;
      /** The timeout of a session that would begin now. */
      timeoutMs: number;
      /** A larger picture, font or style sheet is not kept. */
      largestAssetBytes: number;
      /** The session of this site and identity that runs now. */
      running?: Running;
      /** To a frame: the page it is in. */
      page?: PageFacts;
    };

/** The tab's top document, as far as its frames must know it: not its address, which may not be theirs to know. */
export type PageFacts = Pick<DocumentFacts, 'id' | 'startedAt'>;

/** The running session, as far as a relay must know it. */
export interface Running {
  lastActivityAt: number;
  timeoutMs: number;
}

export interface StreamFacts {
  id: string;
  openedAt: number;
  openReason: OpenReason;
  visible: boolean;
}

/** What is known of a chunk besides its stream and its content. */
export interface ChunkFacts extends Omit<Chunk, 'streamId' | 'bytes'> {
  /** On the last chunk of a stream, which may hold no event. */
  closeReason?: CloseReason;
}

/** One chunk on its way to the database, with all it takes to put it in its place, whichever arrives first. */
export interface Envelope {
  version: number;
  document: DocumentFacts;
  stream: StreamFacts;
  chunk: ChunkFacts;
  marks: MarkDraft[];
  assets: AssetText[];
  /** What its events name by ref: what of it the session has already is the stream's at once, without being fetched. */
  refs?: string[];
  /** What the page showed and is not fetched yet, on a chunk of a page that goes away. */
  left?: LeftAsset[];
  /** gzip, or the plain lines where there was no time for it. */
  body: Uint8Array<ArrayBuffer> | string;
  /** The timeout of a session that this chunk begins, as it was set at that time; absent where the relay was not told. */
  timeoutMs?: number;
}

/** A chunk left in `storage.local` by a page that was going away. */
export interface Spilled extends Envelope {
  /** Absent where the page went away before the worker had told the relay. */
  place?: Place;
  /** What was recorded until then, where the worker has not told the relay. */
  untold?: RecordingOptions;
  isPrivate: boolean;
  body: string;
}

/** `ok` means committed. `ended` and `deleted` close the stream; what the user did since `at` begins the next session. */
export type Verdict =
  | ({ verdict: 'ok' } & Running)
  | { verdict: 'ended'; at: number }
  | { verdict: 'deleted'; at: number }
  /** Not stored: the disk is full or the database cannot be opened. Keep it and try again. */
  | { verdict: 'trouble'; why: TroubleReason }
  | { verdict: 'off' }
  | { verdict: 'outdated' };

export type TroubleReason = 'disk-full' | 'database' | 'overflow';

/** What a stream refers to. With its content where the relay could read it, or why not; else the worker fetches it. */
export interface AssetOffer extends WantedAsset {
  streamId: string;
  /** Named by a style sheet, and not seen to be loaded by the page itself: fetched without the user's cookies. */
  anonymous?: boolean;
  bytes?: Uint8Array<ArrayBuffer>;
  /** The type that its server gave. */
  type?: string;
  missing?: MissingReason;
  status?: number;
}

/** What a page has no time to offer. Where the chunk is stored on its way, it has no address, for that may hold secrets. */
export type LeftAsset = Omit<AssetOffer, 'url' | 'bytes'> & { host: string; url?: string };

/** What an asset that was taken in refers to in turn. */
export interface AssetReply {
  wanted: WantedAsset[];
}

export interface FrameMark {
  /** Where the document that records the frame is among its tab's frames; empty for the top one. */
  around: FramePath;
  mark: MarkDraft;
}

export interface FrameLines {
  around: FramePath;
  lines: string;
}

/** Relay to worker. */
export interface RelayCalls {
  hello: (hello: Hello) => HelloReply;
  /** A page that goes away sends what it spills as well. */
  chunk: (envelope: Envelope | Spilled) => Verdict;
  asset: (offer: AssetOffer) => AssetReply;
  /** The user acted in one of a tab's frames, or in a page that has some: the others hear it. */
  frameActivity: (activity: { at: number }) => void;
  /** What the user did in a frame that is on the tape of the document at `around`. */
  frameMark: (mark: FrameMark) => void;
  /** What the console and network of such a frame had to tell: `FrameLine`s. */
  frameLines: (told: FrameLines) => void;
  /** What is to be recorded in a frame that is on another document's tape; nothing where its page is not recorded. */
  frameOptions: () => RecordingOptions | undefined;
  /** Where a frame of another origin is among its tab's frames. */
  framePlace: (place: { path: FramePath }) => void;
  /** A frame of another origin has loaded in this page: it may be one that no registered script runs in. */
  framesLoaded: () => void;
}

/** Worker to relay. */
export interface RelayOrders {
  /** Ask again what to do: a scope, a setting or the access has changed. */
  reconsider: () => void;
  /** The running session has ended by hand or been deleted. */
  sessionEnded: (end: { at: number }) => void;
  /** The user acted elsewhere in this tab: in the frame of this number. */
  frameActivity: (activity: { at: number; frame: number }) => void;
  /** The user did something in a frame of its own origin. For the document at `around` alone. */
  frameMark: (mark: FrameMark) => void;
  /** What the console and network of such a frame had to tell. */
  frameLines: (told: FrameLines) => void;
  /** The frame of this number stands at this path. */
  framePlace: (place: { path: FramePath; frame: number }) => void;
  /** One of the tab's frames asks what page it is in. Only a top document that is recorded answers. */
  page: () => PageFacts;
  /** How it goes; only the page itself knows, for the worker remembers nothing. */
  status: () => RelayStatus;
}

/** `trouble` is there from a chunk that could not be stored until one could. */
export interface RelayStatus {
  trouble?: TroubleReason;
}

/** What a scope covers. */
export type ScopeKind = 'host' | 'domain' | 'everything';

/** Whether a tab is recorded, and if not, why. */
export interface TabState {
  recording: 'on' | 'off' | 'paused' | 'waiting-for-reload' | 'trouble' | 'impossible';
  why?: TroubleReason | 'no-access' | 'private' | 'not-a-website' | 'never-record' | 'reload';
  site?: Site;
  host?: string;
  identity?: Identity;
}

/** Popup, player and options to worker: intents. */
export interface Intents {
  tabState: (of: { tabId: number }) => TabState;
  /** Access has been asked for; record as soon as it is there. Gives what it took off the never-record list. */
  record: (what: { url: string; scope: ScopeKind; tabId?: number }) => string[];
  /** Without a scope, whatever covers the page stops; with one, that alone (its access was refused), and what it took off the never-record list is there again. */
  stopRecording: (what: { url: string; tabId?: number; scope?: ScopeKind; neverRecord?: string[] }) => void;
  endSession: (which: { sessionId: string; at: number }) => void;
  newSession: (next: { site: Site; identity: Identity; title: string; at: number }) => void;
  deleteSessions: (which: { sessionIds: string[]; at: number }) => void;
  undelete: (which: { sessionIds: string[] }) => void;
  setPaused: (to: { paused: boolean }) => void;
  /** Settings were written: make the browser follow them. */
  settingsChanged: () => void;
}

export type WorkerCalls = RelayCalls & Intents;

type Arg<F> = F extends (arg: infer A) => unknown ? A : undefined;
type Result<F> = F extends (...args: never[]) => infer R ? R : never;

/** A message as it travels: its name and what it carries. */
export type Call<M> = { [K in keyof M]: { type: K; data: Arg<M[K]> } }[keyof M];
export type Reply<M, K extends keyof M> = Result<M[K]>;
export type Data<M, K extends keyof M> = Arg<M[K]>;

/** One handler per message: the object that answers is the protocol. `From` is who sent it. */
export type Handlers<M, From> = {
  [K in keyof M]: (data: Data<M, K>, from: From) => Promise<Reply<M, K>> | Reply<M, K>;
};

/** Whether something that arrived has the shape of a message at all. */
export const isCall = (value: unknown): value is { type: string; data: unknown } =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
