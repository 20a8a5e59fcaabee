import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from './find.mjs';

/** @typedef {import('./find.mjs').BrowserKind} BrowserKind */
/** @typedef {import('./find.mjs').FoundBrowser} FoundBrowser */

const DEBIAN_PACKAGE = { chromium: 'chromium', firefox: 'firefox-esr' };
const BREW_CASK = { chromium: 'chromium', firefox: 'firefox' };
const WINGET_ID = { chromium: 'Google.Chrome', firefox: 'Mozilla.Firefox' };

/**
 * Finds one browser of each kind and installs what is missing, if it may. The error it throws otherwise is meant
 * for the user: print its message, not its stack.
 * @param {BrowserKind[]} kinds
 * @returns {FoundBrowser[]} in the order asked for
 */
export function ensureBrowsers(kinds) {
  const missing = kinds.filter(kind => !findBrowser(kind));
  if (missing.length > 0) install(missing);
  return kinds.map(kind => {
    const found = findBrowser(kind);
    if (!found) throw new Error(`No ${kind} browser was found. Set TAPEDECK_BROWSER to the path of one.`);
    return found;
  });
}

/** @param {BrowserKind[]} kinds */
function install(kinds) {
  const packages = [...kinds.map(kind => DEBIAN_PACKAGE[kind]), 'fonts-liberation'].join(' ');
  const debianCommand = `apt-get install -y --no-install-recommends ${packages}`;
  const isDebian = existsSync('/etc/debian_version');

  if (!isDebian || process.getuid?.() !== 0) {
    const command =
      process.platform === 'darwin'
        ? `brew install --cask ${kinds.map(kind => BREW_CASK[kind]).join(' ')}`
        : process.platform === 'win32'
          ? kinds.map(kind => `winget install ${WINGET_ID[kind]}`).join(' && ')
          : isDebian
            ? `sudo apt-get update && sudo ${debianCommand}`
            : `(your package manager) install ${kinds.join(' ')}`;
    throw new Error(
      `Missing: ${kinds.join(' and ')}. Install with:\n  ${command}\nor set TAPEDECK_BROWSER to its path.`,
    );
  }

  console.log(`Missing: ${kinds.join(' and ')}. Installing Debian's packages: ${packages}`);
  for (const command of ['apt-get update', debianCommand]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env });
    if (status !== 0) throw new Error(`"${command}" failed. Install ${packages} by hand, then try again.`);
  }
}
