import { useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { environmentAt } from '../../session/environment';
import { countUnseen } from '../../session/rows';
import { t, tCount } from '../../ui/t';
import type { PlayerModel } from './model';

const WORDS = {
  closed: 'playerUnseenClosed',
  canvas: 'playerUnseenCanvas',
  drawing: 'playerUnseenDrawing',
  worker: 'playerUnseenWorker',
} as const;
const KINDS = Object.keys(WORDS) as (keyof typeof WORDS)[];

/** What pages had and nobody could record. It stands on the tape among all else, so it is read from when it is first looked at. */
export function UnseenFacts({ model }: { model: PlayerModel }) {
  useEffect(() => model.rows.need(), [model]);
  const pages = useComputed(() => new Map(model.index.value?.streams.map(({ id, pageViewId }) => [id, pageViewId])));
  // Not with each row that is read: a page may have as many canvases as it likes, and each snapshot of it tells of all.
  const undrawn = useComputed(() => {
    const index = model.index.value;
    return new Set(
      [...new Set(pages.value.values())].filter(page => {
        const privacy = index && environmentAt(index, page, Number.POSITIVE_INFINITY)?.privacy;
        // An older tape does not say.
        return privacy && !privacy.includes('canvas');
      }),
    );
  });
  const { unseen, progress } = model.rows.all.value;
  const pageOf = (streamId: string) => pages.value.get(streamId);
  const rows = unseen.filter(({ what, streamId }) => what !== 'drawing' || undrawn.value.has(pageOf(streamId) ?? ''));
  const count = countUnseen(rows, pageOf);
  const found = KINDS.filter(what => count[what] > 0);
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
