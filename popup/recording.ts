import { signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import type { ScopeKind } from '../src/messages/protocol';
import { matchPatterns } from '../src/settings/settings';
import { send } from '../src/ui/send';
import { t } from '../src/ui/t';
import { complain, notice, unanswered } from './notice';
import { look, ruleFor, type Target } from './target';

type Website = Target & { is: 'website' };

/** While the browser's question is open. */
export const asking = signal(false);

/**
 * To be called by a click and to wait for nothing: the browser asks only on behalf of a user's gesture. The intent goes
 * first, for the browser's question may close the popup; the worker then begins when access has been given.
 */
export function record(page: Website, scope: ScopeKind): void {
  const { tabId, url } = page;
  notice.value = undefined;
  send('record', { url, scope, tabId }).then(look, unanswered);
  asking.value = true;
  browser.permissions
    .request({ origins: matchPatterns(ruleFor(page, scope)) })
    .then(
      given => !given && refused(page, scope),
      () => complain(t('popupCannotAsk')),
    )
    .finally(() => {
      asking.value = false;
      look();
    });
}

/** The user said no: nothing is left waiting for access that may come by another way. */
function refused({ host, url, tabId }: Website, scope: ScopeKind): void {
  complain(t('popupRefused', host));
  send('stopRecording', { url, tabId, scope }).then(look, unanswered);
}

export function stopRecording({ url, tabId }: Website): void {
  send('stopRecording', { url, tabId }).then(look, unanswered);
}

export const resume = (): void => {
  send('setPaused', { paused: false }).then(look, unanswered);
};

export const reloadTab = ({ tabId }: Website): void => {
  browser.tabs.reload(tabId).then(look, () => complain(t('popupCannotReload')));
};
