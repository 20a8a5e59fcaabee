import type { OnTape } from '../support/matrix';
import type { TapeEvent } from '../support/tape';

/** rrweb's numbers. */
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const CUSTOM = 5;
const SOURCES = {
  mutation: 0,
  move: 1,
  interaction: 2,
  scroll: 3,
  resize: 4,
  input: 5,
  touchMove: 6,
  media: 7,
  rule: 8,
  font: 10,
  drag: 12,
  declaration: 13,
  selection: 14,
  adopted: 15,
};

/** Whether one of the events that `is` picks has all these pieces of JSON in it. */
const has = ({ events }: OnTape, is: (event: TapeEvent) => boolean, pieces: string[]): boolean =>
  events.filter(is).some(({ data }) => {
    const json = JSON.stringify(data);
    return pieces.every(piece => json.includes(piece));
  });

/** Whether an event of rrweb's tells of it. */
export const told = (tape: OnTape, source: keyof typeof SOURCES, ...pieces: string[]): boolean =>
  has(tape, ({ type, data }) => type === INCREMENTAL && data.source === SOURCES[source], pieces);

/** Whether a state of the page's, which rrweb has no event for, is told. */
export const stated = (tape: OnTape, is: string, ...pieces: string[]): boolean =>
  has(tape, ({ type, data }) => type === CUSTOM && data.tag === 'tapedeck-state', [`"is":"${is}"`, ...pieces]);

/** Whether a full snapshot has it. */
export const inSnapshot = (tape: OnTape, ...pieces: string[]): boolean =>
  has(tape, ({ type }) => type === FULL_SNAPSHOT, pieces);

/** What the steps of a kind say. */
export const labels = ({ marks }: OnTape, kind: string): string[] =>
  marks.filter(mark => mark.kind === kind).map(({ label }) => label);
