import browser from 'webextension-polyfill';
import { NOTE_BY_KEY } from '../messages/note-by-key';
import type { NoteKind } from '../session/types';
import type { Database } from '../store/database';
import { putNote, runningSession } from '../store/sessions';
import { flashBadge } from './badge';
import { identityOf, websiteOf } from './site';

/** The keyboard commands of the manifest that put a note on the running session, by their names there. */
const KINDS: Record<string, NoteKind> = { bug: 'bug', note: 'note' };

/** Puts a note on the session of the tab in front, at this instant; its words can wait until the popup is opened. */
export async function noteByKey(db: Database, command: string, at: number): Promise<void> {
  const kind = KINDS[command];
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  const website = websiteOf(tab?.url);
  if (!kind || !tab || tab.id === undefined || !website) return;
  const session = await runningSession(db, { site: website.site, identity: identityOf(tab) }, at);
  if (!session) return;
  const id = crypto.randomUUID();
  // Where that memory is full nobody is asked; the note is taken all the same.
  await browser.storage.session.set({ [NOTE_BY_KEY]: id }).catch(() => {});
  await putNote(db, { id, sessionId: session.id, at, text: '', kind });
  await flashBadge(tab.id, kind);
}
