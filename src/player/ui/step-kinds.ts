import type { StepKind } from '../../session/steps';
import type { TextKey } from '../../ui/t';
import type { IconName } from './icons';

/** Kinds that are shown and hidden together. */
export type StepGroupKind = 'click' | 'input' | 'page' | 'error' | 'request' | 'note' | 'gap';

interface StepKindLook {
  /** The sentence with what was acted on, and without. */
  named: TextKey;
  unnamed: TextKey;
  icon: IconName;
  /** Of the theme. */
  colour: 'muted' | 'link' | 'good' | 'warn' | 'bad' | 'accent';
  group: StepGroupKind;
}

/** How each kind of step is told and drawn. On the timeline a later one lies over an earlier. */
export const STEP_KINDS: Record<StepKind, StepKindLook> = {
  tab: { named: 'playerStepTab', unnamed: 'playerStepTab', icon: 'tab', colour: 'muted', group: 'page' },
  environment: {
    named: 'playerStepEnvironment',
    unnamed: 'playerStepEnvironmentUnnamed',
    icon: 'info',
    colour: 'muted',
    group: 'page',
  },
  page: { named: 'playerStepPage', unnamed: 'playerStepPageUnnamed', icon: 'page', colour: 'muted', group: 'page' },
  left: { named: 'playerStepLeft', unnamed: 'playerStepLeftUnnamed', icon: 'page', colour: 'muted', group: 'page' },
  back: { named: 'playerStepBack', unnamed: 'playerStepBack', icon: 'page', colour: 'muted', group: 'page' },
  key: { named: 'playerStepKey', unnamed: 'playerStepKeyUnnamed', icon: 'key', colour: 'good', group: 'input' },
  input: { named: 'playerStepInput', unnamed: 'playerStepInputUnnamed', icon: 'input', colour: 'good', group: 'input' },
  click: { named: 'playerStepClick', unnamed: 'playerStepClickUnnamed', icon: 'click', colour: 'link', group: 'click' },
  gap: { named: 'playerStepGap', unnamed: 'playerStepGap', icon: 'gap', colour: 'bad', group: 'gap' },
  request: {
    named: 'playerStepRequest',
    unnamed: 'playerStepRequestUnnamed',
    icon: 'request',
    colour: 'warn',
    group: 'request',
  },
  error: { named: 'playerStepError', unnamed: 'playerStepErrorUnnamed', icon: 'error', colour: 'bad', group: 'error' },
  note: { named: 'playerStepNote', unnamed: 'playerStepNoteUnnamed', icon: 'note', colour: 'accent', group: 'note' },
  idea: { named: 'playerStepIdea', unnamed: 'playerStepIdeaUnnamed', icon: 'idea', colour: 'accent', group: 'note' },
  question: {
    named: 'playerStepQuestion',
    unnamed: 'playerStepQuestionUnnamed',
    icon: 'question',
    colour: 'accent',
    group: 'note',
  },
  bug: { named: 'playerStepBug', unnamed: 'playerStepBugUnnamed', icon: 'bug', colour: 'accent', group: 'note' },
};

/** What the groups are called, and the kind that stands for each: for filters and the legend. */
export const STEP_GROUPS: Record<StepGroupKind, { name: TextKey; kind: StepKind }> = {
  click: { name: 'playerKindClick', kind: 'click' },
  input: { name: 'playerKindInput', kind: 'input' },
  page: { name: 'playerKindPage', kind: 'page' },
  error: { name: 'playerKindError', kind: 'error' },
  request: { name: 'playerKindRequest', kind: 'request' },
  note: { name: 'playerKindNote', kind: 'note' },
  gap: { name: 'playerKindGap', kind: 'gap' },
};

/** For a style: the colour of a kind as `--kind`. */
export const kindColour = (kind: StepKind): Record<string, string> => ({
  '--kind': `var(--${STEP_KINDS[kind].colour})`,
});
