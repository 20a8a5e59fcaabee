import { size } from '../ui/format';
import { t } from '../ui/t';

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
