import { t } from '../../ui/t';
import type { PlayerModel } from './model';
import { groupsOf, kindColour, STEP_GROUPS, type StepGroupKind } from './step-kinds';

/** What the colours on the timeline mean, and the switch for idle stretches. */
export function Legend({ model }: { model: PlayerModel }) {
  const present = new Set(model.steps.value.flatMap(groupsOf));
  const hasIdle = (model.timeline.value?.idle.length ?? 0) > 0;
  return (
    <div class="legend">
      {(Object.keys(STEP_GROUPS) as StepGroupKind[])
        .filter(kind => present.has(kind))
        .map(kind => (
          <span key={kind} class="legend-kind" style={kindColour(STEP_GROUPS[kind].kind)}>
            {t(STEP_GROUPS[kind].name)}
          </span>
        ))}
      {hasIdle && <span class="legend-stretch">{t('playerIdle')}</span>}
      {model.blanks.value.length > 0 && <span class="legend-stretch not-recorded">{t('playerBlank')}</span>}
      {hasIdle && (
        <button
          type="button"
          class="text-button"
          aria-pressed={model.folded.value}
          onClick={() => {
            model.folded.value = !model.folded.peek();
          }}
        >
          {t('playerFoldIdle')}
        </button>
      )}
    </div>
  );
}
