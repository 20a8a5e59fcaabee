import { useSignalEffect } from '@preact/signals';
import { memo } from 'preact/compat';
import { useRef } from 'preact/hooks';
import type { Step } from '../../session/steps';
import { clockTime } from '../../ui/format';
import { t } from '../../ui/t';
import { Icon } from './icons';
import type { PlayerModel } from './model';
import { stepIcon, stepText } from './words';

interface StepRowProps {
  model: PlayerModel;
  step: Step;
  start: number;
}

/** One step as a row; a click goes to its moment. Whether it is the current one is set past preact: rows are many. */
export const StepRow = memo(({ model, step, start }: StepRowProps) => {
  const row = useRef<HTMLLIElement>(null);
  useSignalEffect(() => {
    const isCurrent = model.current.value?.key === step.key;
    if (isCurrent) row.current?.setAttribute('aria-current', 'true');
    else row.current?.removeAttribute('aria-current');
  });
  const text = stepText(step);
  return (
    <li class={`step ${step.kind}`} ref={row}>
      <button type="button" class="row" title={text} onClick={() => model.seek(step.at)}>
        <Icon name={stepIcon(step.kind)} size={16} />
        <span class="step-text">
          {text}
          {step.count > 1 && <span class="muted"> {t('playerStepTimes', step.count)}</span>}
        </span>
        <time>{clockTime(step.at - start)}</time>
      </button>
    </li>
  );
});
