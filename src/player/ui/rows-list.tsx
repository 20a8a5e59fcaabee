import { type ReadonlySignal, type Signal, useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RowPlace } from '../../session/rows';
import { lastIndex } from '../../session/timeline';
import type { PlayerModel } from './model';
import { rowKey } from './rows-model';
import { VirtualList } from './virtual-list';

const ROW_PX = 28;

interface RowsListProps<R> {
  model: PlayerModel;
  label: string;
  /** In order of time. */
  rows: ReadonlySignal<readonly R[]>;
  chosen: Signal<R | undefined>;
  classOf: (row: R) => string;
  render: (row: R, shown: readonly R[]) => ComponentChildren;
  /** What is known of the chosen row, below the list. */
  detail: (row: R, onClose: () => void) => ComponentChildren;
}

/** Rows read off the tape, in step with the stage: choosing one goes to its moment. */
export function RowsList<R extends RowPlace & { at: number }>({
  model,
  label,
  rows,
  chosen,
  classOf,
  render,
  detail,
}: RowsListProps<R>) {
  useEffect(() => model.rows.need(), [model]);
  // Only a row that is reached draws the list again, not each moment.
  const current = useComputed(() => lastIndex(rows.value, ({ at }) => at <= model.time.value));
  const { value: open } = chosen;
  const close = () => {
    chosen.value = undefined;
  };
  return (
    <>
      <VirtualList
        label={label}
        rows={rows.value}
        rowPx={ROW_PX}
        current={current.value}
        selected={open ? rows.value.indexOf(open) : -1}
        onDismiss={close}
        onSelect={row => {
          chosen.value = row;
          model.seek(row.at);
        }}
        onPoint={row => model.expect(row?.at)}
        keyOf={rowKey}
        classOf={classOf}
        render={render}
      />
      {open && detail(open, close)}
    </>
  );
}
