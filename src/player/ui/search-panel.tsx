import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type FoundIn, search, wordsOf } from '../../session/search';
import { clockTime } from '../../ui/format';
import { type TextKey, t } from '../../ui/t';
import type { PlayerModel } from './model';
import { RowsStatus } from './rows-status';
import { stepText } from './words';

const GROUPS: Record<FoundIn, TextKey> = {
  notes: 'playerKindNote',
  steps: 'playerTabSteps',
  pages: 'playerKindPage',
  typed: 'playerFoundTyped',
  console: 'playerTabConsole',
  network: 'playerTabNetwork',
};

/** One field for everything that was recorded. */
export function SearchPanel({ model }: { model: PlayerModel }) {
  useEffect(() => model.rows.need(), [model]);
  const { sought } = model;
  const found = useComputed(() =>
    search(sought.value, {
      pages: model.story.value?.pages ?? [],
      steps: model.steps.value,
      rows: model.rows.all.value,
      sentence: stepText,
    }),
  );
  const start = model.timeline.value?.start ?? 0;
  const panel = useRef<HTMLDivElement>(null);
  /** The arrow keys go from the field through what was found, Enter in the field to the first of it. */
  const onKeyDown = (event: KeyboardEvent) => {
    const stops = [...(panel.current?.querySelectorAll<HTMLElement>('#search-field, .found') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (event.key === 'Enter' && at === 0) stops[1]?.click();
    else if (by === undefined || !stops[at + by]) return;
    else stops[at + by]?.focus();
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only passes the focus on among the controls in it
    <div class="search-panel" ref={panel} onKeyDown={onKeyDown}>
      <search class="filters">
        <input
          class="filter-field"
          id="search-field"
          type="search"
          aria-label={t('playerSearch')}
          placeholder={t('playerSearch')}
          value={sought.value}
          onInput={event => {
            sought.value = event.currentTarget.value;
          }}
        />
      </search>
      {sought.value && <RowsStatus model={model} />}
      <p class="visually-hidden" role="status">
        {sought.value &&
          t(
            'playerFoundCount',
            found.value.reduce((sum, { count }) => sum + count, 0),
          )}
      </p>
      {sought.value.trim() === '' && <p class="empty">{t('playerSearchHint')}</p>}
      {sought.value.trim() !== '' && found.value.length === 0 && model.rows.all.value.progress === 1 && (
        <p class="empty">{t('playerFoundNothing')}</p>
      )}
      {found.value.map(group => (
        <section key={group.in} aria-labelledby={`found-${group.in}`}>
          <h2 id={`found-${group.in}`}>
            {t(GROUPS[group.in])} <span class="muted">{group.count.toLocaleString()}</span>
          </h2>
          <ul>
            {group.first.map(({ key, at, text }) => (
              <li key={key}>
                <button
                  type="button"
                  class="found"
                  title={text}
                  onClick={() => model.seek(at)}
                  onPointerEnter={() => model.expect(at)}
                  onPointerLeave={() => model.expect(undefined)}
                >
                  <span class="line-text">
                    <Marked text={text} words={wordsOf(sought.value)} />
                  </span>
                  <time>{clockTime(at - start)}</time>
                </button>
              </li>
            ))}
          </ul>
          {group.count > group.first.length && (
            <p class="muted more">{t('playerFoundMore', (group.count - group.first.length).toLocaleString())}</p>
          )}
        </section>
      ))}
    </div>
  );
}

/** A text with the words searched for marked in it. */
function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const any = new RegExp(`(${words.map(word => word.replace(/\W/g, '\\$&')).join('|')})`, 'i');
  return <>{text.split(any).map((part, n) => (n % 2 ? <mark key={n}>{part}</mark> : part))}</>;
}
