import { createHash } from 'node:crypto';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetRef, Stream } from '../../src/session/types';
import { kindFile, SECONDS, widthOf } from '../site/kinds.mjs';
import { grantEverything, widthOnStage } from './support/assets';
import { saveAs } from './support/export';
import { freshSnapshot } from './support/matrix';
import { openPlayer, streamsAt } from './support/reading';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** What `/kinds` shows at once, and the place on the stage where its picture is to be seen. */
const PICTURES: [name: string, selector: string, property: string][] = [
  ['img', '#img', 'src'],
  ['candidate', '#srcset', 'src'],
  ['picture', '#picture', 'src'],
  ['image', '#image', 'href'],
  ['poster', '#poster', 'poster'],
  ['button', '#button', 'src'],
  ['link-background', '#link', 'background-image'],
  ['imported', '#imported', 'background-image'],
  ['deep', '#deep', 'background-image'],
  ['image-set', '#image-set', 'background-image'],
  ['inline', '#inline', 'background-image'],
  ['list', '#list', 'list-style-image'],
  ['border', '#border', 'border-image-source'],
  ['mask', '#mask', 'mask-image'],
  ['cursor', '#cursor', 'cursor'],
  ['body', 'body', 'background'],
  ['adopted', '#adopted', 'background-image'],
  ['shadow', '#host >> img', 'src'],
  ['frame-img', '#frame >> img', 'src'],
  ['data', '#data', 'src'],
];
/** Goes with its page, where that is left before it is read. */
const BLOB: typeof PICTURES = [['blob', '#blob', 'src']];
const LATER: typeof PICTURES = [
  ['later-img', '#later-img', 'src'],
  ['later-background', '#later-background', 'background-image'],
  ['later-style', '#later-style', 'background-image'],
];

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hashOf = async (name: string): Promise<string> =>
  sha256((await kindFile(`${name}.${name in SECONDS ? 'wav' : 'svg'}`))?.body ?? '');

/** What the streams of the pages at an address refer to. */
const refsOf = (tape: WholeTape, part: string): AssetRef[] => {
  const ids = streamsAt(tape, part).map(({ id }) => id);
  return tape.assetRefs.filter(({ streamId }) => ids.includes(streamId));
};

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  let tape: WholeTape;
  let player: Page;
  let shownAt = '';
  /** When the sound began, and where it was at a moment after a fresh snapshot. */
  let played = { began: 0, at: 0, position: 0 };
  /** What the worker has asked for: it names no page that it comes from. */
  let fetched: string[];

  /** Has a page play for some seconds. */
  const play = async (page: Page): Promise<typeof played> => {
    const options = await tester.extensionPage('options/index.html');
    await options.locator('aria/Video and audio').click();
    await until('the setting to be stored', async () =>
      (await tester.tape()).settings.some(({ value }) => (value as { media?: boolean }).media),
    );
    await options.close();
    await page.bringToFront();
    await page.goto(tester.site.url('www.shop.test', '/played'));
    await page.click('h1');
    const position = () => page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0);
    await until('the sound to be heard', async () => (await position()) > 2);
    const began = await page.evaluate(() => Date.now() - 1_000 * (document.querySelector('audio')?.currentTime ?? 0));
    const sounds = await Promise.all(Object.keys(SECONDS).map(hashOf));
    await tester
      .tapeWith('the sounds', now => {
        const hashes = refsOf(now, '/played').map(({ hash }) => hash);
        return sounds.every(hash => hashes.includes(hash));
      })
      .catch(() => {}); // what is missing its own test says
    await freshSnapshot(tester, page);
    const later = await page.evaluate(() => ({
      at: Date.now(),
      position: document.querySelector('audio')?.currentTime ?? 0,
    }));
    return { began, ...later };
  };

  const isShown = () => [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0);

  beforeAll(async () => {
    tester = await startTester(kind, { hosts: ['*://*/*'] });
    await grantEverything(tester);
    const page = await tester.visit('/counter');
    await tester.record(page);
    await page.click('[data-testid=count]');
    const { site } = tester;
    site.requests.length = 0;
    await page.goto(site.url('www.shop.test', '/kinds?v=1'));
    await page.click('h1');
    await until('all that the page shows', () => page.evaluate(isShown));
    const all = await Promise.all([...PICTURES, ...BLOB, ...LATER].map(([name]) => hashOf(name)));
    await tester
      .tapeWith('all that the page shows', now => {
        const hashes = refsOf(now, '/kinds?v=1').map(({ hash }) => hash);
        return all.every(hash => hashes.includes(hash));
      })
      .catch(() => {}); // what is missing its own test says
    await page.goto(site.url('www.shop.test', '/same-kinds?v=1'));
    await until('all that the page shows', () => page.evaluate(isShown));
    await page.goto(site.url('www.shop.test', '/kinds?v=left'));
    await page.goto(site.url('www.shop.test', '/counter'));
    played = await play(page);
    const shown = await Promise.all(PICTURES.map(([name]) => hashOf(name)));
    const has = (now: WholeTape, part: string) => {
      const hashes = refsOf(now, part).map(({ hash }) => hash);
      return shown.every(hash => hashes.includes(hash));
    };
    tape = await tester
      .tapeWith('what the page that was left has shown', now => {
        const waiting = refsOf(now, 'v=left').filter(({ missing }) => missing?.kind === 'font');
        return waiting.length === 0 && has(now, 'v=left') && has(now, '/same-kinds');
      })
      .catch(() => tester.tape());
    fetched = site.requests.flatMap(({ host, path, search, referer }) => (referer ? [] : [host + path + search]));
    await site.close();
    player = await openPlayer(tester, tape.sessions[0]?.id);
  });
  afterAll(() => tester?.end());

  /** Opens the player at the end of the page at an address. */
  const showAt = async (part: string): Promise<void> => {
    if (shownAt === part) return;
    const end = Math.max(...streamsAt(tape, part).map(({ lastAt }: Stream) => lastAt));
    await player.close();
    player = await tester.extensionPage(`player/index.html?session=${tape.sessions[0]?.id}&at=${end}`);
    await player.waitForSelector('[role=slider]');
    shownAt = part;
  };
  const expectShown = async (part: string, [name, selector, property]: (typeof PICTURES)[number]) => {
    await showAt(part);
    await until(`${name} on the stage`, async () => (await widthOnStage(player, selector, property)) === widthOf(name));
  };
  const hashesAt = (part: string) => refsOf(tape, part).map(({ hash }) => hash);

  test.each([...PICTURES, ...BLOB, ...LATER])('%s is stored by its content and shown', async (...row) => {
    expect(hashesAt('/kinds?v=1')).toContain(await hashOf(row[0]));
    await expectShown('/kinds?v=1', row);
  });

  test('so are fonts of each way to load one, and a sprite; a favicon is stored', async () => {
    expect(hashesAt('/kinds?v=1')).toContain(await hashOf('favicon'));
    await showAt('/kinds?v=1');
    const seen = () =>
      player.evaluate(() => {
        const frame = [...document.querySelectorAll('iframe')].find(one =>
          one.checkVisibility({ visibilityProperty: true }),
        );
        const page = frame?.contentDocument;
        return {
          fonts: [...(page?.fonts ?? [])]
            .flatMap(({ status, family }) => (status === 'loaded' ? [family.replaceAll('"', '')] : []))
            .sort(),
          sprite: page?.querySelector<SVGGraphicsElement>('#use')?.getBBox().width ?? 0,
        };
      });
    await until('the fonts and the sprite', async () => {
      const { fonts, sprite } = await seen();
      return fonts.join() === 'Linked,Own,Scripted' && sprite > 0;
    }).catch(async error => {
      throw new Error(`${error.message}: ${JSON.stringify(await seen())}`);
    });
  });

  test('with "Video and audio" on, what is played is stored and follows the time of the player, in a replay page too; what comes in pieces is listed', async () => {
    const refs = refsOf(tape, '/played');
    for (const name of Object.keys(SECONDS)) expect(hashesAt('/played')).toContain(await hashOf(name));
    expect(refs.flatMap(({ missing }) => missing ?? [])).toContainEqual({
      kind: 'media',
      host: expect.stringMatching(/^www\.shop\.test/),
      reason: 'stream',
    });
    const at = Math.round(played.began + 1_000);
    await player.close();
    player = await tester.extensionPage(`player/index.html?session=${tape.sessions[0]?.id}&at=${at}`);
    let shown = player;
    const onStage = () =>
      shown.evaluate(() => {
        const frame = [...document.querySelectorAll('iframe')].find(one =>
          one.checkVisibility({ visibilityProperty: true }),
        );
        return [...(frame?.contentDocument?.querySelectorAll<HTMLMediaElement>('#sound, #film') ?? [])].map(
          ({ currentSrc, duration, currentTime, paused }) => ({
            from: currentSrc.slice(0, 5),
            duration,
            currentTime,
            paused,
          }),
        );
      });
    const isThere = async (from: number, to: number) => {
      const [sound, film] = await onStage();
      return (
        sound?.from === 'blob:' &&
        sound.duration === SECONDS.sound &&
        film?.duration === SECONDS.film &&
        sound.currentTime >= from &&
        sound.currentTime < to
      );
    };
    await until('the sound a second after it began', () => isThere(0.6, 1.4)).catch(async error => {
      throw new Error(`${error.message}: ${JSON.stringify(await onStage())}`);
    });
    await player.locator('aria/Play').click();
    await until('the sound going on', () => isThere(1.5, SECONDS.sound));
    shownAt = '';

    shown = await tester.extensionPage(`player/index.html?session=${tape.sessions[0]?.id}&at=${played.at}`);
    await until('the sound where it was, though its window began when it played', async () => {
      const [sound] = await onStage();
      const apart = Math.abs((sound?.currentTime ?? Number.NaN) - played.position);
      return Math.min(apart, SECONDS.sound - apart) < 0.6;
    }).catch(async error => {
      throw new Error(`${error.message} (${played.position}): ${JSON.stringify(await onStage())}`);
    });
    await shown.close();

    await player.bringToFront();
    await player.locator('aria/Export').click();
    await saveAs(player, 'Replay page (.html)');
    const { path } = await tester.downloaded('.html');
    shown = await tester.browser.newPage();
    await shown.goto(`file://${path}`);
    await shown.waitForSelector('[role=slider]');
    await shown.focus('[role=slider]');
    await shown.keyboard.press('End');
    await until('the sound in the file', () => isThere(0, SECONDS.sound + 0.1)).catch(async error => {
      throw new Error(`${error.message}: ${JSON.stringify(await onStage())}`);
    });
    await shown.close();
  });

  // Not chosen, not in use, asked for by a script alone (which may do something), one that counts visits; and sound.
  test.each(['other-candidate', 'other-picture', 'unused', 'asked', 'pixel', 'sound'])(
    'what the page did not show is not fetched: %s',
    async name => {
      expect(hashesAt('/kinds?v=1')).not.toContain(await hashOf(name));
      expect(fetched.filter(hit => hit.includes(`/${name}.`))).toEqual([]);
    },
  );

  test('what two pages of a session show is fetched once, and both show it', async () => {
    const ofCdn = fetched.filter(hit => hit.startsWith('cdn.test/kinds/'));
    expect(ofCdn.length).toBeGreaterThan(PICTURES.length);
    expect(ofCdn.filter((hit, n) => ofCdn.indexOf(hit) !== n)).toEqual([]);
    for (const row of PICTURES) {
      expect(hashesAt('/same-kinds'), row[0]).toContain(await hashOf(row[0]));
      await expectShown('/same-kinds', row);
    }
  });

  test('a page that was left at once shows its pictures, or lists what went with it', async () => {
    for (const row of PICTURES) await expectShown('v=left', row);
    const missing = refsOf(tape, 'v=left').flatMap(ref => ref.missing ?? []);
    const own = expect.stringMatching(/^www\.shop\.test/);
    expect(missing).toEqual(missing.map(() => ({ kind: 'image', host: own, reason: 'left' })));
  });
});
