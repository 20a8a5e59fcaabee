import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Session } from '../src/session/types';
import { sessionInTab } from '../src/store/sessions';
import { GoingButton } from '../src/ui/going-button';
import { t } from '../src/ui/t';
import { record } from './recording';
import { db, isLive, now, sessions } from './tape';
import type { Target } from './target';
import { recordSwitch } from './use-focus';

/** The running sessions whose tabs may have gone on to another site. */
const live = computed(() => (sessions.value ?? []).filter(session => isLive(session, now.value)));
const liveIds = computed(() => live.value.map(({ id }) => id).join(' '));
const leftId = signal<string>();

async function look(tabId: number): Promise<void> {
  leftId.value = await sessionInTab(
    db,
    live.value.map(({ id }) => id),
    tabId,
  );
}

/** A tab that came here from a running session: with one click this site is recorded too, and the story goes on. */
export function RecordToo({ page }: { page: Target & { is: 'website' } }) {
  const { recording, why, site, identity } = page.state;
  useEffect(() => {
    look(page.tabId).catch(() => {}); // a tape that cannot be read says so in the list
  }, [page.tabId, page.url, liveIds.value]);
  const left: Session | undefined = live.value.find(({ id }) => id === leftId.value);
  if (recording !== 'off' || why !== undefined || !left || left.site === site || left.identity !== identity)
    return null;
  return (
    <div class="record-too">
      <p>{t('popupRecordTooWhy', left.site, page.host)}</p>
      <GoingButton class="button primary" next={recordSwitch} onClick={() => record(page, 'host')}>
        {t('popupRecordToo')}
      </GoingButton>
    </div>
  );
}
