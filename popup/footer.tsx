import { useState } from 'preact/hooks';
import { size } from '../src/ui/format';
import { t, tCount } from '../src/ui/t';
import { backUp } from './backup';
import { deleteSessions } from './deletion';
import { areAll, sessions, settings, totalBytes } from './tape';
import { useFirstFocus, useReturningFocus } from './use-focus';

/** What is stored in all, and what can be done with all of it. */
export function Footer() {
  const [asked, setAsked] = useState(false);
  const count = areAll.value ? (sessions.value?.length ?? 0) : 0;
  const asking = asked && count > 0;
  const opener = useReturningFocus(asking);
  const limit = settings.value?.keepBytes;
  if (asking) return <Confirmation count={count} done={() => setAsked(false)} />;
  return (
    <footer class="footer">
      <p>{areAll.value && limit !== undefined && tCount('popupTotal', count, size(totalBytes.value), size(limit))}</p>
      <button type="button" class="text-button" disabled={count === 0} onClick={() => backUp(sessions.value ?? [])}>
        {t('popupExportAll')}
      </button>
      <button type="button" class="text-button" disabled={count === 0} ref={opener} onClick={() => setAsked(true)}>
        {t('popupDeleteAll')}
      </button>
    </footer>
  );
}

function Confirmation({ count, done }: { count: number; done: () => void }) {
  const cancel = useFirstFocus<HTMLButtonElement>();
  const deleteAll = () => {
    deleteSessions((sessions.value ?? []).map(({ id }) => id));
    done();
  };
  return (
    <footer class="footer asking">
      <p id="sure">{tCount('popupDeleteAllSure', count)}</p>
      <button type="button" class="button primary" aria-describedby="sure" onClick={deleteAll}>
        {t('popupDeleteEverything')}
      </button>
      <button type="button" class="button" aria-describedby="sure" ref={cancel} onClick={done}>
        {t('popupCancel')}
      </button>
    </footer>
  );
}
