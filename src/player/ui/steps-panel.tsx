import { useComputed } from '@preact/signals';
import type { Step, StepGroup } from '../../session/steps';
import { lastIndex } from '../../session/timeline';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import { FilterField } from './filter-field';
import { Icon } from './icons';
import type { PlayerModel } from './model';
import { StepDetail } from './step-detail';
import { groupsOf, kindColour, lookOf, STEP_GROUPS, STEP_KINDS, type StepGroupKind } from './step-kinds';
import { TranscriptButtons } from './transcript-buttons';
import { VirtualList } from './virtual-list';
import { pageName, stepText } from './words';

type Row = { is: 'page'; group: StepGroup } | { is: 'step'; step: Step; group: StepGroup };

const ROW_PX = 32;

const keyOf = (row: Row): string => (row.is === 'step' ? row.step.key : row.group.key);
const momentOf = (row: Row): number => (row.is === 'step' ? row.step.at : row.group.at);

/** The story in words, page by page. */
export function StepsPanel({ model }: { model: PlayerModel }) {
  const { kinds, text, chosen } = model.stepsView;
  const groups = useComputed(() => {
    const sought = text.value.toLowerCase();
    const fits = (step: Step) =>
      (kinds.value.length === 0 || groupsOf(step).some(group => kinds.value.includes(group))) &&
      stepText(step).toLowerCase().includes(sought);
    const narrowed = sought !== '' || kinds.value.length > 0;
    return model.groups.value
      .map(group => ({ ...group, steps: group.steps.filter(fits) }))
      .filter(
        ({ steps, ...group }) =>
          !narrowed || steps.length > 0 || (sought && pageName(group).toLowerCase().includes(sought)),
      );
  });
  const rows = useComputed(() =>
    groups.value.flatMap((group): Row[] => [
      { is: 'page', group },
      ...group.steps.map((step): Row => ({ is: 'step', step, group })),
    ]),
  );
  const moments = useComputed(() =>
    rows.value.map((row, n) => ({ n, at: momentOf(row) })).sort((a, b) => a.at - b.at || a.n - b.n),
  );
  // A page on which nothing was done yet is where the story is, and not the last step on the page before.
  const current = useComputed(() => {
    const { value: sorted } = moments;
    return sorted[lastIndex(sorted, ({ at }) => at <= model.time.value)]?.n ?? -1;
  });
  const start = model.timeline.value?.start ?? 0;
  const present = new Set(model.steps.value.flatMap(groupsOf));
  const toggle = (kind: StepGroupKind) => {
    kinds.value = kinds.value.includes(kind) ? kinds.value.filter(other => other !== kind) : [...kinds.value, kind];
  };
  const open = model.steps.value.find(({ key }) => key === chosen.value);
  return (
    <div class="log-panel steps">
      <search class="filters" aria-label={t('playerFilter')}>
        {(Object.keys(STEP_GROUPS) as StepGroupKind[])
          .filter(kind => present.has(kind) || kinds.value.includes(kind))
          .map(kind => (
            <button
              key={kind}
              type="button"
              class="chip kind"
              style={kindColour(STEP_GROUPS[kind].kind)}
              aria-pressed={kinds.value.includes(kind)}
              title={hint(kind)}
              onClick={() => toggle(kind)}
            >
              <Icon name={STEP_KINDS[STEP_GROUPS[kind].kind].icon} size={14} />
              {t(STEP_GROUPS[kind].name)}
            </button>
          ))}
        <span class="filter-line">
          <FilterField label={t('playerFilterSteps')} text={text} />
          <TranscriptButtons model={model} />
        </span>
      </search>
      {model.steps.value.length === 0 && <p class="empty">{t('playerNoSteps')}</p>}
      {model.steps.value.length > 0 && rows.value.length === 0 && <p class="empty">{t('playerNothingFits')}</p>}
      <VirtualList
        label={t('playerSteps')}
        rows={rows.value}
        rowPx={ROW_PX}
        current={current.value}
        selected={rows.value.findIndex(row => keyOf(row) === chosen.value)}
        onDismiss={() => {
          chosen.value = undefined;
        }}
        onSelect={row => {
          chosen.value = keyOf(row);
          model.seek(momentOf(row));
        }}
        onPoint={row => model.expect(row && momentOf(row))}
        keyOf={row => keyOf(row).replaceAll(' ', '-')}
        classOf={row => (row.is === 'step' ? `step ${row.step.kind}` : 'heading')}
        render={row =>
          row.is === 'step' ? <StepLine {...row} start={start} /> : <Heading group={row.group} start={start} />
        }
      />
      {open && <StepDetail key={open.key} model={model} step={open} />}
    </div>
  );
}

const hint = (kind: StepGroupKind): string | undefined => {
  const { why } = STEP_GROUPS[kind];
  return why && t(why);
};

function StepLine({ step, group, start }: { step: Step; group: StepGroup; start: number }) {
  return (
    <>
      <span class="kind" style={kindColour(lookOf(step))}>
        <Icon name={STEP_KINDS[step.kind].icon} size={16} />
      </span>
      <span class="line-text" title={stepText(step)}>
        {stepText(step, group.url)}
        {step.count > 1 && <span class="muted"> {t('playerStepTimes', step.count)}</span>}
      </span>
      <time>{clockTime(step.at - start)}</time>
    </>
  );
}

const Heading = ({ group, start }: { group: StepGroup; start: number }) => (
  <>
    <span class="line-text" title={group.url}>
      {pageName(group)}
    </span>
    <time>{clockTime(group.at - start)}</time>
  </>
);
