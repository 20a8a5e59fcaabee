import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../src/ui/t';
import { importFiles } from './importing';
import { openedToImport } from './where';

/** The whole page takes files that are dropped on it. */
export function DropFiles({ children }: { children: ComponentChildren }) {
  const [over, setOver] = useState(false);
  const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files');
  const drag = (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    setOver(false);
    importFiles([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button "Import" does the same by keyboard
    <div class={over ? 'page over' : 'page'} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
      {children}
      {(over || openedToImport) && <p class={over ? 'drop over' : 'drop'}>{t('popupDropHere')}</p>}
    </div>
  );
}
