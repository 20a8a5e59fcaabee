import { useRef } from 'preact/hooks';
import { t } from '../../ui/t';
import type { PlayerModel } from './model';
import { StepRow } from './step-row';
import { useFollow } from './use-follow';

const WORDS = {
  error: ['playerErrorsShown', 'playerNoErrors'],
  request: ['playerRequestsShown', 'playerNoRequests'],
} as const;

/** All steps of one kind, with what was recorded of them. */
export function MarksPanel({ model, kind }: { model: PlayerModel; kind: keyof typeof WORDS }) {
  const list = useRef<HTMLOListElement>(null);
  useFollow(model, list);
  const steps = model.steps.value.filter(step => step.kind === kind);
  const [heading, none] = WORDS[kind];
  if (steps.length === 0) return <p class="empty">{t(none)}</p>;
  const start = model.timeline.value?.start ?? 0;
  return (
    <ol class="steps" ref={list} aria-label={t(heading)}>
      {steps.map(step => (
        <StepRow key={step.key} model={model} step={step} start={start} withDetail={kind === 'error'} />
      ))}
    </ol>
  );
}
