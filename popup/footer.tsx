import { useState } from 'preact/hooks';
import { size } from '../src/ui/format';
import { t, tCount } from '../src/ui/t';
import { backUp } from './backup';
import { deleteSessions } from './deletion';
import { sessions, settings, totalBytes } from './tape';

/** What is stored in all, and what can be done with all of it. */
export function Footer() {
  const [asking, setAsking] = useState(false);
  const all = sessions.value ?? [];
  const sure = asking && all.length > 0;
  const limit = settings.value?.keepBytes;
  const deleteAll = () => {
    setAsking(false);
    deleteSessions(all.map(({ id }) => id));
  };
  return (
    <footer class={sure ? 'footer asking' : 'footer'}>
      {sure ? (
        <>
          <p>{tCount('popupDeleteAllSure', all.length)}</p>
          <button type="button" class="button primary" onClick={deleteAll}>
            {t('popupDeleteEverything')}
          </button>
          <button type="button" class="button" onClick={() => setAsking(false)}>
            {t('popupCancel')}
          </button>
        </>
      ) : (
        <>
          <p>
            {sessions.value &&
              limit !== undefined &&
              tCount('popupTotal', all.length, size(totalBytes.value), size(limit))}
          </p>
          <button type="button" class="text-button" disabled={all.length === 0} onClick={backUp}>
            {t('popupExportAll')}
          </button>
          <button type="button" class="text-button" disabled={all.length === 0} onClick={() => setAsking(true)}>
            {t('popupDeleteAll')}
          </button>
        </>
      )}
    </footer>
  );
}
