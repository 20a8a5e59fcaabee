import type { ComponentChildren } from 'preact';
import { clock } from '../src/clock/clock';
import type { Session } from '../src/session/types';
import { GoingButton } from '../src/ui/going-button';
import { send } from '../src/ui/send';
import { t } from '../src/ui/t';
import { say, unanswered } from './notice';

/** With what stands before its words. */
export function EndSession({ session, children }: { session: Session; children?: ComponentChildren }) {
  const end = () => {
    send('endSession', { sessionId: session.id, at: clock.now() }).then(() => say(t('popupSessionEnded')), unanswered);
  };
  return (
    <GoingButton class="button" next={button => button.nextElementSibling as HTMLElement | null} onClick={end}>
      {children}
      {t('popupEndSession')}
    </GoingButton>
  );
}
