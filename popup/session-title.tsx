import { useState } from 'preact/hooks';
import type { Session } from '../src/session/types';
import { describeSession } from '../src/store/sessions';
import { Icon } from '../src/ui/icon';
import { t } from '../src/ui/t';
import { complain } from './notice';
import { db } from './tape';
import { TitleForm } from './title-form';
import { titleOf } from './title-of';
import { useReturningFocus } from './use-focus';

export function SessionTitle({ session, live, id }: { session: Session; live: boolean; id: string }) {
  const [renaming, setRenaming] = useState(false);
  const pencil = useReturningFocus(renaming);
  const describe = (words: { title?: string; starred?: boolean }) =>
    describeSession(db, session.id, words).catch(() => complain(t('popupNotStored')));
  const rename = (title: string) => {
    describe({ title: title || undefined });
    setRenaming(false);
  };
  if (renaming)
    return (
      <TitleForm
        label={t('popupTitle')}
        submit={t('popupSave')}
        title={session.title ?? ''}
        done={rename}
        cancel={() => setRenaming(false)}
      />
    );
  return (
    <div class="heading">
      <h3 id={id} title={session.landing.url}>
        {titleOf(session)}
      </h3>
      <Badges session={session} live={live} />
      <button
        type="button"
        class="icon-button"
        data-same="rename"
        ref={pencil}
        aria-label={t('popupRename')}
        title={t('popupRename')}
        aria-describedby={id}
        onClick={() => setRenaming(true)}
      >
        <Icon name="pencil" />
      </button>
      <button
        type="button"
        class="icon-button star"
        data-same="star"
        aria-label={t('popupKeep')}
        title={t('popupKeepWhy')}
        aria-pressed={Boolean(session.starred)}
        aria-describedby={id}
        onClick={() => describe({ starred: !session.starred })}
      >
        <Icon name="star" filled={Boolean(session.starred)} />
      </button>
    </div>
  );
}

/** What sets a session apart; most are of the past, recorded here in a normal window. */
function Badges({ session: { identity, importedAt }, live }: { session: Session; live: boolean }) {
  return (
    <>
      {identity !== 'normal' && <span class="badge">{identityName(identity)}</span>}
      {importedAt !== undefined && <span class="badge">{t('popupImported')}</span>}
      {live && <span class="badge live">{t('popupLive')}</span>}
    </>
  );
}

/** Firefox names its containers `firefox-container-2`; their own names would need one more permission. */
function identityName(identity: string): string {
  if (identity === 'private') return t('popupPrivate');
  return t('popupContainer', /\d+$/.exec(identity)?.[0] ?? identity);
}
