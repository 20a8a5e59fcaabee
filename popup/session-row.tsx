import { useSignalEffect } from '@preact/signals';
import { useMemo, useState } from 'preact/hooks';
import type { Session } from '../src/session/types';
import { storedSession } from '../src/store/source';
import { type AskedPart, exportAsked } from '../src/ui/export-asked';
import { ExportPanel } from '../src/ui/export-panel';
import { Icon } from '../src/ui/icon';
import { t } from '../src/ui/t';
import { deleteSessions } from './deletion';
import { EndSession } from './end-session';
import { SelectSession } from './selection';
import { SessionFacts } from './session-facts';
import { SessionTitle } from './session-title';
import { db } from './tape';
import { hasTarget, inPopup, openPlayer } from './where';

interface Props {
  session: Session;
  live: boolean;
  /** Said above the first session of a day. */
  day: string | undefined;
  position: number;
  total: number;
}

/** One session in the list. Lists are long and change every second while one records: a row that did not change is not drawn again. */
export function SessionRow({ session, live, day, position, total }: Props) {
  const [exporting, setExporting] = useState<AskedPart>();
  useSignalEffect(() => {
    const asked = exportAsked.value;
    if (asked?.sessionId === session.id) setExporting(asked.part);
  });
  return useMemo(() => {
    const titleId = `title-${session.id}`;
    const remove = ({ currentTarget }: { currentTarget: HTMLElement }) => {
      neighbour(currentTarget)?.focus();
      deleteSessions([session.id]);
    };
    return (
      <li aria-posinset={position} aria-setsize={total} class={day === undefined ? '' : 'opens-day'}>
        {day !== undefined && <h2 class="day">{day}</h2>}
        <div class="session">
          <SessionTitle session={session} live={live} id={titleId} />
          <SessionFacts session={session} />
          <div class="actions">
            {!inPopup && <SelectSession id={session.id} titleId={titleId} />}
            {live && !hasTarget && <EndSession session={session} />}
            <button type="button" class="button" aria-describedby={titleId} onClick={() => openPlayer(session.id)}>
              <Icon name="play" />
              {t('popupReplay')}
            </button>
            <button
              type="button"
              class="button"
              aria-describedby={titleId}
              aria-expanded={exporting !== undefined}
              onClick={() => setExporting(exporting ? undefined : 'all')}
            >
              <Icon name="export" />
              {t('popupExport')}
            </button>
            <button type="button" class="button delete" aria-describedby={titleId} onClick={remove}>
              <Icon name="bin" />
              {t('popupDelete')}
            </button>
          </div>
          {exporting && <ExportSession key={exporting} id={session.id} part={exporting} />}
        </div>
      </li>
    );
  }, [session, live, day, position, total, exporting]);
}

function ExportSession({ id, part }: { id: string; part: AskedPart }) {
  const source = useMemo(() => storedSession(db, id), [id]);
  return <ExportPanel id={id} source={source} part={part} />;
}

/** Where the focus goes when a row goes: the same button of the next row, or else of the one before. */
function neighbour(button: HTMLElement): HTMLElement | null | undefined {
  const row = button.closest('li');
  return (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>('.delete');
}
