import browser from 'webextension-polyfill';
import type { Session } from '../src/session/types';
import { storedSession } from '../src/store/source';
import { ExportTooLarge, exportAs, type Format, fileName } from '../src/transfer';
import { save } from '../src/ui/save';
import { t } from '../src/ui/t';
import { db } from './tape';

type OnProgress = (part: number) => void;

/** Writes one session into a file and hands it to the browser as a download. Gives the file's name. */
export async function exportSession(session: Session, format: Format, onProgress: OnProgress): Promise<string> {
  const source = storedSession(db, session.id);
  const blob = await exportAs(source, format, replayPageTemplate, onProgress);
  const name = fileName(session, format);
  save(blob, name);
  return name;
}

const replayPageTemplate = async (): Promise<string> =>
  (await fetch(browser.runtime.getURL('player/replay-page.template'))).text();

/** Why an export failed and what to do. */
export function exportErrorText(error: unknown): string {
  if (error instanceof ExportTooLarge) return error.message;
  console.error(error); // the sentence says what to do, this why
  return t('popupExportFailed');
}
