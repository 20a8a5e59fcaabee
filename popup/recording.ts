import { signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import type { ScopeKind } from '../src/messages/protocol';
import { matchPatterns, withSiteRule } from '../src/settings/settings';
import { changeSettings } from '../src/store/settings';
import { send } from '../src/ui/send';
import { t } from '../src/ui/t';
import { complain, notice, unanswered } from './notice';
import { db } from './tape';
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
  const recorded = send('record', { url, scope, tabId });
  recorded.then(look, unanswered);
  asking.value = true;
  browser.permissions
    .request({ origins: matchPatterns(ruleFor(page, scope)) })
    .then(
      given => !given && refused(page, scope, recorded),
      () => complain(t('popupCannotAsk')),
    )
    .finally(() => {
      asking.value = false;
      look();
    });
}

/** The user said no: nothing is left waiting for access that may come by another way, and what was never to be recorded is not. */
function refused({ host, url, tabId }: Website, scope: ScopeKind, recorded: Promise<string[]>): void {
  complain(t('popupRefused', host));
  recorded
    .catch((): string[] => [])
    .then(neverRecord => send('stopRecording', { url, tabId, scope, neverRecord }))
    .then(look, unanswered);
}

export function stopRecording({ url, tabId }: Website): void {
  send('stopRecording', { url, tabId }).then(look, unanswered);
}

export const setPaused = (paused: boolean): void => {
  send('setPaused', { paused }).then(look, unanswered);
};

/** From now on, on this site: what is on tape stays as it is. */
export async function recordTyped(site: string, keystrokes: boolean): Promise<void> {
  try {
    await changeSettings(db, ({ recording, siteRules }) => ({
      siteRules: withSiteRule(
        siteRules,
        site,
        'keystrokes',
        keystrokes === recording.keystrokes ? undefined : keystrokes,
      ),
    }));
    await send('settingsChanged');
  } catch {
    unanswered();
  }
}

export const reloadTab = ({ tabId }: Website): void => {
  browser.tabs.reload(tabId).then(look, () => complain(t('popupCannotReload')));
};
