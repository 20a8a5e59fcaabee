/** What is taken from a file. All of it is far above what recordings need, and below what harms the browser. */

const MB = 1_000_000;

/** One session in a file; a tracker or a mailbox takes far less, and a browser reads it within minutes. */
export const MAX_SESSION_FILE_BYTES = 500 * MB;
/** A backup is read session by session; the default retention keeps 5 GB, which a user may raise. */
export const MAX_BACKUP_BYTES = 50_000 * MB;
/** Base64 makes 4 characters of 3 bytes, and browsers end a string at 2^29 characters: more could not be read in the page. */
export const MAX_REPLAY_PAGE_SESSION_BYTES = 350 * MB;
/** The page around the session: the player weighs under 1 MB. */
export const MAX_PAGE_BYTES = 16 * MB;

/** A chunk is cut at 64 KB or one snapshot; the largest message a page can send is 64 MiB. */
export const MAX_CHUNK_INFLATED_BYTES = 64 * 1024 * 1024;
/** Some 400,000 marks or chunks' rows of 300 bytes; parsed it takes several times that in memory. */
export const MAX_INDEX_BYTES = 128 * MB;
/** One line per entry of about 100 bytes: over a million chunks. */
export const MAX_DIRECTORY_BYTES = 128 * MB;
/** Tapes gzip 5–60 times, a long table of equal rows 200 times; zeros 1,028 times. */
export const MAX_RATIO = 500;
/** Below this nothing is a bomb, however well it packs. */
export const RATIO_FROM_BYTES = MB;

/** Structured clone and recursion die at 5,000; pages stay under 100 elements deep, and browsers' parsers stop at 512. */
export const MAX_DEPTH = 256;

/** Rows of each kind in one session: a day of one chunk a second in ten tabs is 864,000. */
export const MAX_ROWS = 1_000_000;

/** 2100-01-01. Before it and after 1970, for a computer may have lost its clock. */
export const MAX_TIME = 4_102_444_800_000;
/** Nobody acts for a hundred days without one pause; a longer timeline would be a mistake or a trick. */
export const MAX_SESSION_MS = 100 * 86_400_000;
/** What is on tape lies this near its session: the lead-in before, the timeout (4 h at most) after, a clock set by hand. */
export const TIME_SLACK_MS = 86_400_000;
