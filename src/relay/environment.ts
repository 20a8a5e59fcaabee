import type { RecordingOptions } from '../messages/channel';
import { changedIn, systemOf } from '../session/environment';
import { type Environment, type MarkDraft, PRIVACY } from '../session/types';

/** A window that is being dragged to another size has one new size: the last. */
const SETTLED_MS = 500;

/** What the page runs in and what of it is recorded, as it is now. `extension` is our version. */
export const environmentNow = (extension: string, options: RecordingOptions): Environment => ({
  ...systemOf(navigator.userAgent),
  viewport: [innerWidth, innerHeight],
  pixelRatio: Math.round(devicePixelRatio * 100) / 100,
  touch: navigator.maxTouchPoints > 0,
  language: navigator.language,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  colourScheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  extension,
  privacy: PRIVACY.filter(name => options[name]),
});

/** Makes a mark of each change: a window resized, a device emulated, another colour scheme, a setting. `look` looks at once. */
export function watchEnvironment(
  known: Environment,
  read: () => Environment,
  now: () => number,
  made: (mark: MarkDraft) => void,
  signal: AbortSignal,
): { look(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // On a phone a page has a size of its own once it has said which, and that is no change.
  const begins = () => void Object.assign(known, read());
  document.addEventListener('DOMContentLoaded', begins, { signal });
  const look = () => {
    if (document.readyState === 'loading') return begins();
    const current = read();
    const change = changedIn(known, current);
    known = current;
    if (Object.keys(change).length === 0) return;
    made({ kind: 'environment', at: now(), label: '', detail: JSON.stringify(change) });
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, SETTLED_MS);
  };
  const options = { capture: true, passive: true, signal };
  for (const type of ['resize', 'languagechange']) window.addEventListener(type, lookSoon, options);
  for (const query of ['(prefers-color-scheme: dark)', '(pointer: coarse)', `(resolution: ${devicePixelRatio}dppx)`])
    matchMedia(query).addEventListener('change', lookSoon, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  return { look };
}
