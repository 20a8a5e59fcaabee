import { signal } from '@preact/signals';
import { t } from '../src/ui/t';

/** What the status bar says besides deletions that can be taken back. */
export type Notice =
  | { is: 'news'; text: string }
  /** `open`: the session that it is about. */
  | { is: 'failure'; text: string; open?: string }
  | { is: 'work'; text: string; part: number; stop: () => void };

export const notice = signal<Notice>();

export const say = (text: string): void => {
  notice.value = { is: 'news', text };
};

/** What failed, and what to do about it. */
export const complain = (text: string, open?: string): void => {
  notice.value = { is: 'failure', text, ...(open && { open }) };
};

/** That the user pressed "Cancel". */
export class Stopped extends Error {}

/** For work that takes its time: gives what tells how far it is, and throws `Stopped` once that is not wanted any more. */
export function startWork(): (text: string, part: number) => void {
  const cancel = new AbortController();
  const stop = () => cancel.abort(new Stopped());
  return (text, part) => {
    cancel.signal.throwIfAborted();
    notice.value = { is: 'work', text, part, stop };
  };
}

/** For intents: what went wrong is the worker's to log, what the user can do is always the same. */
export const unanswered = (): void => complain(t('popupNoAnswer'));
