/**
 * `npm test`: types, lint, the built extension's own lint, unit, store and end-to-end. All are run, whatever fails; the last
 * line counts them: each check is one, each test is one. `npm test -- <filter>` runs the tests whose file matches, alone.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowsers } from './browser/install.mjs';

const filters = process.argv.slice(2);
const report = join(tmpdir(), `tapedeck-tests-${process.pid}.json`);

/** Runs a command with its output shown; whether it succeeded. */
const run = (title, command, ...args) => {
  console.log(`\n# ${title}`);
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
};

try {
  ensureBrowsers(['chromium', 'firefox']);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const built = run('build', 'node', 'build.mjs', '--test');
const checks = [built];
if (filters.length === 0) {
  checks.push(run('types', 'npx', 'tsc', '--noEmit'));
  checks.push(run('lint', 'npx', 'biome', 'ci', '--error-on-warnings'));
  checks.push(run('the extension, by Firefox', 'node', 'test/lint-extension.mjs'));
}
if (built)
  run('tests', 'npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${report}`, ...filters);

let tests = { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 0, success: false };
try {
  tests = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
} catch {
  console.error('the tests did not get as far as a report');
}
const ok = checks.filter(Boolean).length;
const passed = tests.numPassedTests + ok;
// A file that could not even be loaded has no test to fail.
const failed = checks.length - ok + (tests.numFailedTests || (tests.success ? 0 : 1));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
