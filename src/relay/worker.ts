import browser from 'webextension-polyfill';
import type { Call, RelayCalls, Reply } from '../messages/protocol';

// Async, for where the extension has gone `sendMessage` throws instead of rejecting.
export const call = async <K extends keyof RelayCalls>(
  type: K,
  data: Extract<Call<RelayCalls>, { type: K }>['data'],
): Promise<Reply<RelayCalls, K> | undefined> => browser.runtime.sendMessage({ type, data });

/** Whether the extension that this script belongs to is still there. */
export const isOrphan = (): boolean => browser.runtime?.id === undefined;

/** A frame reports its user's activity to the page this often at most, a page to its frames. */
const REPORT_MS = window === window.top ? 5_000 : 1_000;

/** Tells the rest of the tab that its user acts here, now and then. */
export function reporter(): (at: number) => void {
  let reportedAt = 0;
  return at => {
    if (Math.abs(at - reportedAt) < REPORT_MS) return;
    reportedAt = at;
    call('frameActivity', { at }).catch(() => {}); // the next activity tries again
  };
}

/** Says that a frame has loaded which may have no relay. */
export const framesLoaded = () => {
  if (!isOrphan()) call('framesLoaded', undefined).catch(() => {}); // the next frame tries again
};
