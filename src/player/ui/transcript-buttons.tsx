import { save } from '../../ui/save';
import { t } from '../../ui/t';
import { useCopy } from './copy-button';
import { Icon } from './icons';
import type { PlayerModel } from './model';
import { transcript } from './transcript';

/** The steps as text: on the clipboard, or as a file. */
export function TranscriptButtons({ model }: { model: PlayerModel }) {
  const [said, copy] = useCopy();
  const { session } = model.index.value ?? {};
  if (!session) return null;
  const text = () => transcript(session, model.groups.value, model.timeline.value?.start ?? 0);
  return (
    <>
      <button
        type="button"
        class="press small"
        aria-label={t('playerCopySteps')}
        title={t(said ?? 'playerCopySteps')}
        onClick={() => copy(text())}
      >
        <Icon name="copy" size={16} />
      </button>
      <button
        type="button"
        class="press small"
        aria-label={t('playerSaveSteps')}
        title={t('playerSaveSteps')}
        onClick={() => save(new Blob([text()], { type: 'text/plain' }), `${session.title || session.site} steps.txt`)}
      >
        <Icon name="save" size={16} />
      </button>
      <span class="visually-hidden" role="status">
        {said && t(said)}
      </span>
    </>
  );
}
