import type { TabState } from '../src/messages/protocol';
import type { TextKey } from '../src/ui/t';

/** What a state of recording means to a tester, and what can be done about it. */
export interface Words {
  text: TextKey;
  remedy?: 'reload' | 'resume' | 'allow' | 'settings';
}

const WHY: Record<NonNullable<TabState['why']>, Words> = {
  'disk-full': { text: 'popupWhyDiskFull' },
  database: { text: 'popupWhyDatabase' },
  overflow: { text: 'popupWhyOverflow' },
  'no-access': { text: 'popupWhyNoAccess', remedy: 'allow' },
  private: { text: 'popupWhyPrivate', remedy: 'settings' },
  'not-a-website': { text: 'popupWhyNoWebsite' },
  'never-record': { text: 'popupWhyNeverRecord', remedy: 'settings' },
  reload: { text: 'popupWhyReload', remedy: 'reload' },
};

const STATES: Record<Exclude<TabState['recording'], 'off'>, Words> = {
  on: { text: 'popupStateOn' },
  paused: { text: 'popupStatePaused', remedy: 'resume' },
  'waiting-for-reload': { text: 'popupWhyReload', remedy: 'reload' },
  trouble: { text: 'popupStateTrouble', remedy: 'reload' },
  impossible: { text: 'popupStateImpossible' },
};

/** Undefined where there is nothing to say but what the switch itself says. */
export function wordsFor({ recording, why }: TabState): Words | undefined {
  if (why !== undefined) return WHY[why];
  return recording === 'off' ? undefined : STATES[recording];
}
