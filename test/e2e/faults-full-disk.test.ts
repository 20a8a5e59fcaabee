import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { clicksOnTape, expectWholeStreams } from './support/reading';
import { startTester, type Tester, until } from './support/tester';

let tester: Tester;
let dir: string;
afterEach(async () => {
  await tester?.end();
  if (dir) await rm(dir, { recursive: true, force: true });
});

/** The test build without `unlimitedStorage`, so that the browser's quota holds for it. */
async function limitedBuild(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'tapedeck-limited-'));
  await cp('dist/test-chrome', copy, { recursive: true });
  const manifest = JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8'));
  manifest.permissions = manifest.permissions.filter((one: string) => one !== 'unlimitedStorage');
  await writeFile(join(copy, 'manifest.json'), JSON.stringify(manifest));
  return copy;
}

// Firefox lets no test set a quota; there test/store/trouble.test.ts stands for it.
test('A full disk in chromium: recording says so, what is stored stays readable, and it goes on when there is room', async () => {
  dir = await limitedBuild();
  tester = await startTester('chromium', { extensionDir: dir });
  const page = await tester.visit('/counter');
  await tester.record(page);
  await page.click('[data-testid=count]');
  const before = await tester.tapeWith('a click', tape => clicksOnTape(tape) === 1);

  const counted = () => page.evaluate(() => (window as unknown as { __count: number }).__count);
  const own = await tester.extensionPage('options/index.html');
  const cdp = await own.createCDPSession();
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: tester.origin, quotaSize: 1 });
  await page.bringToFront();
  // Chromium looks at the room that is left only now and then.
  await until(
    'the toolbar to say so',
    async () => {
      await page.click('[data-testid=count]');
      return (await tester.badge(page)) === '!';
    },
    60_000,
  );
  const popup = await tester.openPopup(page);
  await popup.waitForFunction(() => /The disk is full/.test(document.body.innerText));
  await popup.close();
  const full = await tester.tape();
  expect(clicksOnTape(full)).toBeLessThan(await counted());
  expect(full.chunks.length).toBeGreaterThanOrEqual(before.chunks.length);
  await page.bringToFront();
  await page.click('[data-testid=count]');

  await cdp.send('Storage.overrideQuotaForOrigin', { origin: tester.origin });
  const clicks = await counted();
  const tape = await tester.tapeWith('every click', tape => clicksOnTape(tape) >= clicks, 60_000);
  expect(clicksOnTape(tape)).toBe(clicks);
  expectWholeStreams(tape);
  await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
  const after = await tester.openPopup(page);
  await after.waitForFunction(() => /Recording the session/.test(document.body.innerText));
});
