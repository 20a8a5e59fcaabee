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
            <button
              type="button"
              class="text-button"
              onClick={() => {
                leave();
                void undoDeletion();
              }}
            >
              {t('popupUndo')}
            </button>
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

/** The button that was pressed goes: the focus goes to a session in view, which it does not move. */
const leave = (): void => document.querySelector<HTMLElement>('.sessions h3 a')?.focus({ preventScroll: true });

const Work = ({ text, part, stop }: Notice & { is: 'work' }) => (
  <>
    <progress aria-label={text} value={part} />
    <button type="button" class="text-button" onClick={stop}>
      {t('popupCancel')}
    </button>
  </>
);

const OpenIt = ({ id }: { id: string }) => (
  <button type="button" class="text-button" onClick={() => openPlayer(id)}>
    {t('importOpenIt')}
  </button>
);

function Dismiss() {
  const dismiss = () => {
    leave();
    notice.value = undefined;
  };
  return (
    <button type="button" class="icon-button" aria-label={t('popupDismiss')} onClick={dismiss}>
      <Icon name="close" />
    </button>
  );
}
