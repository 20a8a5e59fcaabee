import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** After this long without a touch of the list, it follows the story again. */
const LOOKED_AT_MS = 6_000;
/** Rows beyond the edges, for a scroll that is quicker than the next picture. */
const SPARE_ROWS = 8;

interface VirtualListProps<R> {
  label: string;
  rows: readonly R[];
  /** Every row is this high: the hundred thousand that are not drawn need no measuring. */
  rowPx: number;
  /** Index of the row the story has come to; -1 before the first. */
  current: number;
  /** Index of the row whose details are shown; -1 for none. */
  selected: number;
  onSelect: (row: R) => void;
  /** The pointer is on a row, which may be chosen next; or on none any longer. */
  onPoint: (row?: R) => void;
  /** Escape. */
  onDismiss: () => void;
  keyOf: (row: R) => string;
  classOf: (row: R) => string;
  /** What stands in a row; `shown` are the rows in view, for what is drawn in proportion to them. */
  render: (row: R, shown: readonly R[]) => ComponentChildren;
}

/** A list box that draws only what is in view, and keeps the current row there unless its reader looks elsewhere. */
export function VirtualList<R>(props: VirtualListProps<R>) {
  const { label, rows, rowPx, current, selected } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useSignal({ topPx: 0, heightPx: 0 });
  const touchedAtMs = useRef(Number.NEGATIVE_INFINITY);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const { scrollTop: topPx, clientHeight: heightPx } = element;
      const before = view.peek();
      if (before.topPx !== topPx || before.heightPx !== heightPx) view.value = { topPx, heightPx };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  const bringIntoView = (index: number) => {
    const element = box.current;
    if (!element || index < 0) return;
    const top = index * rowPx;
    const { scrollTop, clientHeight } = element;
    if (top < scrollTop) element.scrollTop = Math.max(0, top - 2 * rowPx);
    else if (top + rowPx > scrollTop + clientHeight) element.scrollTop = top + 3 * rowPx - clientHeight;
  };
  useEffect(() => {
    if (performance.now() - touchedAtMs.current > LOOKED_AT_MS) bringIntoView(current);
  }, [current, rows.length]);
  // The details below take room from the list.
  useEffect(() => bringIntoView(selected), [selected, view.value.heightPx]);

  const touched = () => {
    touchedAtMs.current = performance.now();
  };
  const select = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row) props.onSelect(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.onDismiss();
    const page = Math.max(1, Math.floor(view.peek().heightPx / rowPx) - 1);
    const from = selected >= 0 ? selected : current;
    const to: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: rows.length - 1,
      Enter: Math.max(0, from),
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    select(index);
  };

  const { topPx, heightPx } = view.value;
  const first = Math.max(0, Math.floor(topPx / rowPx));
  const last = Math.min(rows.length, Math.ceil((topPx + heightPx) / rowPx));
  const [from, to] = [Math.max(0, first - SPARE_ROWS), Math.min(rows.length, last + SPARE_ROWS)];
  const shown = rows.slice(first, last);
  const idOf = (row: R) => `row-${props.keyOf(row)}`;
  const active = selected >= from && selected < to ? rows[selected] : undefined;
  return (
    <div
      class="virtual-list"
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={active && idOf(active)}
      onKeyDown={onKeyDown}
      onWheel={touched}
      onPointerDown={touched}
      onPointerLeave={() => props.onPoint()}
    >
      <div role="presentation" style={{ height: `${rows.length * rowPx}px` }}>
        {rows.slice(from, to).map((row, n) => {
          const index = from + n;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the list box has the focus, and names this row to the screen reader
            // biome-ignore lint/a11y/useKeyWithClickEvents: as above
            <div
              key={props.keyOf(row)}
              id={idOf(row)}
              class={`line ${props.classOf(row)}`}
              role="option"
              aria-selected={index === selected}
              aria-current={index === current ? 'true' : undefined}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ top: `${index * rowPx}px`, height: `${rowPx}px` }}
              onClick={() => select(index)}
              onPointerEnter={() => props.onPoint(row)}
            >
              {props.render(row, shown)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
