import type { TextKey } from '../../ui/t';
import { toggleFullScreen } from './full-screen';
import { openHelp } from './help';
import type { PlayerModel } from './model';

/** Where keys have a meaning of their own. A panel's tab takes what it needs itself, and lets the others through. */
const OWN_KEYS = 'input, textarea, select, [contenteditable], dialog[open]';

interface Shortcut {
  keys: string[];
  /** The keys as help names them, where they are many. */
  shown?: string[];
  name: TextKey;
  act: (model: PlayerModel, key: string) => void;
}

/** The keys of the well-known video players, and what testers need besides. */
export const SHORTCUTS: Shortcut[] = [
  { keys: [' ', 'k'], name: 'playerKeyPlay', act: model => model.toggle() },
  { keys: ['ArrowLeft'], name: 'playerKeyBack5', act: model => model.smallStep(-1) },
  { keys: ['ArrowRight'], name: 'playerKeyForward5', act: model => model.smallStep(1) },
  { keys: ['j'], name: 'playerBack', act: model => model.bigStep(-1) },
  { keys: ['l'], name: 'playerForward', act: model => model.bigStep(1) },
  {
    keys: [...'0123456789'],
    shown: ['0', '…', '9'],
    name: 'playerKeyTenths',
    act: (model, key) => model.seekToShare(Number(key) / 10),
  },
  { keys: ['Home', 'End'], name: 'playerKeyEnds', act: (model, key) => model.seekToShare(key === 'Home' ? 0 : 1) },
  { keys: [','], name: 'playerPreviousStep', act: model => model.previousStep() },
  { keys: ['.'], name: 'playerNextStep', act: model => model.nextStep() },
  { keys: ['E'], name: 'playerPreviousError', act: model => model.goToError(-1) },
  { keys: ['e'], name: 'playerNextError', act: model => model.goToError(1) },
  { keys: ['<'], name: 'playerSlower', act: model => model.changeSpeed(-1) },
  { keys: ['>'], name: 'playerFaster', act: model => model.changeSpeed(1) },
  { keys: ['n'], name: 'playerAddNote', act: model => model.addNote() },
  { keys: ['P'], name: 'playerSessionBefore', act: model => model.goToSession('before') },
  { keys: ['N'], name: 'playerSessionAfter', act: model => model.goToSession('after') },
  { keys: ['/'], name: 'playerSearch', act: model => model.openSearch() },
  { keys: ['f'], name: 'playerFullScreen', act: () => toggleFullScreen() },
  { keys: ['z'], name: 'playerLifeSize', act: model => model.toggleLifeSize() },
  { keys: ['?'], name: 'playerHelp', act: () => openHelp() },
];

export function onKey(model: PlayerModel, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest(OWN_KEYS)) return;
  // A focused button is pressed by the space bar.
  if (event.key === ' ' && target?.closest('button, a, summary')) return;
  // What scrolls has its own beginning and end.
  if (['Home', 'End'].includes(event.key) && target?.closest('[tabindex]')) return;
  const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(event.key));
  if (!shortcut) return;
  event.preventDefault();
  shortcut.act(model, event.key);
}
