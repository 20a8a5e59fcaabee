import { t, tCount } from '../../ui/t';
import type { PlayerModel } from './model';

/** How far the tape has been read, and what of it could not be. */
export function RowsStatus({ model }: { model: PlayerModel }) {
  const { progress, damaged } = model.rows.all.value;
  return (
    <>
      {progress < 1 && (
        <div class="reading">
          <progress value={progress} aria-label={t('playerReading')} />
          <span>{t('playerReading')}</span>
        </div>
      )}
      {damaged > 0 && <p class="reading warning">{tCount('playerRowsDamaged', damaged)}</p>}
    </>
  );
}
