import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { manifestFor } from '../../build.mjs';

const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();

describe('The manifest', () => {
  test('asks for the permissions that PERMISSIONS.md explains, and no host at installation', () => {
    const explained = [...readFileSync('PERMISSIONS.md', 'utf8').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect([...manifest.permissions, ...manifest.optional_host_permissions]).toEqual(explained);
    expect(manifest.host_permissions ?? []).toEqual([]);
    expect(manifest.content_scripts ?? []).toEqual([]);
    expect(manifest.web_accessible_resources ?? []).toEqual([]);
    expect(manifest.permissions).toEqual([
      'storage',
      'unlimitedStorage',
      'scripting',
      'activeTab',
      'alarms',
      'contextMenus',
    ]);
  });

  test('is derived for each browser: a worker for Chrome, scripts for Firefox, the key only unpacked', () => {
    const chrome = manifestFor('chrome', manifest);
    expect(chrome.background).toEqual({ service_worker: 'background.js' });
    expect(chrome).toMatchObject({ minimum_chrome_version: '148', message_serialization: 'structured_clone' });
    expect(chrome.key).toBe(manifest.key);
    expect(chrome.browser_specific_settings).toBeUndefined();
    expect(manifestFor('chrome', manifest, { store: true }).key).toBeUndefined();
    const firefox = manifestFor('firefox', manifest);
    expect(firefox.background).toEqual({ scripts: ['clock.js', 'background.js'] });
    expect(firefox.browser_specific_settings.gecko.strict_min_version).toBe('142.0');
    expect(firefox.key).toBeUndefined();
  });
});

describe.each(['chrome', 'firefox'])('The build for %s', browser => {
  const shipped = `dist/${browser}`;
  const tested = `dist/test-${browser}`;

  test('that tests load differs from what is shipped in the clock alone', () => {
    expect(filesIn(tested)).toEqual(filesIn(shipped));
    const differing = filesIn(shipped).filter(
      file => !readFileSync(join(shipped, file)).equals(readFileSync(join(tested, file))),
    );
    expect(differing).toEqual(['clock.js']);
  });

  test('carries no code as a string: rrweb’s canvas worker is gone', () => {
    const recorder = readFileSync(join(shipped, 'recorder.js'), 'utf8');
    expect(recorder).toContain('takeFullSnapshot');
    expect(recorder).not.toContain('lastBlobMap');
  });

  test('names no address on the network that it would load code or styles from', () => {
    for (const file of filesIn(shipped).filter(name => name.endsWith('.html')))
      expect(readFileSync(join(shipped, file), 'utf8').match(/(src|href)="https?:/g), file).toBeNull();
  });
});
