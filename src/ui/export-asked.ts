import { signal } from '@preact/signals';

/** How much of a session an export begins with; the user may choose anew. */
export type AskedPart = 'all' | 'newest';

/** The export that something else than its own button asked for: "Bug!" wants the two minutes before it. */
export const exportAsked = signal<{ sessionId: string; part: AskedPart }>();

/** The part that an address asks for, as `player/index.html?session=…&export=newest` does. */
export function exportIn(query: URLSearchParams): AskedPart | undefined {
  const part = query.get('export');
  return part === 'all' || part === 'newest' ? part : undefined;
}
