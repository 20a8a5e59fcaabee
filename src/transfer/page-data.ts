import { fromBase64 } from './base64';
import { ImportError } from './import-error';

/** The element of a replay page that holds its session file as base64. */
export const DATA_ID = 'tapedeck-session';

/**
 * For the replay page's own script, once the page is parsed: its session file, for `openSessionFile`. The element is emptied,
 * so that the session is not held twice. (Apart from `replay-page.ts`, whose markers must not stand in the page's script.)
 */
export function sessionFileInDocument(document: Document): Uint8Array<ArrayBuffer> {
  const element = document.getElementById(DATA_ID);
  // A page that was cut off ends before its data, or within it.
  if (!element) throw new ImportError('truncated', 'the page has no session');
  try {
    return fromBase64(element.textContent ?? '');
  } catch {
    throw new ImportError('truncated', 'the session in the page is not base64');
  } finally {
    element.textContent = '';
  }
}
