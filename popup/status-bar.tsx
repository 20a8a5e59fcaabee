import { GoingButton } from '../src/ui/going-button';
import { Icon } from '../src/ui/icon';
import { t, tCount } from '../src/ui/t';
import { deleted, undoDeletion } from './deletion';
import { type Notice, notice } from './notice';
import { openPlayer } from './where';

/** What just happened. It is always there, so that what appears in it is read out. */
export function StatusBar() {
  const count = deleted.value.length;
  const said = notice.value;
  return (
    <div class="status">
      <div role="status">
        {count > 0 && (
          <p class="bar">
            <span>{tCount('popupDeleted', count)}</span>
            <GoingButton class="text-button" next={firstSession} onClick={() => void undoDeletion()}>
              {t('popupUndo')}
            </GoingButton>
          </p>
        )}
        {said && said.is !== 'failure' && (
          <p class="bar">
            <span>{said.text}</span>
            {said.is === 'work' ? <Work {...said} /> : <Dismiss />}
          </p>
        )}
      </div>
      <div role="alert">
        {said?.is === 'failure' && (
          <p class="bar failure">
            <span>{said.text}</span>
            {said.open && <OpenIt id={said.open} />}
            <Dismiss />
          </p>
        )}
      </div>
    </div>
  );
}

const firstSession = () => document.querySelector<HTMLElement>('.sessions h3 a');

const Work = ({ text, part, stop }: Notice & { is: 'work' }) => (
  <>
    <progress aria-label={text} value={part} />
    <GoingButton class="text-button" next={firstSession} onClick={stop}>
      {t('popupCancel')}
    </GoingButton>
  </>
);

const OpenIt = ({ id }: { id: string }) => (
  <button type="button" class="text-button" onClick={() => openPlayer(id)}>
    {t('importOpenIt')}
  </button>
);

function Dismiss() {
  const dismiss = () => {
    notice.value = undefined;
  };
  return (
    <GoingButton class="icon-button" next={firstSession} aria-label={t('popupDismiss')} onClick={dismiss}>
      <Icon name="close" />
    </GoingButton>
  );
}
