import { CAUTIOUS, type RecordingOptions } from '../messages/channel';
import { PRIVACY } from '../session/types';

declare global {
  /** What is switched on, by the scripts that run before the relay: `background/scripts.ts` has them run. */
  var tapedeckEarly: string[] | undefined;
}

const on = globalThis.tapedeckEarly;

/** What is to be recorded, as far as the browser was told before the page was loaded: the worker may say otherwise. */
export const EARLY: RecordingOptions = on
  ? (Object.fromEntries(PRIVACY.map(name => [name, on.includes(name)])) as unknown as RecordingOptions)
  : CAUTIOUS;
