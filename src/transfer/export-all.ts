import type { SessionSource } from '../session/types';
import { fileName } from './file-name';
import { exportSessionFile } from './session-file';
import { ZipWriter } from './zip-write';

const ENDING = '.session.zip';

/** The backup: one ZIP with a session file per session. `isGone` tells by what reading one failed with that it was deleted meanwhile. */
export async function exportAll(
  sources: SessionSource[],
  onProgress?: (part: number) => void,
  isGone: (error: unknown) => boolean = () => false,
): Promise<Blob> {
  const zip = new ZipWriter();
  const taken = new Set<string>();
  for (const [n, source] of sources.entries()) {
    try {
      const file = await exportSessionFile(source, part => onProgress?.((n + part) / sources.length));
      const { session } = await source.index();
      await zip.store(freeName(fileName(session, 'session.zip'), taken), file);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return zip.finish('application/zip');
}

/** The name, numbered where another session has it; file systems may not tell upper from lower case. */
function freeName(name: string, taken: Set<string>): string {
  const stem = name.slice(0, -ENDING.length);
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem}_${n}${ENDING}`;
  taken.add(free.toLowerCase());
  return free;
}
