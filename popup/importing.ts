import { clock } from '../src/clock/clock';
import { addSession } from '../src/store/source';
import { readSessionFile } from '../src/transfer/import';
import { ImportError, importErrorText } from '../src/transfer/import-error';
import { t, tCount } from '../src/ui/t';
import { complain, notice, say } from './notice';
import { db } from './tape';

/** Reads session files into the list. A file is taken whole or not at all; one that is refused does not stop the others. */
export async function importFile(file: File, onProgress: (part: number) => void): Promise<number> {
  const read = await readSessionFile(file, () => crypto.randomUUID(), clock.now(), onProgress);
  for (const whole of read) await addSession(db, whole);
  return read.length;
}

function reasonFor(error: unknown): string {
  if (error instanceof ImportError) return importErrorText(error);
  console.error(error); // not the file's fault
  return t('popupNotStored');
}
