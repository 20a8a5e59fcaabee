import type { Step, StepKind } from '../../session/steps';
import type { TextKey } from '../../ui/t';
import type { IconName } from './icons';

/** Kinds that are shown and hidden together. */
export type StepGroupKind = 'click' | 'trouble' | 'input' | 'page' | 'error' | 'request' | 'note' | 'gap';

/** How a step is drawn: by its kind, or as a click that was trouble. */
export type StepLook = StepKind | 'trouble';

interface StepKindLook {
  /** The sentence with what was acted on, and without. */
  named: TextKey;
  unnamed: TextKey;
  icon: IconName;
  /** Of the theme. */
  colour: 'text' | 'muted' | 'link' | 'good' | 'warn' | 'bad' | 'note' | 'trouble';
  group: StepGroupKind;
}

/** How each kind of step is told and drawn. On the timeline a later one lies over an earlier. */
export const STEP_KINDS: Record<StepLook, StepKindLook> = {
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
  trouble: {
    named: 'playerStepClick',
    unnamed: 'playerStepClickUnnamed',
    icon: 'click',
    colour: 'trouble',
    group: 'trouble',
  },
  gap: { named: 'playerStepGap', unnamed: 'playerStepGap', icon: 'gap', colour: 'text', group: 'gap' },
  request: {
    named: 'playerStepRequest',
    unnamed: 'playerStepRequestUnnamed',
    icon: 'request',
    colour: 'warn',
    group: 'request',
  },
  error: { named: 'playerStepError', unnamed: 'playerStepErrorUnnamed', icon: 'error', colour: 'bad', group: 'error' },
  note: { named: 'playerStepNote', unnamed: 'playerStepNoteUnnamed', icon: 'note', colour: 'note', group: 'note' },
  idea: { named: 'playerStepIdea', unnamed: 'playerStepIdeaUnnamed', icon: 'idea', colour: 'note', group: 'note' },
  question: {
    named: 'playerStepQuestion',
    unnamed: 'playerStepQuestionUnnamed',
    icon: 'question',
    colour: 'note',
    group: 'note',
  },
  bug: { named: 'playerStepBug', unnamed: 'playerStepBugUnnamed', icon: 'bug', colour: 'note', group: 'note' },
};

/** What the groups are called, and the kind that stands for each: for filters and the legend. */
export const STEP_GROUPS: Record<StepGroupKind, { name: TextKey; kind: StepLook; why?: TextKey }> = {
  click: { name: 'playerKindClick', kind: 'click' },
  trouble: { name: 'playerKindTrouble', kind: 'trouble', why: 'playerKindTroubleWhy' },
  input: { name: 'playerKindInput', kind: 'input' },
  page: { name: 'playerKindPage', kind: 'page' },
  error: { name: 'playerKindError', kind: 'error' },
  request: { name: 'playerKindRequest', kind: 'request' },
  note: { name: 'playerKindNote', kind: 'note' },
  gap: { name: 'playerKindGap', kind: 'gap' },
};

/** For a style: the colour of a kind as `--kind`. */
export const kindColour = (kind: StepLook): Record<string, string> => ({
  '--kind': `var(--${STEP_KINDS[kind].colour})`,
});

export const lookOf = ({ kind, trouble }: Step): StepLook => (trouble ? 'trouble' : kind);

/** The groups that a step is shown and hidden with: a click that was trouble is a click as well. */
export const groupsOf = (step: Step): StepGroupKind[] => [
  ...new Set([STEP_KINDS[step.kind].group, STEP_KINDS[lookOf(step)].group]),
];
