import { useSignal } from '@preact/signals';
import { type TextKey, t } from '../../ui/t';

const SAID_MS = 2_000;

/** A way to put a text on the clipboard, and what is to be said of it for a moment. */
export function useCopy(): [said: TextKey | undefined, copy: (text: string) => Promise<void>] {
  const said = useSignal<TextKey | undefined>(undefined);
  const copy = async (text: string) => {
    said.value = (await copied(text)) ? 'playerCopied' : 'playerNotCopied';
    setTimeout(() => {
      said.value = undefined;
    }, SAID_MS);
  };
  return [said.value, copy];
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ name, text }: { name: TextKey; text: () => string }) {
  const [said, copy] = useCopy();
  return (
    <button type="button" class="button small" onClick={() => copy(text())}>
      <span aria-live="polite">{t(said ?? name)}</span>
    </button>
  );
}

/** Whether it worked. A browser may refuse its clipboard to a page that is opened from disk. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement as HTMLElement | null;
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    focused?.focus();
    return done;
  }
}
