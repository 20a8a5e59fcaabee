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
  const pencil = useRef<HTMLButtonElement>(null);
  const byKey = useRef(false);
  useLayoutEffect(() => {
    if (!renaming.value && byKey.current) pencil.current?.focus();
    byKey.current = false;
  }, [renaming.value]);
  if (renaming.value)
    return (
      <TitleField
        title={session.title ?? ''}
        onKey={() => {
          byKey.current = true;
        }}
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
            ref={pencil}
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

interface TitleFieldProps {
  title: string;
  onDone: (title: string | undefined) => void;
  /** It is about to be left by key. */
  onKey: () => void;
}

/** Enter and leaving the field save, Escape does not. */
function TitleField({ title, onDone, onKey }: TitleFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const cancelled = useRef(false);
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
      onBlur={event => onDone(cancelled.current ? undefined : event.currentTarget.value.trim())}
      onKeyDown={event => {
        // Of an input method, Enter ends a word and Escape gives one up.
        if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
        event.preventDefault(); // the button that has the focus next would be pressed
        onKey();
        cancelled.current = event.key === 'Escape';
        event.currentTarget.blur();
      }}
    />
  );
}
