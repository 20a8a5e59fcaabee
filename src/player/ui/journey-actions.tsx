import { useState } from 'preact/hooks';
import type { Journey } from '../../session/journeys';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';

/** Where a tab went on: the way to the other session, or to have one the next time. */
export function JourneyActions({ model: { recordToo }, journey }: { model: PlayerModel; journey: Journey }) {
  const [isRecorded, setRecorded] = useState(false);
  const { host, handOver } = journey;
  if (handOver)
    return (
      <>
        <p>{t('playerContinueThereWhy', host)}</p>
        <p>
          <a class="button small" href={`?session=${encodeURIComponent(handOver.sessionId)}&at=${handOver.at}`}>
            {t('playerContinueThere')}
          </a>
        </p>
      </>
    );
  if (journey.isRecorded || !host || !recordToo) return null;
  return (
    <p role="status">
      {isRecorded ? (
        t('playerRecordTooDone', host)
      ) : (
        <button type="button" class="button small" onClick={() => void recordToo(host).then(setRecorded)}>
          {t('playerRecordToo')}
        </button>
      )}
    </p>
  );
}
