import { useEffect, useRef, useState } from 'preact/hooks';
import { day } from '../src/ui/format';
import { t } from '../src/ui/t';
import { exporting } from './exporting';
import { choice, found } from './library';
import { SessionRow } from './session-row';
import { areAll, isLive, now, readAll } from './tape';
import { useRows } from './use-rows';
import { inPopup, isLibrary } from './where';

/** Heights of rows as the styles make them, before one has been seen. */
const USUAL_PX = inPopup ? { plain: 114, day: 146 } : { plain: 70, day: 100 };

/** The sessions found, of which only those in view are drawn. */
export function SessionList() {
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string>();
  const at = now.value;
  const byDay = ['newest', 'oldest'].includes(choice.value.sort);
  const dayOf = (n: number) => {
    const startedAt = found.value[n]?.session.startedAt;
    return byDay && startedAt !== undefined ? day(startedAt, at) : undefined;
  };
  const rows = found.value.map(({ session, line }, n) => {
    const title = dayOf(n);
    const opensDay = title !== undefined && title !== dayOf(n - 1);
    const kind = `${opensDay ? 'day' : 'plain'}${line ? ' line' : ''}`;
    const stays = session.id === focused || exporting.value.has(session.id);
    return { session, line, key: `${session.id} ${kind}`, kind, stays, day: opensDay ? title : undefined };
  });
  const { heightPx, topPx, drawn } = useRows(list, rows, kind =>
    kind.startsWith('day') ? USUAL_PX.day : USUAL_PX.plain,
  );
  const isAtEnd = drawn.at(-1) === rows.length - 1;
  useEffect(() => {
    if (isAtEnd && !areAll.value) readAll();
  }, [isAtEnd, rows.length]);
  return (
    <ul
      ref={list}
      class="sessions"
      // biome-ignore lint/a11y/noRedundantRoles: Safari and the tests know a list without bullets by its role
      role="list"
      aria-label={t('popupSessions')}
      aria-busy={isLibrary && !areAll.value}
      style={{ height: `${heightPx}px` }}
      onFocusIn={({ target }) => setFocused((target as Element).closest('li')?.dataset.key?.split(' ')[0])}
      onFocusOut={() => setFocused(undefined)}
      onKeyDown={goUpOrDown}
    >
      {drawn.map(n => {
        const row = rows[n];
        if (!row) return null;
        return (
          <li
            key={row.session.id}
            data-key={row.key}
            data-kind={row.kind}
            aria-posinset={n + 1}
            aria-setsize={areAll.value ? rows.length : -1}
            style={{ top: `${topPx(n)}px` }}
          >
            <SessionRow session={row.session} live={isLive(row.session, at)} day={row.day} line={row.line} />
          </li>
        );
      })}
    </ul>
  );
}

/** The arrow keys go to the same button of the next row or the one before. */
function goUpOrDown(event: KeyboardEvent): void {
  const control = event.target as HTMLElement;
  const row = control.closest('li');
  const isUp = event.key === 'ArrowUp';
  if (!row || !(isUp || event.key === 'ArrowDown') || !control.matches('[data-same]')) return;
  const next = isUp ? row.previousElementSibling : row.nextElementSibling;
  event.preventDefault();
  next?.querySelector<HTMLElement>(`[data-same="${control.dataset.same}"]`)?.focus();
}
