import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../src/ui/icon';
import { t } from '../src/ui/t';
import { importFiles } from './importing';
import { inPopup, openedToImport, openLibrary } from './where';

/** A popup closes when the browser's file chooser opens, so there it leads to the library. */
export function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (openedToImport) button.current?.focus();
  }, []);
  const choose = () => (inPopup ? openLibrary('&import=1') : input.current?.click());
  const chosen = () => {
    const { current } = input;
    if (!current) return;
    importFiles([...(current.files ?? [])]);
    current.value = ''; // the same file again shall count as a change
  };
  return (
    <>
      <button type="button" class="button" ref={button} onClick={choose}>
        <Icon name="import" />
        {t('popupImport')}
      </button>
      {!inPopup && <input type="file" ref={input} hidden multiple accept=".zip,.html,.json,.gz" onChange={chosen} />}
    </>
  );
}
