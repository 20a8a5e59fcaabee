import { t } from './t';

/** Says above the page that a newer Tapedeck has taken the tape over, and what to do. */
export function showOutdated(): void {
  const banner = document.createElement('p');
  banner.className = 'outdated';
  banner.setAttribute('role', 'alert');
  const reload = document.createElement('button');
  reload.type = 'button';
  reload.textContent = t('commonReload');
  reload.onclick = () => location.reload();
  banner.append(t('commonOutdated'), ' ', reload);
  document.body.prepend(banner);
}
