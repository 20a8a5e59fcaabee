import type { SessionSource } from '../session/types';
import { type Draw, exportBugBundle } from './bug-bundle';
import { exportHar } from './har';
import { exportPlaywright } from './playwright';
import { exportRecorder } from './recorder-json';
import { exportReplayPage } from './replay-page';
import { exportRrweb } from './rrweb-json';
import { exportSessionFile } from './session-file';

type OnProgress = (part: number) => void;

/** What a session can leave as, by the ending of the file's name; in the order of the dialog. */
export const FORMATS = [
  'html',
  'bug.zip',
  'session.zip',
  'spec.ts',
  'recorder.json',
  'har',
  'rrweb.json',
  'rrweb-session.json',
] as const;
export type Format = (typeof FORMATS)[number];

/** Writes a session in a format. `template` gives the replay page's template; `onProgress` hears the part done, and may throw to stop. */
export async function exportAs(
  source: SessionSource,
  format: Format,
  template: () => Promise<string>,
  onProgress?: OnProgress,
  draw?: Draw,
): Promise<Blob> {
  switch (format) {
    case 'html':
      return exportReplayPage(source, await template(), onProgress);
    case 'bug.zip':
      return exportBugBundle(source, { template, ...(onProgress && { onProgress }), ...(draw && { draw }) });
    case 'session.zip':
      return exportSessionFile(source, onProgress);
    case 'spec.ts':
      return exportPlaywright(source, onProgress);
    case 'recorder.json':
      return exportRecorder(source, onProgress);
    case 'har':
      return exportHar(source, onProgress);
    case 'rrweb.json':
      return exportRrweb(source, 'list', onProgress);
    case 'rrweb-session.json':
      return exportRrweb(source, 'session', onProgress);
  }
}
