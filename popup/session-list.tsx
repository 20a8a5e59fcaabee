import { useEffect, useRef, useState } from 'preact/hooks';
import { day } from '../src/ui/format';
import { t } from '../src/ui/t';
import { SessionRow } from './session-row';
import { isLive, now, sessions } from './tape';

/** What fills a popup four times over and a window once; drawing more at once would delay the first picture. */
const FIRST_ROWS = 16;
const MORE_ROWS = 100;

export function SessionList() {
  const [limit, setLimit] = useState(FIRST_ROWS);
  const all = sessions.value ?? [];
  const at = now.value;
  const rows = all.slice(0, limit);
  const more = () => setLimit(limit => limit + MORE_ROWS);
  return (
    <>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari and the tests know a list without bullets by its role */}
      <ul class="sessions" role="list" aria-label={t('popupSessions')} aria-busy={sessions.value === undefined}>
        {rows.map((session, n) => {
          const title = day(session.startedAt, at);
          const before = rows[n - 1];
          return (
            <SessionRow
              key={session.id}
              session={session}
              live={isLive(session, at)}
              day={before && day(before.startedAt, at) === title ? undefined : title}
              position={n + 1}
              total={all.length}
            />
          );
        })}
      </ul>
      {limit < all.length && <More more={more} />}
    </>
  );
}

/** Draws older sessions when the end of the list comes near. */
function More({ more }: { more: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '1000px' });
    if (button.current) near.observe(button.current);
    return () => near.disconnect();
  });
  return (
    <button type="button" class="text-button more" ref={button} onClick={more}>
      {t('popupShowOlder')}
    </button>
  );
}
