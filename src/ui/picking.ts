import { signal } from '@preact/signals';
import type { Pick } from '../transfer';

/** Elements that are being picked on the stage, for a dialog that has stepped aside until then. */
export interface Picking {
  picks: readonly Pick[];
  done: (picks: readonly Pick[]) => void;
}

export const picking = signal<Picking>();
