import { size } from '../ui/format';
import { t } from '../ui/t';
import { MAX_DEPTH } from './limits';

/** What is wrong with a file that was to be imported. */
export type ImportReason =
  /** Nothing in it. */
  | 'empty'
  /** Something else: a picture, another ZIP, a page that is not ours. */
  | 'not-a-session'
  /** Ours, but its end is missing. */
  | 'truncated'
  /** Ours, but not as it was written: a part is missing, a value cannot be. */
  | 'corrupted'
  /** Ours, but its bytes are others than were written. */
  | 'checksum'
  /** Nested deeper than any page is. */
  | 'too-deep'
  /** With a `__proto__` key. */
  | 'forbidden-key'
  /** With times that cannot be. */
  | 'bad-time'
  /** Written by a Tapedeck that knows more than this one. */
  | 'newer-version'
  /** Beyond the limits in `limits.ts`. */
  | 'too-large'
  /** Unpacks to far more than any recording does. */
  | 'bomb'
  /** The browser could not read it: moved, deleted, or changed meanwhile. */
  | 'unreadable';

export class ImportError extends Error {
  override name = 'ImportError';

  constructor(
    readonly reason: ImportReason,
    /** Which part, for developers; the user's words are `importErrorText`. */
    readonly details: string,
    /** The newer version, or the limit in bytes. */
    readonly figure?: number,
    /** Which session of a backup. */
    readonly entry?: string,
  ) {
    super(`${reason}: ${entry ? `${entry}: ` : ''}${details}`);
  }

  within(entry: string): ImportError {
    return new ImportError(this.reason, this.details, this.figure, entry);
  }
}

/** What is wrong with the file and what to do, in words. */
export function importErrorText(error: ImportError): string {
  const text = reasonText(error);
  return error.entry === undefined ? text : `${text} ${t('importWhichOfBackup', error.entry)}`;
}

function reasonText({ reason, figure }: ImportError): string {
  switch (reason) {
    case 'empty':
      return t('importEmpty');
    case 'not-a-session':
      return t('importNotASession');
    case 'truncated':
      return t('importTruncated');
    case 'corrupted':
      return t('importCorrupted');
    case 'checksum':
      return t('importChecksum');
    case 'too-deep':
      return t('importTooDeep', MAX_DEPTH);
    case 'forbidden-key':
      return t('importForbiddenKey');
    case 'bad-time':
      return t('importBadTime');
    case 'newer-version':
      return t('importNewerVersion', figure ?? '?');
    case 'too-large':
      return figure === undefined ? t('importTooLarge') : t('importTooLargeLimit', size(figure));
    case 'bomb':
      return t('importBomb');
    case 'unreadable':
      return t('importUnreadable');
  }
}
