import type { SessionSource } from '../session/types';
import { exportHar } from './har';
import { exportReplayPage } from './replay-page';
import { exportRrweb } from './rrweb-json';
import { exportSessionFile } from './session-file';

type OnProgress = (part: number) => void;

/** What a session can leave as, by the ending of the file's name; in the order of the dialog. */
export const FORMATS = ['html', 'session.zip', 'har', 'rrweb.json', 'rrweb-session.json'] as const;
export type Format = (typeof FORMATS)[number];

/** Writes a session in a format. `template` gives the replay page's template; `onProgress` hears the part done, and may throw to stop. */
export async function exportAs(
  source: SessionSource,
  format: Format,
  template: () => Promise<string>,
  onProgress?: OnProgress,
): Promise<Blob> {
  switch (format) {
    case 'html':
      return exportReplayPage(source, await template(), onProgress);
    case 'session.zip':
      return exportSessionFile(source, onProgress);
    case 'har':
      return exportHar(source, onProgress);
    case 'rrweb.json':
      return exportRrweb(source, 'list', onProgress);
    case 'rrweb-session.json':
      return exportRrweb(source, 'session', onProgress);
  }
}
