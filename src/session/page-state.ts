/**
 * What a page shows and rrweb has no event for. On tape it is a custom event of this tag with a list of states; other players
 * of rrweb's format pass it over.
 */
export const PAGE_STATE = 'tapedeck-state';

/** `id` is a node's, as rrweb counts them. */
export type PageState =
  /** The options that are chosen in a `<select>`, by their place. */
  | { is: 'selected'; id: number; options: number[] }
  /** A checkbox that is neither on nor off; what the user enters next ends it. */
  | { is: 'indeterminate'; id: number }
  /** Whether a field is good, where the user has been at it and CSS may say so (`:user-invalid`). */
  | { is: 'entered'; id: number; good: boolean | null }
  /** The names of the files in a field. */
  | { is: 'files'; id: number; names: string[] }
  /** Whether a popover is shown. */
  | { is: 'popover'; id: number; open: boolean }
  /** Whether the style sheet of an element is switched off. */
  | { is: 'sheet'; id: number; disabled: boolean }
  /** An element whose inside nobody can see, and its size in CSS pixels. */
  | { is: 'closed'; id: number; width: number; height: number }
  /** The size that a picture or film has of its own, in CSS pixels. */
  | { is: 'natural'; id: number; width: number; height: number }
  /** What `prefers-color-scheme` says. */
  | { is: 'scheme'; dark: boolean };

/** A list of at most so many; a page's first picture has the most. */
const MAX_STATES = 10_000;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isListOf = (value: unknown, is: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);

function isPageState(value: unknown): value is PageState {
  if (typeof value !== 'object' || value === null) return false;
  const state = value as Record<string, unknown>;
  if (state.is === 'scheme') return typeof state.dark === 'boolean';
  if (!isNumber(state.id)) return false;
  if (state.is === 'selected') return isListOf(state.options, isNumber);
  if (state.is === 'indeterminate') return true;
  if (state.is === 'entered') return typeof state.good === 'boolean' || state.good === null;
  if (state.is === 'files') return isListOf(state.names, name => typeof name === 'string');
  if (state.is === 'popover') return typeof state.open === 'boolean';
  if (state.is === 'sheet') return typeof state.disabled === 'boolean';
  return (state.is === 'closed' || state.is === 'natural') && isNumber(state.width) && isNumber(state.height);
}

/** The states of a custom event's data; none where it is another's. It comes from pages and files: what is not a state is left out. */
export function pageStates(data: unknown): PageState[] {
  const { tag, payload } = (data ?? {}) as { tag?: unknown; payload?: unknown };
  if (tag !== PAGE_STATE || !Array.isArray(payload)) return [];
  return payload.slice(0, MAX_STATES).filter(isPageState);
}
