import { useSignalEffect } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import type { SessionSource } from '../session/types';
import type { Draw, Pick } from '../transfer';
import { type AskedPart, exportAsked } from './export-asked';
import { ExportPanel } from './export-panel';
import { picking } from './picking';
import { t } from './t';

interface Props {
  sessionId: string;
  source: SessionSource;
  draw: (source: SessionSource) => Draw;
}

/** The button "Export" of a page with one session, and the dialog it opens. */
export function ExportDialog({ sessionId, source, draw }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [part, setPart] = useState<AskedPart>();
  const show = (part: AskedPart) => {
    setPart(part);
    if (!dialog.current?.open) dialog.current?.showModal();
  };
  useSignalEffect(() => {
    const asked = exportAsked.value;
    if (asked?.sessionId === sessionId) show(asked.part);
  });
  const stepsAside = useRef(false);
  const pick = (picks: readonly Pick[]) =>
    new Promise<readonly Pick[]>(resolve => {
      stepsAside.current = true;
      dialog.current?.close();
      const done = (all: readonly Pick[]) => {
        picking.value = undefined;
        dialog.current?.showModal();
        resolve(all);
      };
      picking.value = { picks, done };
    });
  const closed = () => {
    // It comes back when the stage has been picked from.
    if (stepsAside.current) stepsAside.current = false;
    else setPart(undefined);
  };
  return (
    <>
      <button type="button" class="button" onClick={() => show('all')}>
        {t('popupExport')}
      </button>
      <dialog
        ref={dialog}
        class="export-dialog"
        aria-label={t('exportAs')}
        onClose={closed}
        onKeyDown={event => event.stopPropagation()}
      >
        {part && <ExportPanel key={part} id="dialog" source={source} part={part} draw={draw} pick={pick} />}
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {t('exportClose')}
        </button>
      </dialog>
    </>
  );
}
