import { t } from '../src/ui/t';
import { unreadable } from './tape';

/** Said in place of a list that cannot be read. */
export function Unreadable() {
  if (unreadable.value === undefined) return null;
  return (
    <p class="unreadable" role="alert">
      {t('popupUnreadable', unreadable.value)}
    </p>
  );
}
