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
import { openPlayer, playerPath } from './where';

export function SessionTitle({ session, live, id }: { session: Session; live: boolean; id: string }) {
  const [renaming, setRenaming] = useState(false);
  const pencil = useReturningFocus(renaming);
  const describe = (words: { title?: string; starred?: boolean }) =>
    describeSession(db, session.id, words).catch(() => complain(t('popupNotStored')));
  const rename = (title: string) => {
    describe({ title: title || undefined });
    setRenaming(false);
  };
  const open = (event: MouseEvent) => {
    // With a key or another button the browser opens a link where it is told to.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void openPlayer(session.id);
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
        <a data-same="title" href={`../${playerPath(session.id)}`} onClick={open}>
          {titleOf(session)}
        </a>
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
