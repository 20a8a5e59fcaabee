/** What holds for every asset, wherever it is fetched, stored or read. */

/** What fits into a message (64 MiB), with room for the rest of it; a setting draws the line below. */
export const MAX_ASSET_BYTES = 50e6;

/**
 * Why an asset is not there: its host was not granted; the server's answer was no success; it is too large; it is not what
 * the page used it as; it could not be fetched at all; the page itself could not load it; the session holds as much as it
 * may; the page was left before it could be fetched; or it is no file, but film or sound that comes in pieces.
 */
export const MISSING_REASONS = [
  'no-access',
  'status',
  'too-large',
  'other-type',
  'failed',
  'broken',
  'session-full',
  'left',
  'stream',
] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

/** Whether asking again, from another page of the session, would bring nothing else. */
export const isFinal = (reason: MissingReason): boolean => ['status', 'too-large', 'other-type'].includes(reason);

/** What a page shows but cannot run. Anything else becomes plain bytes: a `blob:` of it must never be a document of ours. */
export const harmlessType = (type: string): string =>
  /^(?:(?:image|font|audio|video)\/[\w.+-]+|text\/css|application\/(?:x-)?(?:font-[\w.+-]+|vnd\.ms-fontobject))(?:;|$)/i.test(
    type,
  )
    ? type
    : 'application/octet-stream';
