import type { Tab } from '../../session/timeline';
import { t } from '../../ui/t';
import { Icon } from './icons';
import type { PlayerModel } from './model';
import { pageName } from './words';

/** The tabs of a session that ran in several: a press keeps one on show, "Follow the user" goes where the user went. */
export function TabStrip({ model }: { model: PlayerModel }) {
  const tabs = model.tabs.value;
  if (tabs.length < 2) return null;
  const pinned = model.pinnedTab.value;
  const shown = pinned ?? model.page.value?.tabId;
  const now = (model.timeline.value?.start ?? 0) + model.second.value * 1000;
  // As the picture goes: the next page's title comes with the page.
  const onShow = model.pageName.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's border and legend would have to be undone
    <div class="tab-strip" role="group" aria-label={t('playerTabStrip')}>
      {tabs.map((tab, n) => (
        <button
          key={tab.tabId}
          type="button"
          class={tab.tabId === shown ? 'strip-tab shown' : 'strip-tab'}
          aria-pressed={tab.tabId === pinned}
          title={t('playerPinTab')}
          onClick={() => model.pin(tab.tabId === pinned ? undefined : tab.tabId)}
        >
          {tab.tabId === pinned && <Icon name="pin" size={13} />}
          <span class="line-text">{(tab.tabId === shown ? onShow : titleOf(tab, now)) || String(n + 1)}</span>
        </button>
      ))}
      <button
        type="button"
        class="strip-tab follow"
        aria-pressed={pinned === undefined}
        onClick={() => model.pin(undefined)}
      >
        <Icon name="follow" size={13} />
        {t('playerFollow')}
      </button>
    </div>
  );
}

/** A tab's title while another is on show; before it was opened, its first. */
function titleOf({ pages }: Tab, at: number): string {
  const page = pages.findLast(({ startedAt }) => startedAt <= at) ?? pages[0];
  return page ? pageName(page) : '';
}
