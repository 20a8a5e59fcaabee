import { useState } from 'preact/hooks';
import { clock } from '../src/clock/clock';
import { send } from '../src/ui/send';
import { t } from '../src/ui/t';
import { EndSession } from './end-session';
import { BugButton, NoteButton } from './note-buttons';
import { NoteWords } from './note-words';
import { say, unanswered } from './notice';
import { noteBeingWritten } from './running-note';
import { running, type Target } from './target';
import { TitleForm } from './title-form';
import { useReturningFocus } from './use-focus';

/** Ends the session of the page in front of the user, or begins the next one under a title. */
export function SessionControls({ page }: { page: Target & { is: 'website' } }) {
  const [naming, setNaming] = useState(false);
  const opener = useReturningFocus(naming);
  const session = running.value;
  const note = noteBeingWritten.value;
  const { site, identity } = page.state;
  if (page.state.recording !== 'on' || site === undefined || identity === undefined) return null;

  const begin = (title: string) => {
    setNaming(false);
    send('newSession', { site, identity, title, at: clock.now() }).then(
      () => say(title ? t('popupNextSession', title) : t('popupNextSessionUntitled')),
      unanswered,
    );
  };
  if (session && note?.sessionId === session.id) return <NoteWords note={note} session={session} />;
  if (naming)
    return (
      <TitleForm
        label={t('popupNewSessionTitle')}
        submit={t('popupStartSession')}
        hint={t('popupNewSessionHint')}
        done={begin}
        cancel={() => setNaming(false)}
      />
    );
  return (
    <div class="actions">
      {session && <BugButton session={session} />}
      {session && <NoteButton session={session} />}
      {session && <EndSession session={session} />}
      <button type="button" class="button" ref={opener} onClick={() => setNaming(true)}>
        {t('popupNewSession')}
      </button>
    </div>
  );
}
