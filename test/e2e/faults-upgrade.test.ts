import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { clicksOnTape, expectWholeStreams, isWhole, openPlayer, shows } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

let tester: Tester;
const folders: string[] = [];
afterEach(async () => {
  await tester?.end();
  // What is left of the browser may write a moment longer.
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

const folder = async (name: string): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), `tapedeck-${name}-`));
  folders.push(made);
  return made;
};

/** Many rows, so that an upgrade has something to rewrite. */
const ROWS = 5_000;
const REWRITTEN = 'tapedeck-test-rewritten';
const GO = 'tapedeck-test-go-on';

/**
 * The test build with a schema one version newer. Its upgrade rewrites every mark, and then stays in its transaction until it is
 * told to go on.
 */
async function newerBuild(): Promise<string> {
  const dir = await folder('newer');
  await cp('dist/test-chrome', dir, { recursive: true });
  for (const file of ['background.js', 'popup/popup.js', 'player/player.js', 'options/options.js']) {
    const source = await readFile(join(dir, file), 'utf8');
    const newer = source.replace(
      'this.version(1).stores(',
      () => `this.version(2).stores({ sessions: "id, [identity+site+startedAt], startedAt, deletedAt, site" }).upgrade(async tx => {
        let rewritten = 0;
        const upgraded = tx.table("marks").toCollection().modify(mark => { mark.label = "new " + mark.label; rewritten++; });
        let goOn = false;
        chrome.storage.onChanged.addListener(changes => { goOn ||= "${GO}" in changes; });
        await upgraded;
        void chrome.storage.local.set({ "${REWRITTEN}": rewritten });
        while (!goOn) await tx.table("sessions").count();
      });
      this.version(1).stores(`,
    );
    if (newer === source) throw new Error(`${file} has no schema to raise`);
    await writeFile(join(dir, file), newer);
  }
  return dir;
}

/** Adds marks to a stream, as many clicks would. */
const addMarks = (page: Page, streamId: string): Promise<void> =>
  page.evaluate(
    async (streamId: string, rows: number) => {
      const db = await new Promise<IDBDatabase>(resolve => {
        const request = indexedDB.open('tapedeck');
        request.onsuccess = () => resolve(request.result);
      });
      await new Promise<void>((resolve, reject) => {
        const transaction = db.transaction('marks', 'readwrite');
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        for (let n = 1; n <= rows; n++)
          transaction
            .objectStore('marks')
            .add({ kind: 'input', label: `Field ${n}`, at: n, streamId, seq: 1_000_000, n });
      });
      db.close();
    },
    streamId,
    ROWS,
  );

/** Reads or writes `storage.local`, from a page that leaves the database alone. */
async function storage(tester: Tester, method: 'get' | 'set', what: unknown): Promise<Record<string, number>> {
  const page = await tester.extensionPage('manifest.json');
  const code = `chrome.storage.local.${method}(${JSON.stringify(what)}).then(got => JSON.stringify(got ?? {}))`;
  const got = JSON.parse((await page.evaluate(code)) as string);
  await page.close();
  return got;
}

const versionOf = (page: Page): Promise<number | undefined> =>
  page.evaluate(async () => (await indexedDB.databases()).find(({ name }) => name === 'tapedeck')?.version);

// Firefox forgets a temporary install with its browser, and refuses to bring another folder in its place.
test('An upgrade of the database that is killed half way in chromium: all is as it was before, and the next start completes it', async () => {
  const userDataDir = await folder('profile');
  tester = await startTester('chromium', { userDataDir });
  const page = await tester.visit('/counter');
  await tester.record(page);
  for (let n = 0; n < 3; n++) await page.click('[data-testid=count]');
  await page.goto('about:blank');
  const { streams } = await tester.tapeWith(
    'three clicks, and the end',
    tape => clicksOnTape(tape) === 3 && tape.streams.every(({ closeReason }) => closeReason) && isWhole(tape),
  );
  await addMarks(await tester.extensionPage('options/index.html'), streams[0]?.id ?? '');
  const before = await tester.tape();
  await tester.end();

  const newer = await newerBuild();
  tester = await startTester('chromium', { userDataDir, hosts: [], extensionDir: newer });
  await until(
    'all rows to be rewritten',
    async () => ((await storage(tester, 'get', REWRITTEN))[REWRITTEN] ?? 0) >= ROWS,
    60_000,
  );
  await tester.kill();
  await tester.end();

  tester = await startTester('chromium', { userDataDir, hosts: [] });
  const old = await tester.tape();
  expect({ ...old, settings: [] }).toEqual({ ...before, settings: [] });
  expect(await versionOf(await tester.extensionPage('options/index.html'))).toBe(10); // Dexie counts in tens
  await shows(await openPlayer(tester, old.sessions[0]?.id), 'Counts clicks');
  const again = await tester.visit('/counter');
  await again.click('[data-testid=count]');
  const goneOn = await tester.tapeWith('one more click', tape => clicksOnTape(tape) === 4);
  expectWholeStreams(goneOn);
  await again.goto('about:blank');
  await tester.end();

  tester = await startTester('chromium', { userDataDir, hosts: [], extensionDir: newer });
  await storage(tester, 'set', { [GO]: 1 });
  const own = await tester.extensionPage('manifest.json');
  await until('the upgrade to be complete', async () => (await versionOf(own)) === 20, 60_000);
  const { marks, sessions } = await tester.tape();
  expect(marks).toHaveLength(goneOn.marks.length);
  expect(marks.every(({ label }) => label.startsWith('new '))).toBe(true);
  expect(sessions[0]?.counts.clicks).toBe(4);
});

describe.each(KINDS)('A database that is being taken over in %s', kind => {
  test('toolbar, popup and open pages say so; when it is given back, recording goes on', async () => {
    tester = await startTester(kind);
    const page = await tester.visit('/counter');
    await tester.record(page);
    await page.click('[data-testid=count]');
    await tester.tapeWith('a click', tape => clicksOnTape(tape) === 1);
    const library = await tester.extensionPage('popup/index.html?view=library');
    await library.waitForSelector('[aria-label="Sessions"] li');
    // One place holds on to the database as it is; another, as a newer Tapedeck would, wants it with a newer schema.
    const holder = await tester.extensionPage('options/index.html');
    await holder.evaluate(async () => {
      const open = (version?: number) => indexedDB.open('tapedeck', version);
      const held = await new Promise<IDBDatabase>(resolve => {
        const request = open();
        request.onsuccess = () => resolve(request.result);
      });
      const taking = open(20);
      taking.onblocked = () => {
        document.body.dataset.taking = 'blocked';
      };
      taking.onupgradeneeded = () => taking.transaction?.abort();
      taking.onerror = () => {
        document.body.dataset.taking = 'given back';
      };
      Object.assign(window, { release: () => held.close() });
    });
    await until('it to be held up', () => holder.evaluate(() => document.body.dataset.taking === 'blocked'));
    await until('the open page to say so', () =>
      library.evaluate(() => /Tapedeck was updated. Reload this page/.test(document.body.innerText)),
    );
    await page.bringToFront();
    await page.click('[data-testid=count]');
    await until('the toolbar to say so', async () => (await tester.badge(page)) === '!');
    const popup = await tester.openPopup(page);
    await popup.waitForFunction(() => /The tape cannot be written/.test(document.body.innerText));
    await popup.close();

    await holder.evaluate(() => (window as unknown as { release(): void }).release());
    await until('it to be given back', () => holder.evaluate(() => document.body.dataset.taking === 'given back'));
    await tester.stopWorker(); // what an update does to it
    const tape = await tester.tapeWith('both clicks', tape => clicksOnTape(tape) === 2);
    expectWholeStreams(tape);
    await until('the toolbar to say REC', async () => (await tester.badge(page)) === 'REC');
  });
});
