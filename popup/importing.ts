import { clock } from '../src/clock/clock';
import type { Session } from '../src/session/types';
import { addSession } from '../src/store/source';
import { ImportError, importErrorText, importedSessions, originOf } from '../src/transfer';
import { t, tCount } from '../src/ui/t';
import { complain, Stopped, say, startWork } from './notice';
import { db, sessions } from './tape';

/** Reads files into the list. A file is taken whole or not at all; one that is refused does not stop the others. */
export async function importFiles(files: readonly File[]): Promise<void> {
  const refused: string[] = [];
  let open: string | undefined;
  let taken = 0;
  let stopped = false;
  const tell = startWork();
  for (const [n, file] of files.entries()) {
    const progress = (part: number) => tell(t('popupImporting', file.name), (n + part) / files.length);
    try {
      progress(0);
      await importFile(file, progress, () => taken++);
    } catch (error) {
      stopped = error instanceof Stopped;
      if (stopped) break;
      if (error instanceof AlreadyHere) open = error.sessionId;
      refused.push(t('popupImportRefused', file.name, reasonFor(error)));
    }
  }
  const news = `${stopped ? `${t('popupImportStopped')} ` : ''}${tCount('popupImportedCount', taken)}`;
  if (refused.length === 0) say(news);
  else complain([...refused, ...(taken > 0 || stopped ? [news] : [])].join('\n'), open);
}

async function importFile(file: File, onProgress: (part: number) => void, onTaken: () => void): Promise<void> {
  const found = importedSessions(file, () => crypto.randomUUID(), clock.now(), onProgress);
  let isNew = false;
  let doubled: string | undefined;
  for await (const whole of found) {
    const same = sameAs(whole.session);
    if (same) {
      doubled = same;
      continue;
    }
    await addSession(db, whole);
    isNew = true;
    onTaken();
  }
  if (!isNew && doubled) throw new AlreadyHere(doubled);
}

/** What a file holds is in the list; nothing was taken. */
class AlreadyHere extends Error {
  constructor(readonly sessionId: string) {
    super('already here');
  }
}

/** A session of the list that the file's is a copy of, or that was read from the same. */
const sameAs = ({ importedFrom }: Session): string | undefined =>
  sessions.value?.find(
    session => session.importedFrom === importedFrom || (!session.importedAt && originOf(session) === importedFrom),
  )?.id;

function reasonFor(error: unknown): string {
  if (error instanceof ImportError) return importErrorText(error);
  if (error instanceof AlreadyHere) return t('importAlreadyHere');
  console.error(error); // not the file's fault
  return t('popupNotStored');
}
