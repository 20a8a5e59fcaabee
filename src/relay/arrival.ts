import type { Arrival } from '../session/types';

/** How this document was come to. A page that tells nobody where its visitors go looks like an address that was typed. */
export function arrival(): Arrival {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (entry?.type === 'reload') return 'reload';
  if (entry?.type === 'back_forward') return 'history';
  return document.referrer ? 'link' : 'address';
}
