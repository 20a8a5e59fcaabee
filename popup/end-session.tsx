import { clock } from '../src/clock/clock';
import type { Session } from '../src/session/types';
import { Icon } from '../src/ui/icon';
import { send } from '../src/ui/send';
import { t } from '../src/ui/t';
import { say, unanswered } from './notice';

export function EndSession({ session }: { session: Session }) {
  const end = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    // The button goes with the session: the focus stays beside it.
    (currentTarget.nextElementSibling as HTMLElement | null)?.focus();
    send('endSession', { sessionId: session.id, at: clock.now() }).then(() => say(t('popupSessionEnded')), unanswered);
  };
  return (
    <button type="button" class="button" onClick={end}>
      <Icon name="stop" />
      {t('popupEndSession')}
    </button>
  );
}
