import { signal } from '@preact/signals';

/** Id of a session whose export is to be offered in the list, because something else than its own button asked for it. */
export const exportAsked = signal<string>();
