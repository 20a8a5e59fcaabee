import { documentsNear } from './frames';

/** A click that shows no effect by then is a dead one. */
const PATIENCE_MS = 2_000;

const CLICKABLE =
  'button, summary, input:is([type=button i], [type=submit i], [type=reset i], [type=image i]), a[href^="http" i], a[href^="/"], a[href^="#"], a[href^="?"], [role=button], [role=link], [role=tab], [role=menuitem], [role=switch], [role=checkbox], [role=option], [onclick]';
/** What goes on outside of the page, or is done by the browser alone: a field takes the focus before it is clicked. */
const ELSEWHERE =
  'a[download], a[target=_blank], [disabled], [aria-disabled=true], select, textarea, [contenteditable]:not([contenteditable=false i]), input:not([type=button i], [type=submit i], [type=reset i], [type=image i])';
/** What a page or a browser answers a click with, besides changes of the page. */
const ANSWERS = [
  'scroll',
  'input',
  'change',
  'focusin',
  'play',
  'pause',
  'fullscreenchange',
  'toggle',
  'close',
  'copy',
  'blur',
];

const looksClickable = (element: Element): boolean =>
  !element.matches(ELSEWHERE) && (element.matches(CLICKABLE) || getComputedStyle(element).cursor === 'pointer');

/**
 * Tells whether a click on something that looks clickable was a dead one: neither did the page change, ask for something, scroll or go
 * elsewhere within the time, nor did the user leave it.
 */
export function watchEffects(element: Element, tell: (wasDead: boolean) => void): void {
  // What is drawn on a canvas is seen by nobody but the user.
  if (!looksClickable(element) || document.querySelector('canvas')) return;
  const clickedAt = performance.now();
  const stopping = new AbortController();
  const { signal } = stopping;
  const stop = () => {
    stopping.abort();
    changes.disconnect();
    requests.disconnect();
    clearTimeout(timer);
  };
  const changes = new MutationObserver(stop);
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    changes.observe(root, all);
    if (!(root instanceof ShadowRoot)) break;
  }
  for (const near of documentsNear(window)) changes.observe(near, all);
  const requests = new PerformanceObserver(list => {
    if (list.getEntries().some(({ startTime }) => startTime >= clickedAt)) stop();
  });
  requests.observe({ type: 'resource' });
  const timer = setTimeout(() => {
    stop();
    tell(document.visibilityState === 'visible');
  }, PATIENCE_MS);
  const options = { capture: true, passive: true, signal };
  for (const type of ANSWERS) document.addEventListener(type, stop, options);
  for (const type of ['pagehide', 'popstate', 'hashchange', 'blur', 'visibilitychange'])
    window.addEventListener(type, stop, options);
}
