import type { Session, SessionSource } from '../session/types';
import { fileName } from './file-name';
import { readable } from './readable';
import { exportSessionFile } from './session-file';
import { ZipWriter } from './zip-write';

const ENDING = '.session.zip';

/**
 * The backup: one ZIP with a session file per session. `isGone` tells by what reading one failed with that it was deleted meanwhile.
 * Sessions of which not all could be read are `incomplete`.
 */
export async function exportAll(
  sources: SessionSource[],
  onProgress?: (part: number) => void,
  isGone: (error: unknown) => boolean = () => false,
): Promise<{ blob: Blob; incomplete: Session[] }> {
  const zip = new ZipWriter();
  const taken = new Set<string>();
  const incomplete: Session[] = [];
  for (const [n, whole] of sources.entries()) {
    const tell = (part: number) => onProgress?.((n + part) / sources.length);
    try {
      const { source, lost } = await readable(whole, undefined, () => tell(0));
      const file = await exportSessionFile(source, tell);
      const { session } = await source.index();
      await zip.store(freeName(fileName(session, 'session.zip'), taken), file);
      if (lost.length > 0) incomplete.push(session);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return { blob: zip.finish('application/zip'), incomplete };
}

/** The name, numbered where another session has it; file systems may not tell upper from lower case. */
function freeName(name: string, taken: Set<string>): string {
  const stem = name.slice(0, -ENDING.length);
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem}_${n}${ENDING}`;
  taken.add(free.toLowerCase());
  return free;
}
