import { useEffect } from 'preact/hooks';
import { countUnseen } from '../../session/rows';
import { t, tCount } from '../../ui/t';
import type { PlayerModel } from './model';

const WORDS = { closed: 'playerUnseenClosed', canvas: 'playerUnseenCanvas', worker: 'playerUnseenWorker' } as const;

/** What pages had and nobody could record. It stands on the tape among all else, so it is read from when it is first looked at. */
export function UnseenFacts({ model }: { model: PlayerModel }) {
  useEffect(() => model.rows.need(), [model]);
  const { unseen, progress } = model.rows.all.value;
  const pages = new Map(model.index.value?.streams.map(({ id, pageViewId }) => [id, pageViewId]));
  const count = countUnseen(unseen, streamId => pages.get(streamId));
  const found = (['closed', 'canvas', 'worker'] as const).filter(what => count[what] > 0);
  if (found.length === 0 && progress < 1) return null;
  if (found.length === 0) return <>{t('playerNothingMissing')}</>;
  return (
    <ul class="gaps">
      {found.map(what => (
        <li key={what}>{tCount(WORDS[what], count[what])}</li>
      ))}
    </ul>
  );
}
