import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../ui/t';

const MIN_PX = 300;
const KEY_PX = 40;

/** Between the stage and the side panel: dragged, or moved with the arrow keys, it gives one room at the other's cost. */
export function Splitter() {
  const width = useSignal(0);
  const line = useRef<HTMLHRElement>(null);
  useLayoutEffect(() => {
    if (line.current) width.value = Math.round(now(line.current));
  }, []);
  const set = (separator: HTMLElement, px: number) => {
    const player = separator.closest<HTMLElement>('.player');
    if (!player) return;
    width.value = Math.round(Math.min(player.clientWidth - MIN_PX, Math.max(MIN_PX, px)));
    player.style.setProperty('--side', `${width.value}px`);
  };
  const now = (separator: HTMLElement): number => separator.parentElement?.getBoundingClientRect().width ?? MIN_PX;
  return (
    <hr
      class="splitter"
      ref={line}
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('playerSplitter')}
      aria-valuemin={MIN_PX}
      aria-valuemax={Math.max(width.value, innerWidth - MIN_PX)}
      aria-valuenow={width.value}
      onKeyDown={event => {
        const by = { ArrowLeft: KEY_PX, ArrowRight: -KEY_PX }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        set(event.currentTarget, now(event.currentTarget) + by);
      }}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={event => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const right = event.currentTarget.closest('.player')?.getBoundingClientRect().right ?? 0;
        set(event.currentTarget, right - event.clientX);
      }}
    />
  );
}
