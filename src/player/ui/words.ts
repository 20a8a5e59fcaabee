import { LOST } from '../../session/lost';
import type { Step, StepKind } from '../../session/steps';
import { type TextKey, t } from '../../ui/t';
import type { IconName } from './icons';

const NAMED = {
  click: ['playerStepClick', 'playerStepClickUnnamed'],
  input: ['playerStepInput', 'playerStepInputUnnamed'],
  key: ['playerStepKey', 'playerStepKeyUnnamed'],
  page: ['playerStepPage', 'playerStepPageUnnamed'],
  error: ['playerStepError', 'playerStepErrorUnnamed'],
  request: ['playerStepRequest', 'playerStepRequestUnnamed'],
  note: ['playerStepNote', 'playerStepNote'],
} as const;

const GAPS: Record<string, TextKey> = {
  overflow: 'playerStepGapOverflow',
  'too-large': 'playerStepGapTooLarge',
  [LOST]: 'playerStepGapLost',
};

/** A step as a sentence. */
export function stepText({ kind, label, detail }: Pick<Step, 'kind' | 'label' | 'detail'>): string {
  if (kind === 'tab') return t('playerStepTab');
  if (kind === 'gap') return t(GAPS[label] ?? 'playerStepGap');
  if (kind === 'request' && label && detail) return t('playerStepRequestDetail', label, detail);
  const [named, unnamed] = NAMED[kind];
  return label ? t(named, label) : t(unnamed);
}

export const stepIcon = (kind: StepKind): IconName => kind;

/** A page by its title, or by its address without what all addresses share. */
export const pageName = ({ title, url }: { title: string; url: string }): string =>
  (title !== url && title) || url.replace(/^https?:\/\//, '') || t('playerUntitled');
