import { useComputed } from '@preact/signals';
import { hasFailed, type RequestRow, type RequestType } from '../../session/rows';
import { waterfallAxis } from '../../session/waterfall';
import { type TextKey, t, tCount } from '../../ui/t';
import { FilterField } from './filter-field';
import type { PlayerModel } from './model';
import { NetworkDetail } from './network-detail';
import { RowsList } from './rows-list';
import { RowsStatus } from './rows-status';
import { requestName, requestSize, requestStatus, requestTime } from './words';

const TYPES: Record<RequestType, TextKey> = {
  fetch: 'playerTypeFetch',
  document: 'playerTypeDocument',
  script: 'playerTypeScript',
  style: 'playerTypeStyle',
  image: 'playerTypeImage',
  font: 'playerTypeFont',
  media: 'playerTypeMedia',
  socket: 'playerTypeSocket',
  other: 'playerTypeOther',
};

/** Every request of the session, with a waterfall of those in view. */
export function NetworkPanel({ model }: { model: PlayerModel }) {
  const { type, failedOnly, text, chosen } = model.rows.network;
  const rows = useComputed(() => {
    const sought = text.value.toLowerCase();
    return model.rows.all.value.requests.filter(
      row =>
        (type.value === 'all' || row.type === type.value) &&
        (!failedOnly.value || hasFailed(row)) &&
        `${row.method} ${row.url} ${row.status} ${row.error ?? ''}`.toLowerCase().includes(sought),
    );
  });
  const whole = model.rows.all.value;
  const present = new Set(whole.requests.map(row => row.type));
  return (
    <div class="log-panel">
      <search class="filters" aria-label={t('playerFilter')}>
        <button
          type="button"
          class="chip error"
          aria-pressed={failedOnly.value}
          onClick={() => {
            failedOnly.value = !failedOnly.value;
          }}
        >
          {t('playerFailedOnly')}
        </button>
        <label>
          <span class="visually-hidden">{t('playerColumnType')}</span>
          <select
            class="chip"
            value={type.value}
            onChange={event => {
              type.value = event.currentTarget.value as RequestType | 'all';
            }}
          >
            <option value="all">{t('playerTypeAll')}</option>
            {(Object.keys(TYPES) as RequestType[])
              .filter(one => present.has(one) || one === type.value)
              .map(one => (
                <option key={one} value={one}>
                  {t(TYPES[one])}
                </option>
              ))}
          </select>
        </label>
        <FilterField label={t('playerFilterNetwork')} text={text} />
      </search>
      <RowsStatus model={model} />
      {rows.value.length === 0 && whole.progress === 1 ? (
        <p class="empty">{t(whole.requests.length === 0 ? 'playerNoNetwork' : 'playerNothingFits')}</p>
      ) : (
        <div class="request-row columns" aria-hidden="true">
          <span>{tCount('playerRequestCount', rows.value.length)}</span>
          <span>{t('playerColumnStatus')}</span>
          <span>{t('playerColumnType')}</span>
          <span class="amount">{t('playerColumnSize')}</span>
          <span class="amount">{t('playerColumnTime')}</span>
          <span>{t('playerColumnWaterfall')}</span>
        </div>
      )}
      <RowsList
        model={model}
        label={t('playerTabNetwork')}
        rows={rows}
        chosen={chosen}
        classOf={row => `request-row ${hasFailed(row) ? 'failed' : ''}`}
        render={(row, shown) => (
          <>
            <span class="line-text" title={row.url}>
              {row.method !== 'GET' && <b>{row.method} </b>}
              {requestName(row)}
            </span>
            <span class="status">{requestStatus(row)}</span>
            <span>{t(TYPES[row.type])}</span>
            <span class="amount">{row.size === undefined ? '–' : requestSize(row.size)}</span>
            <span class="amount">{requestTime(row.durationMs)}</span>
            <Bar row={row} shown={shown} />
          </>
        )}
        detail={(row, onClose) => <NetworkDetail model={model} row={row} onClose={onClose} />}
      />
    </div>
  );
}

/** One axis for all rows that are drawn in one go. */
const axes = new WeakMap<readonly RequestRow[], (at: number) => number>();

/** From the request to its end; pale until the answer began, where that is known. */
function Bar({ row, shown }: { row: RequestRow; shown: readonly RequestRow[] }) {
  const axis = axes.get(shown) ?? waterfallAxis(shown);
  axes.set(shown, axis);
  const [from, to] = [axis(row.at), axis(row.at + row.durationMs)];
  const waited = row.answeredAt === undefined ? 0 : (row.answeredAt - row.at) / Math.max(1, row.durationMs);
  return (
    <span class="waterfall" aria-hidden="true">
      <span
        style={{ left: `${from * 100}%`, width: `max(2px, ${(to - from) * 100}%)`, '--waited': `${waited * 100}%` }}
      />
    </span>
  );
}
