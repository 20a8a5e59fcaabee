import { useRef, useState } from 'preact/hooks';
import type { SessionSource } from '../session/types';
import type { Draw } from '../transfer';
import { ExportPanel } from './export-panel';
import { t } from './t';

interface Props {
  source: SessionSource;
  draw: (source: SessionSource) => Draw;
}

/** The button "Export" of a page with one session, and the dialog it opens. */
export function ExportDialog({ source, draw }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const show = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" class="button" onClick={show}>
        {t('popupExport')}
      </button>
      <dialog
        ref={dialog}
        class="export-dialog"
        aria-label={t('exportAs')}
        onClose={() => setOpen(false)}
        onKeyDown={event => event.stopPropagation()}
      >
        {open && <ExportPanel id="dialog" source={source} draw={draw} />}
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {t('exportClose')}
        </button>
      </dialog>
    </>
  );
}
