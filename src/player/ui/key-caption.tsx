import { useComputed } from '@preact/signals';
import type { PlayerModel } from './model';

/** A pressed key stays on the picture this long. */
const SHOWN_MS = 1_200;

/** Which key was pressed just now. For the eye only: the steps say it too. */
export function KeyCaption({ model }: { model: PlayerModel }) {
  const label = useComputed(() => {
    const at = model.time.value;
    return model.steps.value.findLast(step => step.kind === 'key' && step.at <= at && at - step.at < SHOWN_MS)?.label;
  });
  if (!label.value) return null;
  return (
    <span class="key-caption" aria-hidden="true">
      <kbd>{label.value}</kbd>
    </span>
  );
}
