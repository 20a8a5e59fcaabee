import type { SessionSource } from '../session/types';
import { fromBase64, toBase64 } from './base64';
import { ExportTooLarge } from './export-error';
import { ImportError } from './import-error';
import { MAX_PAGE_BYTES, MAX_REPLAY_PAGE_SESSION_BYTES } from './limits';
import { DATA_ID } from './page-data';
import { exportSessionFile } from './session-file';

/** Where the template wants the session. */
const MARKER = '<!--SESSION-->';
const OPEN = `<script type="application/octet-stream" id="${DATA_ID}">`;
const CLOSE = '</script>';
/** Tells our page from another's also where it was cut off before its data. */
const GENERATOR = '<meta name="generator" content="Tapedeck">';
/** Of the session at once: divisible by 3, so that the pieces join to one base64 text. */
const PIECE_BYTES = 6_000_000;
const PIECE_CHARS = 2_000_000;
/** The generator stands in the head, before script and style. */
const HEAD_BYTES = 64_000;

/** The template (dist: player/replay-page.template) with the session inside. */
export async function exportReplayPage(
  source: SessionSource,
  template: string,
  onProgress?: (part: number) => void,
): Promise<Blob> {
  const { session } = await source.index();
  const [before, after, ...more] = template.split(MARKER);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`the template needs one ${MARKER}`);
  const file = await exportSessionFile(source, onProgress);
  const title = session.title ?? session.site;
  if (file.size > MAX_REPLAY_PAGE_SESSION_BYTES) throw new ExportTooLarge(title, MAX_REPLAY_PAGE_SESSION_BYTES);
  const parts: BlobPart[] = [withTitle(before, title), OPEN];
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    const piece = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
    // A Blob each, so that the browser and not the script's memory holds it.
    parts.push(new Blob([toBase64(new Uint8Array(piece))]));
  }
  return new Blob([...parts, CLOSE, after], { type: 'text/html' });
}

function withTitle(html: string, title: string): string {
  const escaped = title.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
  const element = /<title>[^<]*<\/title>/;
  if (!element.test(html)) throw new Error(`the template needs a <title> before ${MARKER}`);
  return html.replace(element, () => `<title>${escaped}</title>${GENERATOR}`);
}

/** Whether a file begins like a web page. */
export async function looksLikePage(file: Blob): Promise<boolean> {
  return /^\uFEFF?\s*<(?:!doctype\s+html|html)/i.test(await textOf(file.slice(0, 1_000)));
}

/** The session file inside a replay page, decoded piece by piece. `check` is called with each, and may throw to stop. */
export async function sessionFileInPage(html: Blob | string, check?: () => void): Promise<Blob> {
  const page = typeof html === 'string' ? new Blob([html]) : html;
  const start = await findOpen(page);
  const pieces: Blob[] = [];
  let carried = '';
  for (let at = start; at < page.size; at += PIECE_CHARS) {
    check?.();
    const text = await textOf(page.slice(at, at + PIECE_CHARS));
    const end = text.indexOf('<');
    // Editors may have wrapped the line.
    const base64 = carried + text.slice(0, end < 0 ? text.length : end).replace(/\s+/g, '');
    const take = end < 0 ? base64.length - (base64.length % 4) : base64.length;
    // Handed to the browser, for the script would hold all of them.
    pieces.push(new Blob([decode(base64.slice(0, take))]));
    if (end >= 0) return new Blob(pieces);
    carried = base64.slice(take);
  }
  throw new ImportError('truncated', 'the data in the page has no end');
}

type Bytes = Uint8Array<ArrayBuffer>;

function decode(text: string): Bytes {
  try {
    return fromBase64(text);
  } catch {
    throw new ImportError('corrupted', 'the data in the page is not base64');
  }
}

/** Where the data begins. */
async function findOpen(page: Blob): Promise<number> {
  // As Latin-1 a character is a byte, and what is looked for is ASCII.
  const head = new TextDecoder('latin1').decode(await bytesOf(page.slice(0, MAX_PAGE_BYTES)));
  const at = head.indexOf(OPEN);
  if (at >= 0) return at + OPEN.length;
  if (!head.slice(0, HEAD_BYTES).includes(GENERATOR)) throw new ImportError('not-a-session', 'another page');
  throw new ImportError('truncated', 'the page has no session');
}

const textOf = async (blob: Blob): Promise<string> => new TextDecoder('latin1').decode(await bytesOf(blob));

async function bytesOf(blob: Blob): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (error) {
    throw new ImportError('unreadable', String(error));
  }
}
