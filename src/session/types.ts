import type { AssetKind } from './asset-ref';
import type { MissingReason } from './assets';

/** The words of Tapedeck as types. Times are epoch milliseconds; durations carry their unit in the name. */

/** The website's key: a registrable domain, or `host:port` for IP addresses and single-label hosts. */
export type Site = string;

/** `normal`, `private`, or a Firefox container's cookieStoreId. Identities never share a session. */
export type Identity = string;

/** An address with its title, as it stood at one moment. */
export interface Landing {
  url: string;
  title: string;
}

/** What of a session is counted for the list. `bytes` are the stored bytes of its chunks. */
export interface Counts {
  pages: number;
  clicks: number;
  inputs: number;
  errors: number;
  gaps: number;
  bytes: number;
}

/** The part of a session the splitting rule looks at. */
export interface Span {
  /** First activity. */
  startedAt: number;
  lastActivityAt: number;
  /** The idle timeout this session began with. */
  timeoutMs: number;
  /** Set when the session was ended by hand. */
  endedAt?: number;
}

/** One user's interactions with one website within a timeframe. */
export interface Session extends Span {
  id: string;
  site: Site;
  identity: Identity;
  landing: Landing;
  counts: Counts;
  /** Of `counts.bytes`, what was fetched for its pages: pictures, fonts, style sheets. */
  assetBytes?: number;
  title?: string;
  starred?: boolean;
  /** When it was deleted; it is purged once the time for undo is over. */
  deletedAt?: number;
  /** When its content was removed for good; the row stays a while, so that late chunks hear `deleted`. */
  purgedAt?: number;
  /** Of a part of a session: where it is to be opened; what lies before is only there so that it can be shown. */
  opensAt?: number;
  /** When it was read from a file; such a session never takes new chunks. */
  importedAt?: number;
  /** Of an imported session: what it was where it came from, so that the same is not taken twice. */
  importedFrom?: string;
}

/** How a document was come to: from another page (a link, a form, a script), by an address, anew, or through the history. */
export type Arrival = 'link' | 'address' | 'reload' | 'history';

/** What may be switched on for a site, as `RecordingOptions` name it. */
export const PRIVACY = ['keystrokes', 'console', 'network', 'assets', 'media', 'bodies', 'canvas', 'strict'] as const;
export type Privacy = (typeof PRIVACY)[number];

/** What a page runs in, and what of it is recorded. */
export interface Environment {
  /** Name and version. */
  browser: string;
  os: string;
  /** In CSS pixels. */
  viewport: [width: number, height: number];
  pixelRatio: number;
  touch: boolean;
  language: string;
  timeZone: string;
  colourScheme: 'light' | 'dark';
  /** Tapedeck's version. */
  extension: string;
  /** What was switched on, in the order of `PRIVACY`. Absent on older tapes. */
  privacy?: Privacy[];
}

/** One document in one tab within one session. */
export interface PageView {
  id: string;
  sessionId: string;
  /** The document it is a view of; one document may be viewed by several sessions. */
  documentId: string;
  tabId: number;
  url: string;
  title: string;
  startedAt: number;
  via?: Arrival;
  /** As it was when the page was first heard of; `environment` marks tell what has changed since. */
  environment?: Environment;
}

/** Why a stream was opened. */
export type OpenReason = 'load' | 'activity' | 'return' | 'reload' | 'gap' | 'ended';

/** Why a stream was closed. */
export type CloseReason =
  | 'left'
  | 'bfcache'
  | 'idle'
  | 'ended'
  | 'deleted'
  | 'stopped'
  | 'overflow'
  | 'reload'
  | 'recorder-lost';

/** From–to, both inclusive. */
export type Range = [from: number, to: number];

/** Where a full snapshot opens a chunk: replay can begin here. */
export interface WindowStart {
  seq: number;
  at: number;
}

/** One gap-free rrweb stream: opens with Meta + FullSnapshot. */
export interface Stream {
  id: string;
  sessionId: string;
  pageViewId: string;
  tabId: number;
  /** 0 for the tab's top document. */
  frameId: number;
  openedAt: number;
  /** Time of the last event stored. */
  lastAt: number;
  openReason: OpenReason;
  /** Whether the tab could be seen when the stream opened. */
  visible: boolean;
  closeReason?: CloseReason;
  /** In order of seq. */
  windows: WindowStart[];
  /** When the user was active here; moments closer than ACTIVE_JOIN_MS are one range. */
  active: Range[];
}

/** An immutable gzip run of a stream's events: UTF-8 JSON, one event a line. */
export interface Chunk {
  streamId: string;
  /** From 0, given when cut. */
  seq: number;
  /** Time of its first event. */
  from: number;
  /** Time of its last event. */
  to: number;
  /** Number of events. */
  count: number;
  opensWithSnapshot: boolean;
  firstActivityAt?: number;
  lastActivityAt?: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** `choice` is a checkbox, radio button or switch; `rich` is edited text that is no form's field. */
export type FieldKind = 'text' | 'choice' | 'select' | 'file' | 'rich';

/** `dead` says of the click at its time that it had no effect; `environment` that something of it has changed. */
export type MarkKind =
  | 'page'
  | 'click'
  | 'input'
  | 'key'
  | 'error'
  | 'request'
  | 'tab'
  | 'gap'
  | 'left'
  | 'back'
  | 'dead'
  | 'environment';

/** The detail of a click that opened the context menu. */
export const RIGHT = 'right';

/** One line of the story, as it is made: before it is given its place in a stream. */
export interface MarkDraft {
  kind: MarkKind;
  at: number;
  /** What was acted on, in the page's words: a button's name, an error's message, a URL. */
  label: string;
  /**
   * Ways to find the element again, the most stable first, as Chrome's Recorder writes them: `[data-testid="buy"]`,
   * `aria/Buy[role="button"]`, a path of CSS, `text/Buy`; in a shadow tree `pierce/…` for CSS. Each found one element when it was made.
   */
  selectors?: string[];
  /** Of an input: what kind of field it was. What was typed or chosen is in the events, as far as it may be on tape. */
  field?: FieldKind;
  /** Where it was clicked, in CSS pixels of the viewport. */
  place?: [x: number, y: number];
  /** It was done in a frame of the page's own origin: there the selectors find it. */
  inFrame?: true;
  /** Which frame that is: at each level from the page, the outermost first, its place among the document's frames. */
  frame?: number[];
  /** More of it: a stack, a status, a reason. */
  detail?: string;
}

export interface Mark extends MarkDraft {
  streamId: string;
  seq: number;
  n: number;
}

export type NoteKind = 'bug' | 'question' | 'idea' | 'note';

/** The tester's own line at a moment. */
export interface Note {
  id: string;
  sessionId: string;
  at: number;
  /** May be empty: that something was to be seen at this moment is said by its kind. */
  text: string;
  /** Absent in notes of older tapes: a plain note. */
  kind?: NoteKind;
}

/** One resource, stored once by the SHA-256 of its content. */
export interface Asset {
  hash: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Why an asset that a page showed is not on the tape. Of its address only the host is kept. */
export interface MissingAsset {
  kind: AssetKind;
  host: string;
  reason: MissingReason;
  /** The server's answer, where that is the reason. */
  status?: number;
}

/** What a stream calls an asset; it has either the asset's hash, or why there is none. */
export interface AssetRef {
  streamId: string;
  ref: string;
  hash?: string;
  missing?: MissingAsset;
}

/** All of a session but its chunks and assets: what a list of steps and a timeline are made from. */
export interface SessionIndex {
  session: Session;
  pageViews: PageView[];
  streams: Stream[];
  marks: Mark[];
  notes: Note[];
}

/** Where a player reads a session from: the database, an imported file, or the data in a replay page. */
export interface SessionSource {
  /** Reads the small rows; no chunk is touched. */
  index(): Promise<SessionIndex>;
  /** The chunks of a stream with fromSeq <= seq < toSeq, in order; missing ones are left out. */
  chunks(streamId: string, fromSeq: number, toSeq: number): Promise<Chunk[]>;
  /** The assets a stream refers to, by ref; what is missing is left out. What is `held` already, by hash, is not read again. */
  assets(streamId: string, held?: ReadonlyMap<string, Asset>): Promise<Map<string, Asset>>;
  /** What a stream refers to and was not fetched, by ref. */
  missing(streamId: string): Promise<Map<string, MissingAsset>>;
}
