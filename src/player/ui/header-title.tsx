import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Session } from '../../session/types';
import { Icon } from '../../ui/icon';
import { t } from '../../ui/t';
import type { NotesModel } from './notes-model';

const MAX_TITLE_CHARS = 200;

/** The session's name and star; both can be changed where the session is the viewer's own. */
export function HeaderTitle({ notes, session, title }: { notes: NotesModel; session: Session; title: string }) {
  const renaming = useSignal(false);
  if (renaming.value)
    return (
      <TitleField
        title={session.title ?? ''}
        onDone={words => {
          renaming.value = false;
          if (words !== undefined) notes.describe({ title: words || undefined });
        }}
      />
    );
  return (
    <>
      <h1 title={title}>{title}</h1>
      {notes.editing && (
        <span class="title-actions">
          <button
            type="button"
            class="press small"
            aria-label={t('playerRename')}
            title={t('playerRename')}
            onClick={() => {
              renaming.value = true;
            }}
          >
            <Icon name="pencil" />
          </button>
          <button
            type="button"
            class="press small star"
            aria-label={t('playerStar')}
            title={t('playerStarWhy')}
            aria-pressed={Boolean(session.starred)}
            onClick={() => notes.describe({ starred: !session.starred })}
          >
            <Icon name="star" filled={Boolean(session.starred)} />
          </button>
        </span>
      )}
    </>
  );
}

/** Enter and leaving the field save, Escape does not. */
function TitleField({ title, onDone }: { title: string; onDone: (title: string | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.select(), []);
  return (
    <input
      class="title-field"
      ref={input}
      type="text"
      aria-label={t('playerTitle')}
      defaultValue={title}
      maxLength={MAX_TITLE_CHARS}
      autocomplete="off"
      onBlur={event => onDone(event.currentTarget.value.trim())}
      onKeyDown={event => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onDone(undefined);
      }}
    />
  );
}
