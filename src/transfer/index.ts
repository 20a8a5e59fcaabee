/** For the extension's own pages. A replay page takes `session-file` and `page-data`: it has no use for the rest. */
export { clipboardReport, type Draw, type Picture } from './bug-bundle';
export { type Contents, contentsOf, holdsAssets, type Thing } from './contents';
export { copiedAt } from './copied-at';
export { type Copy, type CopyOptions, chosenPart, endOfTape, makeCopy } from './copy';
export { exportAll } from './export-all';
export { exportErrorText } from './export-error';
export { backupFileName } from './file-name';
export type { Format } from './formats';
export { importedSessions } from './import';
export { ImportError, importErrorText } from './import-error';
export { PARTS, type Part } from './leave-out';
export { beforeNewest } from './range';
export { type Found, PLACES, type Place } from './redaction';
export { type Pick, PRESETS, type Preset, type Redaction } from './redaction-rules';
export { originOf } from './rekey';
