import { clock } from '../src/clock/clock';
import type { Session } from '../src/session/types';
import { SessionNotFound, storedSession } from '../src/store/source';
import { backupFileName, copiedAt, exportAll, exportErrorText } from '../src/transfer';
import { save } from '../src/ui/save';
import { t, tCount } from '../src/ui/t';
import { complain, Stopped, say, startWork } from './notice';
import { db } from './tape';
import { titleOf } from './title-of';

let isBackingUp = false;

/** Writes sessions into one file; of all of them it is the backup. One at a time: pressed again, it is under way already. */
export async function backUp(all: readonly Session[]): Promise<void> {
  if (isBackingUp) return;
  isBackingUp = true;
  const text = tCount('popupBackingUp', all.length);
  const tell = startWork();
  const progress = (part: number) => tell(text, part);
  progress(0);
  try {
    const { blob, incomplete } = await exportAll(
      all.map(({ id }) => copiedAt(storedSession(db, id), clock.now())),
      progress,
      error => error instanceof SessionNotFound,
    );
    const name = backupFileName(clock.now());
    save(blob, name);
    const names = incomplete.map(session => `“${titleOf(session)}”`).join(', ');
    if (names) complain(`${t('exportSaved', name)}. ${tCount('exportAllLost', incomplete.length, names)}`);
    else say(t('exportSaved', name));
  } catch (error) {
    if (error instanceof Stopped) say(t('exportStopped'));
    else complain(exportErrorText(error));
  } finally {
    isBackingUp = false;
  }
}
