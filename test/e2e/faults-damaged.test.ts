import { unzipSync } from 'fflate';
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { clicksOnTape, gapsInDetails, gapsOnTape, openPlayer, shows } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** Spoils one chunk in the database as a bad disk does. */
const spoil = (page: Page, streamId: string, seq: number, how: 'flip' | 'remove'): Promise<void> =>
  page.evaluate(
    async (streamId: string, seq: number, how: string) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('tapedeck');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = db.transaction('chunks', 'readwrite');
      const chunks = transaction.objectStore('chunks');
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        if (how === 'remove') chunks.delete([streamId, seq]);
        else {
          const got = chunks.get([streamId, seq]);
          got.onsuccess = () => {
            const chunk = got.result as { bytes: Uint8Array };
            const middle = chunk.bytes.length >> 1;
            chunk.bytes[middle] = (chunk.bytes[middle] ?? 0) ^ 0xff;
            chunks.put(chunk);
          };
        }
      });
      db.close();
    },
    streamId,
    seq,
    how,
  );

/** Waits for the file in the export dialog, which has to say what is not in it. */
const tellsLoss = (player: Page): Promise<boolean> =>
  until('what is lost', () =>
    player.evaluate(() =>
      /^1 stretch of the recording could not be read and is not in the file: \d+:\d\d:\d\d/.test(
        document.querySelector('.export-file .failure')?.textContent ?? '',
      ),
    ),
  );

const gapsInFile = (bytes?: Uint8Array): string[] =>
  gapsOnTape(JSON.parse(new TextDecoder().decode(unzipSync(bytes ?? new Uint8Array())['session.json'])));

describe.each(KINDS)('A chunk that is spoilt on disk, in %s', kind => {
  let tester: Tester;
  afterEach(() => tester?.end());

  test.each([
    ['flip', 'damaged'],
    ['remove', 'missing'],
  ] as const)('%s: plays up to the gap, shows it, and goes on after it; exports tell of it', async (how, word) => {
    tester = await startTester(kind);
    const page = await tester.visit('/counter');
    await tester.record(page);
    for (let n = 1; n <= 3; n++) {
      await page.click('[data-testid=count]');
      await tester.tapeWith(`click ${n}`, tape => clicksOnTape(tape) === n);
    }
    await page.goto(tester.site.url('www.shop.test', '/long'));
    await page.mouse.move(100, 100);
    await page.mouse.move(120, 140);
    const tape = await tester.tapeWith(
      'the long page, acted on',
      ({ streams }) => (streams[1]?.active.length ?? 0) > 0,
    );
    const [first] = tape.streams;
    const own = tape.chunks.filter(({ streamId, count }) => streamId === first?.id && count > 0);
    const victim = own[1];
    expect(own.length).toBeGreaterThan(2);

    await spoil(await tester.extensionPage('options/index.html'), first?.id ?? '', victim?.seq ?? 0, how);
    const player = await openPlayer(tester, tape.sessions[0]?.id);
    await shows(player, 'Counts clicks');
    await player.locator('aria/Play').click();
    await until('the notice of the gap', () =>
      player.evaluate(word => new RegExp(word).test(document.querySelector('.stage-notice')?.textContent ?? ''), word),
    );
    expect(await player.evaluate(() => document.querySelector('.lost') !== null)).toBe(true);
    await shows(player, 'The long page');
    expect(await gapsInDetails(player)).toContain(word);

    // The whole of it, a part, a backup: none hides what is not in it.
    await player.evaluate(() =>
      [...document.querySelectorAll('button')].find(one => one.textContent === 'Export')?.click(),
    );
    await tellsLoss(player);
    await player.locator('.export-options fieldset label:nth-of-type(3) input').click();
    await tellsLoss(player);
    await player.$eval('.export input[value="session.zip"]', radio => (radio as HTMLElement).click());
    await player.waitForSelector('.export-file .primary:enabled');
    await tellsLoss(player);
    await player.$eval('.export-file .primary', save => (save as HTMLElement).click());
    const file = await tester.downloaded('.session.zip');
    expect(gapsInFile(file.bytes)).toEqual(['damaged']);

    const library = await tester.extensionPage('popup/index.html?view=library');
    await (await library.waitForSelector('.footer button:enabled'))?.click();
    await until('what the backup lacks', () =>
      library.evaluate(() =>
        document.body.innerText.includes(
          'Of 1 session a part could not be read and is missing: “Counter · Hearth & Fern”',
        ),
      ),
    );
    const [backedUp] = Object.values(unzipSync((await tester.downloaded('backup')).bytes));
    expect(gapsInFile(backedUp)).toEqual(['damaged']);
  });
});
