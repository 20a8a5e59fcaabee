import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** Rows beyond the edges: a scroll may be quicker than the next picture, and the Tab key goes on into them. */
const SPARE_ROWS = 6;
/** Of the part of the list in view before it has been measured. */
const USUAL_VIEW_PX = 600;

interface Rows {
  /** Of the whole list. */
  heightPx: number;
  /** Where a row stands. */
  topPx: (index: number) => number;
  /** Indices of the rows to be drawn, in order. */
  drawn: number[];
}

/**
 * Which rows of a long list are drawn, and where: those in view with some more, and those that must stay. Rows are as high as they
 * come out; one that was never drawn is taken to be like the lowest of its kind. Drawn rows carry their key as `data-key`.
 */
export function useRows(
  list: RefObject<HTMLElement | null>,
  rows: readonly { key: string; kind: string; stays: boolean }[],
  usualPx: (kind: string) => number,
): Rows {
  const heights = useRef(new Map<string, number>()).current;
  const lowest = useRef(new Map<string, number>()).current;
  const view = useRef({ top: 0, bottom: USUAL_VIEW_PX });
  const [, redraw] = useReducer<number, void>(n => n + 1, 0);

  /** Looks at what is drawn; whether it is not as it was taken to be. */
  const measure = (): boolean => {
    let changed = false;
    for (const row of list.current?.querySelectorAll<HTMLElement>(':scope > [data-key]') ?? []) {
      const { key = '', kind = '' } = row.dataset;
      const { offsetHeight } = row;
      if (heights.get(key) === offsetHeight) continue;
      heights.set(key, offsetHeight);
      lowest.set(kind, Math.min(lowest.get(kind) ?? Number.POSITIVE_INFINITY, offsetHeight));
      changed = true;
    }
    return changed;
  };
  const look = (): boolean => {
    const scroller = list.current?.parentElement;
    if (!list.current || !scroller) return false;
    const top = scroller.scrollTop - list.current.offsetTop + scroller.offsetTop;
    const changed = view.current.top !== top || view.current.bottom !== top + scroller.clientHeight;
    view.current = { top, bottom: top + scroller.clientHeight };
    return changed;
  };
  useLayoutEffect(() => {
    const [moved, grown] = [look(), measure()];
    if (moved || grown) redraw();
  });
  useEffect(() => {
    const scroller = list.current?.parentElement;
    if (!scroller) return;
    const onScroll = () => look() && redraw();
    const observer = new ResizeObserver(() => {
      const [moved, grown] = [look(), measure()];
      if (moved || grown) redraw();
    });
    observer.observe(scroller);
    for (const row of list.current?.children ?? []) observer.observe(row);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', onScroll);
    };
  });

  const tops: number[] = [];
  let heightPx = 0;
  for (const { key, kind } of rows) {
    tops.push(heightPx);
    heightPx += heights.get(key) ?? lowest.get(kind) ?? usualPx(kind);
  }
  const { top, bottom } = view.current;
  const isIn = (n: number) => (tops[n] ?? 0) < bottom && (tops[n + 1] ?? heightPx) > top;
  const inView = tops.map((_, n) => n).filter(isIn);
  const [first = 0, last = -1] = [inView[0], inView.at(-1)];
  const drawn = rows.flatMap(({ stays }, n) =>
    stays || (n >= first - SPARE_ROWS && n <= last + SPARE_ROWS) ? [n] : [],
  );
  return { heightPx, topPx: n => tops[n] ?? 0, drawn };
}
