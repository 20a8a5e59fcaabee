import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../src/ui/t';

interface Props {
  label: string;
  submit: string;
  title?: string;
  hint?: string;
  done: (title: string) => void;
  /** With what was typed. */
  cancel: (title: string) => void;
}

/** A title is a line, not a text. */
const MAX_TITLE_CHARS = 200;

/** Asks for a session's title, in place. Escape cancels. */
export function TitleForm({ label, submit, title = '', hint, done, cancel }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.select(), []);
  const typed = () => input.current?.value.trim() ?? '';
  const send = (event: Event) => {
    event.preventDefault();
    done(typed());
  };
  const cancelOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault(); // it would close the popup
    cancel(typed());
  };
  return (
    <form class="title-form" onSubmit={send} onKeyDown={cancelOnEscape}>
      <label>
        <span>{label}</span>
        <input ref={input} type="text" defaultValue={title} maxLength={MAX_TITLE_CHARS} autocomplete="off" />
      </label>
      {hint && <p class="hint">{hint}</p>}
      <div class="actions">
        <button type="submit" class="button primary">
          {submit}
        </button>
        <button type="button" class="button" onClick={() => cancel(typed())}>
          {t('popupCancel')}
        </button>
      </div>
    </form>
  );
}
