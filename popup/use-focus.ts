// Layout effects: the focus is in its place before the next key is pressed.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** For a button that gives way to a form: it has the focus again when the form is gone. */
export function useReturningFocus(open: boolean): RefObject<HTMLButtonElement | null> {
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  useLayoutEffect(() => {
    if (wasOpen.current && !open) opener.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return opener;
}

/** For what takes an opener's place: it has the focus when it comes. */
export function useFirstFocus<E extends HTMLElement>(): RefObject<E | null> {
  const first = useRef<E>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  return first;
}

/** What has the focus when a button of its section goes. */
export const recordSwitch = (): HTMLElement | null => document.querySelector('.record-switch');
