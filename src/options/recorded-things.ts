import type { RecordingOptions } from '../messages/channel';
import type { TextKey } from '../ui/t';

/** What can be recorded or left out, in the order in which it is asked. */
export const RECORDED_THINGS: { option: keyof RecordingOptions; name: TextKey; why: TextKey }[] = [
  { option: 'keystrokes', name: 'optionsKeystrokes', why: 'optionsKeystrokesWhy' },
  { option: 'console', name: 'optionsConsole', why: 'optionsConsoleWhy' },
  { option: 'network', name: 'optionsNetwork', why: 'optionsNetworkWhy' },
  { option: 'bodies', name: 'optionsBodies', why: 'optionsBodiesWhy' },
  { option: 'canvas', name: 'optionsCanvas', why: 'optionsCanvasWhy' },
  { option: 'assets', name: 'optionsAssets', why: 'optionsAssetsWhy' },
  { option: 'media', name: 'optionsMedia', why: 'optionsMediaWhy' },
  { option: 'strict', name: 'optionsStrict', why: 'optionsStrictWhy' },
];
