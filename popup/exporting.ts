import { signal } from '@preact/signals';
import type { AskedPart } from '../src/ui/export-asked';

/** The sessions whose export is open in the list, and the part it begins with. A row that is drawn again finds itself here as it was. */
export const exporting = signal<ReadonlyMap<string, AskedPart>>(new Map());

/** Opens a session's export, or closes it. */
export function openExport(id: string, part: AskedPart | undefined): void {
  const next = new Map(exporting.value);
  if (part) next.set(id, part);
  else next.delete(id);
  exporting.value = next;
}
