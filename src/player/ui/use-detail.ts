import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** What is read of a row when its details are opened: `undefined` until then, `null` where it cannot be read. */
export function useDetail<R, D>(row: R, key: string, read: (row: R) => Promise<D | undefined>): D | null | undefined {
  const found = useSignal<{ key: string; detail: D | null } | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    void read(row).then(detail => {
      if (isCurrent) found.value = { key, detail: detail ?? null };
    });
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return found.value?.key === key ? found.value.detail : undefined;
}
