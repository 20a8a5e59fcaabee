/**
 * `npm run fidelity`: records every page of the demo shop and the real sites, replays them with their servers stopped, and
 * writes what differs to `fidelity-report/`, with the pictures. `npm run fidelity -- <name>` takes the scenes with this name.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBrowsers } from '../browser/install.mjs';

const folder = resolve('fidelity-report');
const summary = join(folder, 'summary.txt');
const [only] = process.argv.slice(2);

ensureBrowsers(['chromium', 'firefox']);
rmSync(folder, { recursive: true, force: true });
const run = (...command) =>
  spawnSync(command[0], command.slice(1), {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TAPEDECK_FIDELITY_REPORT: folder, ...(only && { TAPEDECK_FIDELITY_ONLY: only }) },
  }).status;
const failed = run('node', 'build.mjs', '--test') || run('npx', 'vitest', 'run', 'test/e2e/fidelity.test.ts');
if (existsSync(summary)) console.log(readFileSync(summary, 'utf8'));
process.exitCode = failed ? 1 : 0;
