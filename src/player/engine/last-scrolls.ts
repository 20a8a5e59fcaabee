import type { Replayer } from '@rrweb/replay';
import { type IncrementalSource, type incrementalData, ReplayerEvents } from '@rrweb/types';

type Scroll = Extract<incrementalData, { source: IncrementalSource.Scroll }>;

/**
 * Every scroll forces a layout of the whole page. On its way to a moment a Replayer does only the last one of each element, and
 * does it when all else is in place.
 */
export function onlyLastScrolls(replayer: Replayer): void {
  // biome-ignore lint/complexity/useLiteralKeys: private to TypeScript, which checks the name all the same
  const apply = replayer['applyScroll'].bind(replayer);
  const waiting = new Map<number, Scroll>();
  // biome-ignore lint/complexity/useLiteralKeys: as above
  replayer['applyScroll'] = (scroll: Scroll, onTheWay: boolean) => {
    if (onTheWay) waiting.set(scroll.id, scroll);
    else apply(scroll, false);
  };
  replayer.on(ReplayerEvents.Flush, () => {
    for (const scroll of waiting.values()) apply(scroll, true);
    waiting.clear();
  });
}
