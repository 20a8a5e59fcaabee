import type { ButtonHTMLAttributes } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Props extends ButtonHTMLAttributes {
  /** What has the focus after it: the nearest that does the same, or what stands behind. */
  next: (button: HTMLElement) => HTMLElement | null | undefined;
}

/** A button that goes when what it was pressed for is done. If it has the focus then, that does not fall to the page. */
export function GoingButton({ next, ...props }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      // What is in view does not move.
      if (own && own === document.activeElement) next(own)?.focus({ preventScroll: true });
    };
  }, []);
  return <button type="button" {...props} ref={button} />;
}
