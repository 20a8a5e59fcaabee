/**
 * What recorder (MAIN world) and relay (ISOLATED world) say to each other, as strings in the `detail` of CustomEvents on
 * `window`. A page could read or forge these only by being there first, and would spoil only its own tape.
 */
import { ASSET_KINDS, type WantedAsset } from '../session/asset-ref';
import type { FramePath } from '../session/frame-note';
import type { MarkDraft } from '../session/types';

/**
 * Both announce here when they start, in the event's `detail`: `relay:<name>` (the relay's ears are at `<name>`, the
 * recorder's at `<name>!`), or `recorder`.
 */
export const ANNOUNCE = 'tapedeck:announce';

export const recorderEars = (name: string): string => `${name}!`;

/** What is recorded in one document. */
export interface RecordingOptions {
  keystrokes: boolean;
  console: boolean;
  network: boolean;
  /** Pictures, fonts and style sheets are fetched, to be put back at replay. */
  assets: boolean;
  /** So is what the page plays, sound and film; only with `assets`. */
  media: boolean;
  /** What requests and answers contain, as far as it is text. */
  bodies: boolean;
  /** Pictures of what is drawn on canvases. */
  canvas: boolean;
  /** All text is masked, and images are boxes. */
  strict: boolean;
}

/** Until the worker has said what to record: nothing that is typed, and what most people want. */
export const CAUTIOUS: RecordingOptions = {
  keystrokes: false,
  console: true,
  network: true,
  assets: true,
  media: false,
  bodies: false,
  canvas: false,
  strict: false,
};

/** Whether less may be recorded than was. */
export const isNarrower = (before: RecordingOptions, { strict, ...now }: RecordingOptions): boolean =>
  (strict && !before.strict) ||
  Object.entries(now).some(([name, isOn]) => !isOn && before[name as keyof RecordingOptions]);

/** Relay to recorder. `now` is the relay's clock: the recorder's times follow it, whatever the page does to `Date`. */
export type Command =
  /** Open a stream: emit Meta and a full snapshot, now or at DOMContentLoaded. */
  | { do: 'start'; now: number; options: RecordingOptions }
  /** Hand over at once what is buffered. */
  | { do: 'pull'; now: number }
  /** The element that this event is dispatched on has a closed shadow root. */
  | { do: 'closed'; now: number }
  /** The page goes away, or to memory: stop rrweb, and hand over at once what its own goodbye logs and asks for. */
  | { do: 'hide'; now: number; persisted: boolean }
  /** Stop rrweb; the hooks stay, silent. */
  | { do: 'stop'; now: number }
  /** The frame at this path below the document has this number. */
  | { do: 'place'; now: number; path: FramePath; frame: number }
  /** Lines of console and network (`FrameLine`, one JSON a line) of a frame that is on this document's tape. */
  | { do: 'notes'; now: number; lines: string }
  /** Stop for good and leave the page as it was: recording was switched off, or the extension is gone. */
  | { do: 'leave'; now: number };

/** What the recorder of a frame of the page's own origin hands over, one a line of its batches: it has no tape of its own. */
export interface FrameLine {
  plugin: string;
  payload: object;
  marks: MarkDraft[];
}

/** The first line of a batch; the events follow, one a line. */
export interface BatchHead {
  from: number;
  to: number;
  count: number;
  opensWithSnapshot: boolean;
  marks: MarkDraft[];
  /** Stylesheet texts and the like that events of this batch name by ref. */
  assets: AssetText[];
  /** What these events name by ref and is yet to be fetched. Goes no further than the memory of relay and worker. */
  wanted: WantedAsset[];
}

/** A text of the page, or what lies in it as a `data:` address, sent once per document and named by ref from then on. */
export interface AssetText {
  ref: string;
  type: string;
  text: string;
}

export interface Batch extends BatchHead {
  /** One event a line, no newline at the end. */
  lines: string;
}

export const encodeBatch = ({ lines, ...head }: Batch, stringify = JSON.stringify): string =>
  `${stringify(head)}\n${lines}`;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isText = (value: unknown, max: number): value is string => typeof value === 'string' && value.length <= max;

const MAX_MARKS = 500;
const MAX_LABEL = 2_000;
const MAX_WANTED = 2_000;
const MAX_URL = 8_000;
const MAX_ASSET_CHARS = 32_000_000;

/** A mark made of the fields a recorder may give, and of nothing else; none where it is not one. */
const asMark = (value: unknown): MarkDraft[] => {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, at, label, detail } = value as MarkDraft;
  if ((kind !== 'error' && kind !== 'request' && kind !== 'gap') || !isTime(at) || !isText(label, MAX_LABEL)) return [];
  return [{ kind, at, label, ...(isText(detail, MAX_LABEL) && { detail }) }];
};

const isAsset = (value: unknown): value is AssetText => {
  const asset = value as AssetText | null;
  return (
    typeof asset === 'object' &&
    asset !== null &&
    isText(asset.ref, 64) &&
    isText(asset.type, 64) &&
    typeof asset.text === 'string'
  );
};

/** As many as may be held at once. */
const bounded = (assets: AssetText[]): AssetText[] => {
  let chars = 0;
  return assets.filter(({ text }) => {
    chars += text.length;
    return chars <= MAX_ASSET_CHARS;
  });
};

const isWanted = (value: unknown): value is WantedAsset => {
  const wanted = value as WantedAsset | null;
  return (
    typeof wanted === 'object' &&
    wanted !== null &&
    isText(wanted.ref, 64) &&
    isText(wanted.url, MAX_URL) &&
    ASSET_KINDS.includes(wanted.kind)
  );
};

/** Reads a batch from the page, trusting nothing but the shape: undefined where it is not one. Events stay unparsed. */
export function decodeBatch(detail: unknown): Batch | undefined {
  if (typeof detail !== 'string') return;
  const end = detail.indexOf('\n');
  if (end < 0) return;
  try {
    const head = JSON.parse(detail.slice(0, end)) as BatchHead;
    if (
      !isTime(head.from) ||
      !isTime(head.to) ||
      head.to < head.from ||
      !Number.isInteger(head.count) ||
      head.count < 0
    )
      return;
    if (!Array.isArray(head.marks) || !Array.isArray(head.assets)) return;
    return {
      from: head.from,
      to: head.to,
      count: head.count,
      opensWithSnapshot: head.opensWithSnapshot === true,
      marks: head.marks.slice(0, MAX_MARKS).flatMap(asMark),
      assets: bounded(head.assets.filter(isAsset)),
      wanted: Array.isArray(head.wanted) ? head.wanted.slice(0, MAX_WANTED).filter(isWanted) : [],
      lines: detail.slice(end + 1),
    };
  } catch {
    return undefined; // not JSON: not a batch
  }
}
