import { useState } from 'preact/hooks';
import type { Session } from '../src/session/types';
import type { Format } from '../src/transfer';
import { type TextKey, t } from '../src/ui/t';
import { exportErrorText, exportSession } from './exporting';

type Export =
  | { is: 'asked' }
  | { is: 'working'; part: number }
  | { is: 'done'; name: string }
  | { is: 'failed'; text: string };

const FORMATS: { format: Format; text: TextKey; why: TextKey }[] = [
  { format: 'html', text: 'popupReplayPage', why: 'popupReplayPageWhy' },
  { format: 'session.zip', text: 'popupSessionFile', why: 'popupSessionFileWhy' },
  { format: 'har', text: 'exportHar', why: 'exportHarWhy' },
  { format: 'rrweb.json', text: 'exportRrwebList', why: 'exportRrwebListWhy' },
  { format: 'rrweb-session.json', text: 'exportRrwebSession', why: 'exportRrwebSessionWhy' },
];

/** Asks in which form a session is to leave, and shows it leaving. */
export function ExportPanel({ session }: { session: Session }) {
  const [state, setState] = useState<Export>({ is: 'asked' });
  const start = (format: Format) => {
    setState({ is: 'working', part: 0 });
    exportSession(session, format, part => setState({ is: 'working', part })).then(
      name => setState({ is: 'done', name }),
      error => setState({ is: 'failed', text: exportErrorText(error) }),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's border and legend would have to be undone
    <div class="export" role="group" aria-label={t('popupExportAs')}>
      {FORMATS.map(({ format, text, why }) => (
        <div key={format} class="format">
          <button
            type="button"
            class="button"
            aria-describedby={`${format.replaceAll('.', '-')}-${session.id}`}
            disabled={state.is === 'working'}
            onClick={() => start(format)}
          >
            {t(text)}
          </button>
          <p class="hint" id={`${format.replaceAll('.', '-')}-${session.id}`}>
            {t(why)}
          </p>
        </div>
      ))}
      <div role="status" class="export-state">
        {state.is === 'working' && <progress aria-label={t('popupExporting')} value={state.part} />}
        {state.is === 'done' && <p>{t('popupExported', state.name)}</p>}
        {state.is === 'failed' && <p class="failure">{state.text}</p>}
      </div>
    </div>
  );
}
