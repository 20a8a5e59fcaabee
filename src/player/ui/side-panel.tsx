import { useRef } from 'preact/hooks';
import { type TextKey, t } from '../../ui/t';
import { ConsolePanel } from './console-panel';
import { DetailsPanel } from './details-panel';
import { type PlayerModel, PANELS as TABS, type Panel as Tab } from './model';
import { NetworkPanel } from './network-panel';
import { SearchPanel } from './search-panel';
import { Splitter } from './splitter';
import { StepsPanel } from './steps-panel';

const NAMES: Record<Tab, TextKey> = {
  steps: 'playerTabSteps',
  console: 'playerTabConsole',
  network: 'playerTabNetwork',
  search: 'playerTabSearch',
  details: 'playerTabDetails',
};

export function SidePanel({ model }: { model: PlayerModel }) {
  const shown = model.panel;
  const list = useRef<HTMLDivElement>(null);
  const counts: Partial<Record<Tab, number>> = {
    console: model.steps.value.filter(({ kind }) => kind === 'error').length,
    network: model.steps.value.filter(({ kind }) => kind === 'request').length,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = TABS.indexOf(shown.value);
    const places: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1 + TABS.length,
      Home: 0,
      End: TABS.length - 1,
    };
    const to = places[event.key];
    const tab = to === undefined ? undefined : TABS[to % TABS.length];
    if (!tab) return;
    event.preventDefault();
    shown.value = tab;
    list.current?.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };
  return (
    <aside class="side" aria-label={t('playerTabs')}>
      <Splitter />
      <div class="tablist" ref={list} role="tablist" aria-label={t('playerTabs')} onKeyDown={onKeyDown}>
        {TABS.map(tab => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-label={t(NAMES[tab])}
            aria-selected={shown.value === tab}
            aria-controls="panel"
            tabIndex={shown.value === tab ? 0 : -1}
            onClick={() => {
              shown.value = tab;
            }}
          >
            {t(NAMES[tab])}
            {/* Drawn by the style: the button's name stays what it is. */}
            {!!counts[tab] && <span class="count" data-count={counts[tab]} />}
          </button>
        ))}
      </div>
      <div key={shown.value} class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${shown.value}`}>
        {shown.value === 'steps' && <StepsPanel model={model} />}
        {shown.value === 'console' && <ConsolePanel model={model} />}
        {shown.value === 'network' && <NetworkPanel model={model} />}
        {shown.value === 'search' && <SearchPanel model={model} />}
        {shown.value === 'details' && <DetailsPanel model={model} />}
      </div>
    </aside>
  );
}
