import { clock } from '../src/clock/clock';
import { addSession } from '../src/store/source';
import { ImportError, importErrorText, importedSessions } from '../src/transfer';
import { t, tCount } from '../src/ui/t';
import { complain, notice, say } from './notice';
import { db } from './tape';

/** Reads files into the list. A file is taken whole or not at all; one that is refused does not stop the others. */
export async function importFiles(files: readonly File[]): Promise<void> {
  const refused: string[] = [];
  let taken = 0;
  for (const [n, file] of files.entries()) {
    const progress = (part: number) => {
      notice.value = { is: 'work', text: t('popupImporting', file.name), part: (n + part) / files.length };
    };
    progress(0);
    try {
      taken += await importFile(file, progress);
    } catch (error) {
      refused.push(t('popupImportRefused', file.name, reasonFor(error)));
    }
  }
  const news = tCount('popupImportedCount', taken);
  if (refused.length === 0) say(news);
  else complain([...refused, ...(taken > 0 ? [news] : [])].join('\n'));
}

async function importFile(file: File, onProgress: (part: number) => void): Promise<number> {
  const found = importedSessions(file, () => crypto.randomUUID(), clock.now(), onProgress);
  let taken = 0;
  for await (const whole of found) {
    await addSession(db, whole);
    taken++;
  }
  return taken;
}

function reasonFor(error: unknown): string {
  if (error instanceof ImportError) return importErrorText(error);
  console.error(error); // not the file's fault
  return t('popupNotStored');
}
