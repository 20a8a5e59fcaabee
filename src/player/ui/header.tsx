import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { durationMs } from '../../session/split';
import { clockTime, day, timeOfDay } from '../../ui/format';
import { t } from '../../ui/t';
import { HeaderTitle } from './header-title';
import type { PlayerModel } from './model';
import { pageName } from './words';

/** Which session this is. */
export function Header({ model, tools }: { model: PlayerModel; tools?: ComponentChildren }) {
  const session = model.index.value?.session;
  const title = session && (session.title || pageName(session.landing));
  useEffect(() => {
    if (title) document.title = `${title} – ${t('extensionName')}`;
  }, [title]);
  if (!session) return null;
  return (
    <header class="header">
      <HeaderTitle notes={model.notes} session={session} title={title ?? ''} />
      <p class="facts">
        <span>{session.site}</span>
        <span>
          {day(session.startedAt, model.now.value)}, {timeOfDay(session.startedAt)}
        </span>
        <span>{clockTime(durationMs(session))}</span>
        {model.running.value && <span class="badge live">{t('playerLive')}</span>}
        {session.importedAt !== undefined && <span class="badge">{t('playerImported')}</span>}
      </p>
      <Neighbours model={model} />
      {tools}
      {model.deleted.value && (
        <p class="warning" role="alert">
          {t('playerDeleted')}
        </p>
      )}
    </header>
  );
}

/** The ways to the sessions before and after this one. */
function Neighbours({ model }: { model: PlayerModel }) {
  const { before, after } = model.neighbours.value;
  if (!model.notes.editing) return null; // a file knows of no others
  return (
    <nav class="neighbours" aria-label={t('playerSessions')}>
      <a class="button small" href="../popup/index.html?view=library">
        {t('playerAllSessions')}
      </a>
      {before && (
        <a
          class="button small"
          aria-keyshortcuts="P"
          href={`?session=${before.id}`}
          title={before.title || pageName(before.landing)}
        >
          {t('playerSessionBefore')}
        </a>
      )}
      {after && (
        <a
          class="button small"
          aria-keyshortcuts="N"
          href={`?session=${after.id}`}
          title={after.title || pageName(after.landing)}
        >
          {t('playerSessionAfter')}
        </a>
      )}
    </nav>
  );
}
