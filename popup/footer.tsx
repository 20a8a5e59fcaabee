import { useState } from 'preact/hooks';
import type { Session } from '../src/session/types';
import { listSessions } from '../src/store/sessions';
import { size } from '../src/ui/format';
import { t, tCount } from '../src/ui/t';
import { backUp } from './backup';
import { deleteSessions } from './deletion';
import { db, fail, settings, total } from './tape';
import { useFirstFocus, useReturningFocus } from './use-focus';

/** What is stored in all, and what can be done with all of it. */
export function Footer() {
  const [asked, setAsked] = useState(false);
  const { count, bytes } = total.value ?? { count: 0, bytes: 0 };
  const asking = asked && count > 0;
  const opener = useReturningFocus(asking);
  const limit = settings.value?.keepBytes;
  if (asking) return <Confirmation count={count} done={() => setAsked(false)} />;
  return (
    <footer class="footer">
      <p>{total.value && limit !== undefined && tCount('popupTotal', count, size(bytes), size(limit))}</p>
      <button type="button" class="text-button" disabled={count === 0} onClick={() => withAll(backUp)}>
        {t('popupExportAll')}
      </button>
      <button type="button" class="text-button" disabled={count === 0} ref={opener} onClick={() => setAsked(true)}>
        {t('popupDeleteAll')}
      </button>
    </footer>
  );
}

/** What the list shows may be the newest of them only. */
const withAll = (act: (all: Session[]) => Promise<void>): void => {
  listSessions(db).then(act).catch(fail);
};

function Confirmation({ count, done }: { count: number; done: () => void }) {
  const cancel = useFirstFocus<HTMLButtonElement>();
  const deleteAll = () => {
    withAll(all => deleteSessions(all.map(({ id }) => id)));
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
