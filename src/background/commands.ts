import browser from 'webextension-polyfill';
import type { NoteKind } from '../session/types';
import type { Database } from '../store/database';
import { putNote, runningSession } from '../store/sessions';
import { flashBadge } from './badge';
import { identityOf, websiteOf } from './site';

/** The keyboard commands of the manifest that put a note on the running session, by their names there. */
const KINDS: Record<string, NoteKind> = { bug: 'bug', note: 'note' };

/** Puts a note on the session of the tab in front, at this instant; its words can wait. */
export async function noteByKey(db: Database, command: string, at: number): Promise<void> {
  const kind = KINDS[command];
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  const website = websiteOf(tab?.url);
  if (!kind || !tab || tab.id === undefined || !website) return;
  const session = await runningSession(db, { site: website.site, identity: identityOf(tab) }, at);
  if (!session) return;
  await putNote(db, { id: crypto.randomUUID(), sessionId: session.id, at, text: '', kind });
  await flashBadge(tab.id, kind);
}
