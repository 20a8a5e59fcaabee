import { durationMs } from '../src/session/split';
import type { Session } from '../src/session/types';
import { duration, size, timeOfDay } from '../src/ui/format';
import { t, tCount } from '../src/ui/t';

/** What is known of a session at a glance: columns in the library, one line in the popup. */
export function SessionFacts({ session }: { session: Session }) {
  const { pages, clicks, errors, bytes } = session.counts;
  return (
    <p class="facts">
      <span class="site">{session.site}</span>
      <span>
        <span class="visually-hidden">{t('popupStarted')} </span>
        {timeOfDay(session.startedAt)}
      </span>
      <span>
        <span class="visually-hidden">{t('popupDuration')} </span>
        {duration(durationMs(session))}
      </span>
      <span>{tCount('popupPages', pages)}</span>
      <span>{tCount('popupClicks', clicks)}</span>
      {errors > 0 && <span class="errors">{tCount('popupErrors', errors)}</span>}
      <span>{size(bytes)}</span>
    </p>
  );
}
