/** For the extension's own pages. A replay page takes `session-file` and `page-data`: it has no use for the rest. */
export { exportAll } from './export-all';
export { ExportTooLarge } from './export-error';
export { backupFileName, fileName } from './file-name';
export { exportAs, FORMATS, type Format } from './formats';
export { importedSessions, readSessionFile } from './import';
export { ImportError, type ImportReason, importErrorText } from './import-error';
export { openSessionFile } from './session-file';
