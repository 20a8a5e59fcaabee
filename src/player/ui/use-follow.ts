import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PlayerModel } from './model';

/** After this long without a touch of the list, it follows the story again. */
export const LOOKED_AT_MS = 6_000;

/** Keeps the current row of a list in view, unless its reader is looking elsewhere. */
export function useFollow(model: PlayerModel, list: RefObject<HTMLElement | null>): void {
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const panel = list.current?.closest('.panel');
    const touched = () => {
      touchedAt.current = performance.now();
    };
    panel?.addEventListener('wheel', touched, { passive: true });
    panel?.addEventListener('pointerdown', touched);
    return () => {
      panel?.removeEventListener('wheel', touched);
      panel?.removeEventListener('pointerdown', touched);
    };
  }, []);
  useSignalEffect(() => {
    if (!model.current.value || performance.now() - touchedAt.current < LOOKED_AT_MS) return;
    // After the rows have heard of it.
    queueMicrotask(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }));
  });
}
