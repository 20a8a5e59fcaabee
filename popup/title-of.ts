import type { Session } from '../src/session/types';

/** What a session is called: its title, else its landing page's title, else that page's address. */
export function titleOf({ title, landing, site }: Session): string {
  if (title) return title;
  if (landing.title.trim()) return landing.title;
  try {
    const { host, pathname } = new URL(landing.url);
    return host + pathname;
  } catch {
    return site;
  }
}
