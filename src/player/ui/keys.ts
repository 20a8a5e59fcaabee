import type { PlayerModel } from './model';

/** Where keys have a meaning of their own. */
const OWN_KEYS = 'input, textarea, select, [contenteditable], [role="tab"]';

/** The keys of the well-known video players. */
export function onKey(model: PlayerModel, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest(OWN_KEYS)) return;
  // A focused button is pressed by the space bar.
  if (event.key === ' ' && target?.closest('button, a')) return;
  const act = actionOf(model, event.key);
  if (!act) return;
  event.preventDefault();
  act();
}

function actionOf(model: PlayerModel, key: string): (() => void) | undefined {
  switch (key) {
    case ' ':
    case 'k':
      return model.toggle;
    case 'ArrowLeft':
      return () => model.smallStep(-1);
    case 'ArrowRight':
      return () => model.smallStep(1);
    case 'j':
      return () => model.bigStep(-1);
    case 'l':
      return () => model.bigStep(1);
    case ',':
      return model.previousStep;
    case '.':
      return model.nextStep;
    case 'n':
      return model.addNote;
  }
}
