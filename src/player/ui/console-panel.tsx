import { useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConsoleLevel, ConsoleRow } from '../../session/rows';
import { lastIndex } from '../../session/timeline';
import { clockTime } from '../../ui/format';
import { type TextKey, t } from '../../ui/t';
import { ConsoleDetail } from './console-detail';
import { FilterField } from './filter-field';
import { Icon, type IconName } from './icons';
import type { PlayerModel } from './model';
import { rowKey } from './rows-model';
import { RowsStatus } from './rows-status';
import { VirtualList } from './virtual-list';

const LEVELS: Record<ConsoleLevel, { name: TextKey; icon: IconName }> = {
  error: { name: 'playerLevelError', icon: 'error' },
  warn: { name: 'playerLevelWarn', icon: 'warn' },
  info: { name: 'playerLevelInfo', icon: 'info' },
  debug: { name: 'playerLevelDebug', icon: 'debug' },
};
const ALL = Object.keys(LEVELS) as ConsoleLevel[];
const ROW_PX = 28;

/** All that the pages logged, and what went wrong in them. */
export function ConsolePanel({ model }: { model: PlayerModel }) {
  useEffect(() => model.rows.need(), [model]);
  const { hidden, text, chosen } = model.rows.console;
  const rows = useComputed(() => {
    const sought = text.value.toLowerCase();
    return model.rows.all.value.console.filter(
      row => !hidden.value.includes(row.level) && row.text.toLowerCase().includes(sought),
    );
  });
  const current = useComputed(() => lastIndex(rows.value, ({ at }) => at <= model.time.value));
  const whole = model.rows.all.value;
  const start = model.timeline.value?.start ?? 0;
  const select = (row: ConsoleRow) => {
    chosen.value = row;
    model.seek(row.at);
  };
  const { value: open } = chosen;
  return (
    <div class="log-panel">
      <search class="filters" aria-label={t('playerFilter')}>
        {ALL.map(level => (
          <button
            key={level}
            type="button"
            class={`chip ${level}`}
            aria-pressed={!hidden.value.includes(level)}
            onClick={() => {
              hidden.value = hidden.value.includes(level)
                ? hidden.value.filter(other => other !== level)
                : [...hidden.value, level];
            }}
          >
            {t(LEVELS[level].name)}
          </button>
        ))}
        <FilterField label={t('playerFilterConsole')} text={text} />
      </search>
      <RowsStatus model={model} />
      {rows.value.length === 0 && whole.progress === 1 && (
        <p class="empty">{t(whole.console.length === 0 ? 'playerNoConsole' : 'playerNothingFits')}</p>
      )}
      <VirtualList
        label={t('playerTabConsole')}
        rows={rows.value}
        rowPx={ROW_PX}
        current={current.value}
        selected={open ? rows.value.indexOf(open) : -1}
        onSelect={select}
        keyOf={rowKey}
        classOf={({ level }) => level}
        render={({ at, level, text }) => (
          <>
            <Icon name={LEVELS[level].icon} size={15} />
            <span class="visually-hidden">{t(LEVELS[level].name)}</span>
            <span class="line-text console-text">{text}</span>
            <time>{clockTime(at - start)}</time>
          </>
        )}
      />
      {open && (
        <ConsoleDetail
          model={model}
          row={open}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </div>
  );
}
