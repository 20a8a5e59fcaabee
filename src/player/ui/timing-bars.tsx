import type { NetworkRequest } from '../../session/plugin-events';
import { type Phase, phasesOf } from '../../session/request-phases';
import { type TextKey, t } from '../../ui/t';
import { requestTime } from './words';

const NAMES: Record<Phase['name'], TextKey> = {
  queued: 'playerPhaseQueued',
  dns: 'playerPhaseDns',
  connect: 'playerPhaseConnect',
  tls: 'playerPhaseTls',
  waiting: 'playerPhaseWaiting',
  download: 'playerPhaseDownload',
};

/** Where a request's time went. */
export function TimingBars({ request }: { request: NetworkRequest }) {
  const phases = phasesOf(request);
  if (phases.length === 0) return null;
  const whole = Math.max(1, request.endTime - request.startTime);
  return (
    <details class="detail-part" open>
      <summary>{t('playerTiming')}</summary>
      <dl class="timing">
        {phases.map(({ name, from, to }) => (
          <div key={name}>
            <dt>{t(NAMES[name])}</dt>
            <dd>
              <span class={`phase ${name}`} aria-hidden="true">
                <span
                  style={{
                    left: `${((from - request.startTime) / whole) * 100}%`,
                    width: `max(2px, ${((to - from) / whole) * 100}%)`,
                  }}
                />
              </span>
              <span class="amount">{requestTime(to - from)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
