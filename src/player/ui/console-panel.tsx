import { useComputed } from '@preact/signals';
import type { ConsoleLevel } from '../../session/rows';
import { clockTime } from '../../ui/format';
import { type TextKey, t } from '../../ui/t';
import { ConsoleDetail } from './console-detail';
import { FilterField } from './filter-field';
import { Icon, type IconName } from './icons';
import type { PlayerModel } from './model';
import { RowsList } from './rows-list';
import { RowsStatus } from './rows-status';

const LEVELS: Record<ConsoleLevel, { name: TextKey; icon: IconName }> = {
  error: { name: 'playerLevelError', icon: 'error' },
  warn: { name: 'playerLevelWarn', icon: 'warn' },
  info: { name: 'playerLevelInfo', icon: 'info' },
  debug: { name: 'playerLevelDebug', icon: 'debug' },
};
const ALL = Object.keys(LEVELS) as ConsoleLevel[];

/** All that the pages logged, and what went wrong in them. */
export function ConsolePanel({ model }: { model: PlayerModel }) {
  const { levels, text, chosen } = model.rows.console;
  const rows = useComputed(() => {
    const sought = text.value.toLowerCase();
    return model.rows.all.value.console.filter(
      row => (levels.value.length === 0 || levels.value.includes(row.level)) && row.text.toLowerCase().includes(sought),
    );
  });
  const whole = model.rows.all.value;
  const start = model.timeline.value?.start ?? 0;
  return (
    <div class="log-panel">
      <search class="filters" aria-label={t('playerFilter')}>
        {ALL.map(level => (
          <button
            key={level}
            type="button"
            class={`chip ${level}`}
            aria-pressed={levels.value.includes(level)}
            onClick={() => {
              levels.value = levels.value.includes(level)
                ? levels.value.filter(other => other !== level)
                : [...levels.value, level];
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
      <RowsList
        model={model}
        label={t('playerTabConsole')}
        rows={rows}
        chosen={chosen}
        classOf={({ level }) => level}
        render={({ at, level, text }) => (
          <>
            <Icon name={LEVELS[level].icon} size={15} />
            <span class="visually-hidden">{t(LEVELS[level].name)}</span>
            <span class="line-text console-text">{text}</span>
            <time>{clockTime(at - start)}</time>
          </>
        )}
        detail={(row, onClose) => <ConsoleDetail model={model} row={row} onClose={onClose} />}
      />
    </div>
  );
}
