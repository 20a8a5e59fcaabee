import { clock } from '../src/clock/clock';
import { storedSession } from '../src/store/source';
import { backupFileName, exportAll, exportErrorText } from '../src/transfer';
import { save } from '../src/ui/save';
import { t, tCount } from '../src/ui/t';
import { complain, notice, say } from './notice';
import { db, sessions } from './tape';

/** Writes all sessions into one file: the backup. */
export async function backUp(): Promise<void> {
  const all = sessions.value ?? [];
  const text = tCount('popupBackingUp', all.length);
  const progress = (part: number) => {
    notice.value = { is: 'work', text, part };
  };
  progress(0);
  try {
    const blob = await exportAll(
      all.map(({ id }) => storedSession(db, id)),
      progress,
    );
    const name = backupFileName(clock.now());
    save(blob, name);
    say(t('exportSaved', name));
  } catch (error) {
    complain(exportErrorText(error));
  }
}
