import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Line } from '../src/session/library';
import type { Session } from '../src/session/types';
import { storedSession } from '../src/store/source';
import type { AskedPart } from '../src/ui/export-asked';
import { ExportPanel } from '../src/ui/export-panel';
import { Icon } from '../src/ui/icon';
import { t } from '../src/ui/t';
import { deleteSessions } from './deletion';
import { EndSession } from './end-session';
import { exporting, openExport } from './exporting';
import { FoundLine } from './found-line';
import { SelectSession } from './selection';
import { SessionFacts } from './session-facts';
import { SessionTitle } from './session-title';
import { db } from './tape';
import { hasTarget, inPopup, isLibrary, openPlayer } from './where';

interface Props {
  session: Session;
  live: boolean;
  /** Said above the first session of a day. */
  day: string | undefined;
  /** Where the words searched for were found, if they stand in nothing else shown here. */
  line?: Line | undefined;
}

/** One session in the list. Lists are long and change every second while one records: a row that did not change is not drawn again. */
export function SessionRow({ session, live, day, line }: Props) {
  const part = exporting.value.get(session.id);
  return useMemo(() => {
    const titleId = `title-${session.id}`;
    const remove = ({ currentTarget }: { currentTarget: HTMLElement }) => {
      neighbour(currentTarget)?.focus();
      deleteSessions([session.id]);
    };
    return (
      <>
        {day !== undefined && <h2 class="day">{day}</h2>}
        <div class="session">
          {isLibrary && <SelectSession id={session.id} titleId={titleId} />}
          <SessionTitle session={session} live={live} id={titleId} />
          <SessionFacts session={session} />
          {line && <FoundLine line={line} />}
          <div class="actions">
            {live && !hasTarget && (
              <EndSession session={session}>
                <Icon name="stop" />
              </EndSession>
            )}
            <button
              type="button"
              class="button"
              data-same="replay"
              aria-describedby={titleId}
              onClick={() => openPlayer(session.id)}
            >
              <Icon name="play" />
              {t('popupReplay')}
            </button>
            <button
              type="button"
              class="button"
              aria-describedby={titleId}
              data-same="export"
              aria-expanded={part !== undefined}
              onClick={() => openExport(session.id, part ? undefined : 'all')}
            >
              <Icon name="export" />
              {t('popupExport')}
            </button>
            <button type="button" class="button delete" data-same="delete" aria-describedby={titleId} onClick={remove}>
              <Icon name="bin" />
              {t('popupDelete')}
            </button>
          </div>
          {part && <ExportSession key={part} id={session.id} part={part} />}
        </div>
      </>
    );
  }, [session, live, day, line?.text, part]);
}

function ExportSession({ id, part }: { id: string; part: AskedPart }) {
  const source = useMemo(() => storedSession(db, id), [id]);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Who asked for it by "Bug!" is elsewhere on the page, and a popup has little room.
    panel.current?.closest('li')?.scrollIntoView({ block: inPopup ? 'start' : 'nearest' });
    if (part === 'newest') panel.current?.querySelector('input')?.focus();
  }, []);
  return (
    <div class="export-place" ref={panel}>
      <ExportPanel id={id} source={source} part={part} />
    </div>
  );
}

/** Where the focus goes when a row goes: the same button of the next row, or else of the one before. */
function neighbour(button: HTMLElement): HTMLElement | null | undefined {
  const row = button.closest('li');
  return (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector<HTMLElement>('.delete');
}
