import { t } from '../../ui/t';
import { useCopy } from './copy-button';
import { Icon } from './icons';
import type { PlayerModel } from './model';

/** The address of this moment, on the clipboard. */
export function CopyLink({ model }: { model: PlayerModel }) {
  const [said, copy] = useCopy();
  return (
    <>
      <button
        type="button"
        class="press"
        aria-label={t('playerCopyLink')}
        title={t(said ?? 'playerCopyLink')}
        onClick={() => copy(model.link())}
      >
        <Icon name={said ? 'done' : 'link'} />
      </button>
      <span class="visually-hidden" role="status">
        {said && t(said)}
      </span>
    </>
  );
}
