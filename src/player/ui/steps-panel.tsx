import { useRef } from 'preact/hooks';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';
import { StepRow } from './step-row';
import { useFollow } from './use-follow';
import { pageName } from './words';

/** The story in words, page by page. */
export function StepsPanel({ model }: { model: PlayerModel }) {
  const list = useRef<HTMLDivElement>(null);
  useFollow(model, list);
  const start = model.timeline.value?.start ?? 0;
  return (
    <div class="steps" ref={list}>
      {model.steps.value.length === 0 && <p class="empty">{t('playerNoSteps')}</p>}
      {model.groups.value.map(group => (
        <section key={group.key} class="group">
          <h2>
            <button type="button" class="row heading" title={group.url} onClick={() => model.seek(group.at)}>
              <span class="step-text">{pageName(group)}</span>
              <time>{clockTime(group.at - start)}</time>
            </button>
          </h2>
          {group.steps.length > 0 && (
            <ol>
              {group.steps.map(step => (
                <StepRow key={step.key} model={model} step={step} start={start} />
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
}
