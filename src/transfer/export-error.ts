import { size } from '../ui/format';
import { t } from '../ui/t';
import { TooMuchPicked } from './picked';
import { BadPattern } from './redaction-rules';

/** A session that would make a file beyond what can be opened again. */
export class ExportTooLarge extends Error {
  override name = 'ExportTooLarge';

  constructor(
    readonly title: string,
    readonly limitBytes: number,
  ) {
    super(t('exportTooLarge', title, size(limitBytes)));
  }
}

/** Why an export failed and what to do. */
export function exportErrorText(error: unknown): string {
  if (error instanceof ExportTooLarge) return error.message;
  if (error instanceof BadPattern) return t('exportBadPattern');
  if (error instanceof TooMuchPicked) return t('exportTooMuchPicked');
  console.error(error); // the sentence says what to do, this why
  return t('exportFailed');
}
