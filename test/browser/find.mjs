import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, isAbsolute, join } from 'node:path';

/** @typedef {'chromium' | 'firefox'} BrowserKind */
/** @typedef {{kind: BrowserKind, name: string, path: string}} FoundBrowser */

/**
 * Where each browser lives: a command on PATH (Linux), an application (macOS), a path below Program Files (Windows).
 * In order of preference: Chromium and Chrome load unpacked extensions most willingly.
 * @type {{kind: BrowserKind, name: string, commands: string[], app: string, exe: string}[]}
 */
const BROWSERS = [
  {
    kind: 'chromium',
    name: 'Chromium',
    commands: ['chromium', 'chromium-browser'],
    app: 'Chromium',
    exe: 'Chromium\\Application\\chrome.exe',
  },
  {
    kind: 'chromium',
    name: 'Chrome',
    commands: ['google-chrome', 'google-chrome-stable', 'chrome'],
    app: 'Google Chrome',
    exe: 'Google\\Chrome\\Application\\chrome.exe',
  },
  {
    kind: 'chromium',
    name: 'Edge',
    commands: ['microsoft-edge', 'microsoft-edge-stable'],
    app: 'Microsoft Edge',
    exe: 'Microsoft\\Edge\\Application\\msedge.exe',
  },
  {
    kind: 'firefox',
    name: 'Firefox',
    commands: ['firefox', 'firefox-esr'],
    app: 'Firefox',
    exe: 'Mozilla Firefox\\firefox.exe',
  },
];

/**
 * Finds an installed browser, of one kind or of any. TAPEDECK_BROWSER=<path> goes first.
 * @param {BrowserKind} [kind]
 * @returns {FoundBrowser | undefined}
 */
export function findBrowser(kind) {
  const chosen = process.env.TAPEDECK_BROWSER;
  if (chosen) {
    const name = basename(chosen);
    /** @type {FoundBrowser} */
    const browser = { kind: /firefox/i.test(chosen) ? 'firefox' : 'chromium', name, path: chosen };
    if (!kind || kind === browser.kind) return browser;
  }
  for (const browser of BROWSERS) {
    if (kind && kind !== browser.kind) continue;
    const path = candidates(browser).find(isExecutable);
    if (path) return { kind: browser.kind, name: browser.name, path };
  }
}

/** @param {(typeof BROWSERS)[number]} browser */
function candidates({ commands, app, exe }) {
  if (process.platform === 'win32') {
    const { ProgramFiles, 'ProgramFiles(x86)': programFiles32, LOCALAPPDATA } = process.env;
    return [ProgramFiles, programFiles32, LOCALAPPDATA]
      .filter(folder => folder !== undefined)
      .map(folder => join(folder, exe));
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
  if (process.platform === 'darwin') {
    const inApp = join('Applications', `${app}.app`, 'Contents', 'MacOS', app === 'Firefox' ? 'firefox' : app);
    return [
      join('/', inApp),
      join(homedir(), inApp),
      ...commands.flatMap(command => folders.map(folder => join(folder, command))),
    ];
  }
  // A test runner's PATH may be bare.
  folders.push('/usr/bin', '/usr/local/bin', '/snap/bin');
  return commands.flatMap(command => folders.map(folder => join(folder, command)));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
