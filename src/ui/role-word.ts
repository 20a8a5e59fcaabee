import { type TextKey, t } from './t';

const ROLES = new Map<string, TextKey>(
  Object.entries({
    button: 'playerRoleButton',
    link: 'playerRoleLink',
    tab: 'playerRoleTab',
    checkbox: 'playerRoleCheckbox',
    radio: 'playerRoleRadio',
    menuitem: 'playerRoleMenuItem',
  } as const),
);

/** What a person calls what was clicked, by the selectors that find it; undefined where that says nothing. */
export function roleWord(selectors: readonly string[] = []): string | undefined {
  const key = ROLES.get(/\[role="(\w+)"\]$/.exec(selectors.find(one => one.startsWith('aria/')) ?? '')?.[1] ?? '');
  return key && t(key);
}
