import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { t } from '../ui/t';
import { change } from './state';
import { Toggle } from './toggle';

/** Two must agree: this setting and the browser's own, which an extension can only read. */
export function PrivateWindows({ on }: { on: boolean }) {
  const [allowed, setAllowed] = useState(true);
  useEffect(() => {
    browser.extension.isAllowedIncognitoAccess().then(setAllowed);
  }, []);
  return (
    <>
      <Toggle
        name={t('optionsPrivate')}
        why={t('optionsPrivateWhy')}
        on={on}
        turn={recordPrivateWindows => change(() => ({ recordPrivateWindows }))}
      />
      {on && !allowed && <p class="remark">{t('optionsPrivateNotAllowed')}</p>}
    </>
  );
}
