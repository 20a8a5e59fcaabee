import { clock } from '../src/clock/clock';
import type { Session } from '../src/session/types';
import { SessionNotFound, storedSession } from '../src/store/source';
import { backupFileName, copiedAt, exportAll, exportErrorText } from '../src/transfer';
import { save } from '../src/ui/save';
import { t, tCount } from '../src/ui/t';
import { complain, Stopped, say, startWork } from './notice';
import { db } from './tape';
import { titleOf } from './title-of';

/** While an export is under way: has the status bar say that there is one at a time. */
let refuse: (() => void) | undefined;

/** Writes sessions into one file; of all of them it is the backup. One at a time. */
export async function backUp(all: readonly Session[]): Promise<void> {
  if (refuse) return refuse();
  const doing = tCount('popupBackingUp', all.length);
  let text = doing;
  refuse = () => {
    text = t('popupOneExport', doing);
  };
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
    refuse = undefined;
  }
}
