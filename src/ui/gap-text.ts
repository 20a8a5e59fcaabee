import { DAMAGED, LOST } from '../session/lost';
import { type TextKey, t } from './t';

const GAPS = new Map<string, TextKey>(
  Object.entries({
    overflow: 'playerStepGapOverflow',
    'too-large': 'playerStepGapTooLarge',
    requests: 'playerStepGapRequests',
    unreadable: 'playerStepGapUnreadable',
    [LOST]: 'playerStepGapLost',
    [DAMAGED]: 'playerStepGapDamaged',
  } as const),
);

/** What is missing at a gap, and why. */
export const gapText = (label: string): string => t(GAPS.get(label) ?? 'playerStepGap');
