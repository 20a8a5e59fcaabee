import browser from 'webextension-polyfill';
import { t } from './t';

/** Firefox gives our pages in a private window an empty database of their own, which goes with the window. Chromium does not. */
export const isApart: boolean = browser.extension.inIncognitoContext === true;

/** Says so instead of showing what is not there, and opens a page of ours where everything is. */
export function Apart({ path }: { path: string }) {
  const open = () => void browser.windows.create({ url: browser.runtime.getURL(path) });
  return (
    <section class="apart">
      <p>{t('commonApart')}</p>
      <button type="button" class="button" onClick={open}>
        {t('commonApartOpen')}
      </button>
    </section>
  );
}
