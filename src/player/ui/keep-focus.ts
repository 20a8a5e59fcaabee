/**
 * A dialog that opens on the stage takes the focus there, and the player's keys would go into the recorded page: gives the focus back
 * to what had it. Call what it returns to end that.
 */
export function keepFocus(): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let left: EventTarget | null = null;
  document.addEventListener(
    'focusout',
    ({ target }) => {
      left = target;
      setTimeout(() => {
        left = null;
      });
    },
    { signal },
  );
  window.addEventListener(
    'blur',
    () => {
      const back = left;
      setTimeout(() => {
        const { activeElement } = document;
        if (!(activeElement instanceof HTMLIFrameElement)) return;
        activeElement.blur();
        if (back instanceof HTMLElement) back.focus({ preventScroll: true });
      });
    },
    { signal },
  );
  return () => stopping.abort();
}
