import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asFrameNote } from '../../src/session/frame-note';
import type { Stream } from '../../src/session/types';
import { saveAs } from './support/export';
import { openPlayer } from './support/reading';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

interface Browser {
  tabs: { query(of: object): Promise<{ id?: number }[]> };
  scripting: { executeScript(script: object): Promise<unknown> };
}

const HOSTS = ['*://www.shop.test/*', '*://pay.test/*'];

const frameAt = (page: Page, path: string): Promise<Frame> =>
  until(`the frame ${path}`, async () => page.frames().find(frame => frame.url().includes(path)));

/** Streams of frames, with the stream that says where they stand. */
function placed({ streams, chunks, sessions }: WholeTape): { frame: Stream; around: Stream | undefined }[] {
  const living = sessions.filter(({ deletedAt }) => deletedAt === undefined).map(({ id }) => id);
  const notes = chunks.flatMap(({ streamId, events }) =>
    events.flatMap(({ data }) => {
      const { id, frame } = asFrameNote(data) ?? {};
      return id && frame ? [{ streamId, frame }] : [];
    }),
  );
  return streams
    .filter(({ frameId, windows, sessionId }) => frameId !== 0 && windows.length > 0 && living.includes(sessionId))
    .flatMap(frame =>
      notes
        .filter(note => note.frame === frame.frameId)
        .map(({ streamId }) => ({ frame, around: streams.find(({ id }) => id === streamId) })),
    );
}

const textOf = ({ chunks }: WholeTape, stream: Stream | undefined): string =>
  JSON.stringify(chunks.filter(({ streamId }) => streamId === stream?.id).map(({ events }) => events));

/** All words on the stage, those in frames of frames as well. */
const words = (player: Page): Promise<string> =>
  player.evaluate(() => {
    const within = (of: Document | null): string =>
      of
        ? [
            of.body?.innerText ?? '',
            ...[...of.querySelectorAll('iframe')].map(one => within(one.contentDocument)),
          ].join(' ')
        : '';
    return [...document.querySelectorAll('.window:not([data-hidden]) iframe')]
      .map(one => within((one as HTMLIFrameElement).contentDocument))
      .join(' ');
  });

async function seek(player: Page, key: 'Home' | 'End'): Promise<void> {
  await player.focus('[role=slider]');
  await player.keyboard.press(key);
}

/** Goes to a step by its words, once the list has it. */
const step = (player: Page, text: string): Promise<boolean> =>
  until(`the step “${text}”`, () =>
    player.evaluate(wanted => {
      const rows = [...document.querySelectorAll<HTMLElement>('.step .line-text')];
      const row = rows.find(({ title }) => title === wanted);
      row?.click();
      return row !== undefined;
    }, text),
  );

/** Where the player stands. */
const second = (player: Page): Promise<number> =>
  player.$eval('[role=slider]', slider => Number(slider.getAttribute('aria-valuenow')));

describe.each(KINDS)('Frames in %s', kind => {
  let tester: Tester;
  beforeAll(async () => {
    tester = await startTester(kind, { hosts: HOSTS });
    // pay.test may be seen, and is no page that is to be recorded.
    const pay = await tester.visit('/', 'pay.test');
    await tester.record(pay);
    await tester.intend('stopRecording', { url: pay.url() });
    await pay.goto(tester.site.url('www.shop.test', '/counter'));
    await tester.record(pay);
    await pay.close();
  });
  afterAll(() => tester?.end());

  /** Every test begins with an empty tape and nobody active. */
  const fresh = async () => {
    const { sessions } = await tester.tape();
    await tester.intend('deleteSessions', { sessionIds: sessions.map(({ id }) => id), at: tester.now() });
    await tester.moveClock(300 * 60_000);
  };

  /** A frame's script may run a second time, where the worker takes a frame that is still loading for one without it. */
  const anotherRecorder = async (said: string) => {
    const options = await tester.extensionPage('options/index.html');
    await options.evaluate(async words => {
      const { chrome } = globalThis as unknown as { chrome: Browser };
      const [tab] = await chrome.tabs.query({ url: '*://www.shop.test/frames' });
      const world = 'MAIN';
      const say = (text: string) => location.href.endsWith('/frames/inner') && console.info(text);
      const target = { tabId: tab?.id, allFrames: true };
      await Promise.all([
        chrome.scripting.executeScript({ target, world, func: say, args: [words] }),
        chrome.scripting.executeScript({ target, world, files: ['frame-recorder.js'] }),
      ]);
    }, said);
    await options.close();
  };

  test('where one host is recorded, input in a frame of another site that we may see is activity', async () => {
    const page = await tester.visit('/frames');
    const inner = await frameAt(page, '/widget');
    const input = await inner.waitForSelector('[data-testid=voucher]');
    await input?.focus();
    // The relay is there a moment after the frame has loaded: each letter tries again.
    const { sessions } = await until('a session', async () => {
      await page.keyboard.type('a');
      const tape = await tester.tape();
      return tape.sessions.length > 0 && tape;
    });
    expect(sessions.map(({ site }) => site)).toEqual(['shop.test']);
    await page.close();
  });

  test('a frame of another site is a stream of its own in the page of its tab, and no page hears of it', async () => {
    await fresh();
    const page = await tester.visit('/counter');
    await page.evaluateOnNewDocument(() => {
      const heard: unknown[] = [];
      Object.assign(globalThis, { heard });
      addEventListener('message', ({ data }) => heard.push(data), true);
      const { postMessage } = window;
      window.postMessage = ((...sent: [unknown]) => {
        heard.push(...sent);
        postMessage(...sent);
      }) as typeof postMessage;
    });
    await page.goto(tester.site.url('www.shop.test', '/frames'));
    const inner = await frameAt(page, '/widget');
    const input = await inner.waitForSelector('[data-testid=voucher]');
    const clicked = ({ marks }: WholeTape) =>
      marks.filter(({ kind }) => kind === 'click').map(({ streamId }) => streamId);
    const found = (tape: WholeTape) => placed(tape).find(({ frame }) => clicked(tape).includes(frame.id));
    // The relay is there a moment after the frame: each click tries again.
    const tape = await until('the frame with its place in the page', async () => {
      await input?.click();
      const whole = await tester.tape();
      return found(whole) && whole;
    });
    const { frame, around } = found(tape) ?? {};
    expect(frame?.pageViewId).toBe(around?.pageViewId);
    expect(frame?.sessionId).toBe(around?.sessionId);
    const words = 'PlainPay vouchers are accepted here';
    expect(textOf(tape, frame)).toContain(words);
    expect(textOf(tape, around)).not.toContain(words);
    for (const one of [page.mainFrame(), inner])
      expect(await one.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([]);
    const pages = tape.pageViews.filter(({ sessionId }) => sessionId === frame?.sessionId);
    expect(pages.map(({ url }) => new URL(url).hostname)).toEqual(['www.shop.test']);
    expect(tape.sessions.find(({ id }) => id === frame?.sessionId)?.counts.pages, 'a frame is no page').toBe(1);
    await page.close();
  });

  test('what is done in frames of a page’s own origin are steps of the page around them, each once', async () => {
    await fresh();
    const page = await tester.visit('/frames');
    // An origin's first document hears of the test's clock a moment late.
    await tester.moveClock(1_000, page);
    await page.reload();
    const inner = await frameAt(page, '/frames/inner');
    const widget = await frameAt(page, '/widget');
    const within = async (frame: Frame, html: string): Promise<Frame> => {
      await frame.evaluate(srcdoc => {
        document.body.append(Object.assign(document.createElement('iframe'), { srcdoc, name: 'made' }));
      }, html);
      return until('the frame of a frame', async () => {
        const made = frame.childFrames().at(-1);
        return (await made?.$('button')) ? made : undefined;
      });
    };
    await inner.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<p><button id="dead">Dead end</button> <button id="hurry">Hurry</button></p>',
      );
      document.getElementById('hurry')?.addEventListener('click', () => document.body.append('!'));
      console.warn('Said in a frame');
      void fetch('/api/status/404?asked-in-a-frame');
      // What it does shows in the page around.
      const far = document.querySelector('#press');
      far?.addEventListener('click', () => parent.document.querySelector('h1')?.append('.'));
    });
    const nested = await within(
      inner,
      `<script>console.info("While its frame loads")</script><button onclick="textContent=1">Deep</button>
      <button id="fails" onclick="dataset.pressed = 1; setTimeout(() => { throw Error('It fails in a frame') })">Fails</button>`,
    );
    // Each does something: on a slow machine it would be a dead end before the next click.
    const foreign = await within(widget, '<button onclick="dataset.pressed = 1">In a frame of a frame</button>');
    await anotherRecorder('Said before another recorder came');
    await page.bringToFront();
    const srcdoc = page
      .frames()
      .find(frame => frame.url() === 'about:srcdoc' && frame.parentFrame() === page.mainFrame());
    const clicks: [Frame | undefined, string][] = [
      [inner, '#press'],
      [srcdoc, 'button'],
      [nested, 'button'],
    ];
    for (const [frame, selector] of clicks) await (await frame?.waitForSelector(selector))?.click();
    const far = 'In a frame of a frame';
    // The relay is there a moment after the frame: each click tries again.
    await until('the click in a frame of another site', async () => {
      await (await foreign.$('button'))?.click();
      return (await tester.tape()).marks.some(({ label }) => label === far);
    });
    await (await nested.$('#fails'))?.click();
    await (await inner.$('#hurry'))?.click({ count: 4, delay: 5 });
    await (await srcdoc?.$('input'))?.type('abc');
    // What else goes on would be the next click's effect: a request is told once it has its answer.
    await tester.tapeWith('the request and the error', ({ chunks }) =>
      ['asked-in-a-frame', 'It fails in a frame'].every(words => JSON.stringify(chunks).includes(words)),
    );
    await (await inner.$('#dead'))?.click();
    const tape = await tester.tapeWith('the dead click', ({ marks }) => marks.some(({ kind }) => kind === 'dead'));
    const { streams } = tape;
    const marks = tape.marks.filter(({ inFrame }) => inFrame);
    const told = (kind: string) => marks.filter(one => one.kind === kind).map(({ label }) => label);
    expect(
      told('click')
        .filter(label => label !== far)
        .sort(),
    ).toEqual(['Dead end', 'Deep', 'Fails', 'Hurry', 'Hurry', 'Hurry', 'Hurry', 'Press', 'Press']);
    expect(told('input')).toEqual(['Inside']);
    expect(told('dead')).toEqual(['Dead end']);
    const events = tape.chunks.flatMap(one => one.events).filter(({ type }) => type === 6);
    for (const words of [
      'Said in a frame',
      'asked-in-a-frame',
      'It fails in a frame',
      'While its frame loads',
      'Said before another recorder came',
    ])
      expect(
        events.filter(({ data }) => JSON.stringify(data).includes(words)),
        words,
      ).toHaveLength(1);
    const frameOf = (label: string) =>
      streams.find(({ id }) => id === marks.find(mark => mark.label === label)?.streamId)?.frameId;
    expect(frameOf('Deep')).toBe(0);
    expect(frameOf(far), 'on the tape of the frame around it').not.toBe(0);
    const box = await (await inner.$('#dead'))?.boundingBox();
    const at = marks.find(({ label, kind }) => label === 'Dead end' && kind === 'click')?.place;
    expect(at?.[0], 'where it was in the page').toBeCloseTo((box?.x ?? 0) + (box?.width ?? 0) / 2, -1);
    const player = await openPlayer(tester, streams.find(({ id }) => id === marks[0]?.streamId)?.sessionId);
    const steps = await until('the steps', () =>
      player.evaluate(() => {
        const shown = [...document.querySelectorAll<HTMLElement>('.step .line-text')].map(({ title }) => title);
        return shown.some(one => one.includes('Dead end')) && shown;
      }),
    );
    for (const step of [
      'Clicked “Fails”, and an error followed',
      'Dead click on “Dead end”',
      'Clicked “Deep” button',
      'Rage click on “Hurry”',
    ])
      expect(
        steps.filter(one => one.startsWith(step)),
        step,
      ).toHaveLength(1);
    await player.close();
    await page.close();
  });

  test('a frame in a frame of another site, of yet another origin, and a sandbox with scripts are streams in their places', async () => {
    await fresh();
    const page = await tester.visit('/frames');
    await tester.moveClock(1_000, page);
    await page.reload();
    const widget = await frameAt(page, '/widget');
    // A robot may be quicker than the worker, which has to say first that the frame's page is recorded.
    await page.click('h1');
    await tester.tapeWith('the frame', whole => placed(whole).length > 0);
    await page.bringToFront();
    const inner = tester.site.url('www.shop.test', '/frames/inner');
    await widget.evaluate(src => {
      document.body.append(Object.assign(document.createElement('iframe'), { src }));
    }, `${inner}?deep`);
    await page.evaluate(src => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.src = src;
      document.body.append(frame);
    }, `${inner}?boxed`);
    const found = (tape: WholeTape, address: string) =>
      placed(tape).find(({ frame }) =>
        tape.chunks.some(
          ({ streamId, events }) =>
            streamId === frame.id && events.some(({ type, data }) => type === 4 && String(data.href).includes(address)),
        ),
      );
    let x = 0;
    const tape = await until('both frames on tape', async () => {
      await page.mouse.move(x++ % 100, 5);
      const whole = await tester.tape();
      return found(whole, '?deep') && found(whole, '?boxed') && whole;
    });
    expect(textOf(tape, found(tape, '?deep')?.around), 'in the frame of the other site').toContain('PlainPay vouchers');
    expect(found(tape, '?boxed')?.around?.frameId, 'in the page').toBe(0);
    await page.close();
  });

  test('a first click while the frame is being reached has the frame on tape', async () => {
    // Between the worker's word to the frame that no session runs, and the frame's to the page that it is there.
    for (const afterMs of [0, 30, 60, 90, 120, 150]) {
      await fresh();
      const page = await tester.visit('/frames');
      // An origin's first document hears of the test's clock a moment late.
      await tester.moveClock(0, page, (await frameAt(page, '/widget')) as unknown as Page);
      await page.evaluate(ms => new Promise(done => setTimeout(done, ms)), afterMs);
      await page.click('h1');
      await tester.tapeWith(`the frame, clicked after ${afterMs} ms`, whole => placed(whole).length > 0);
      await page.close();
    }
  });

  test('frames are replayed in their places: added later, gone on to another page, nested, removed; what is not on tape says so', async () => {
    await fresh();
    const page = await tester.visit('/frames');
    // An origin's first document hears of the test's clock a moment late.
    await tester.moveClock(1_000, page);
    await page.reload();
    const widget = await frameAt(page, '/widget');
    // A robot may be quicker than the worker, which has to say first that the frame's page is recorded.
    await page.click('h1');
    await tester.tapeWith('the frame', whole => placed(whole).length > 0);
    await page.bringToFront();
    await (await widget.waitForSelector('[data-testid=voucher]'))?.click();
    await page.keyboard.type('FERN5');
    await (await widget.waitForSelector('[data-testid=apply-voucher]'))?.click();
    await page.evaluate(
      other => {
        document.querySelector('[name=srcdoc]')?.remove();
        const late = document.querySelector('[name=same]')?.cloneNode() as HTMLIFrameElement;
        late.src += '?late';
        const foreign = document.createElement('iframe');
        // As many a widget does: into the page first, to its address then.
        document.querySelector('.tiles')?.append(late, foreign);
        foreign.src = other;
        foreign.title = 'No access';
        const shadow = document.createElement('div');
        shadow.attachShadow({ mode: 'open' }).innerHTML =
          '<p>Words in a shadow tree</p><img alt="" width="20" src="/static/face.svg">';
        document.body.append(shadow);
      },
      tester.site.url('login.test', '/'),
    );
    const late = await frameAt(page, '?late');
    await until('its script', () =>
      late.evaluate(() => document.body.innerText.includes('Scripts run here')).catch(() => false),
    );
    await (await late.$('#press'))?.click();
    await widget.evaluate(() => {
      const nested = document.createElement('iframe');
      nested.srcdoc = '<p>Words in a frame of a frame</p>';
      document.body.append(nested);
    });
    await tester.tapeWith('the frame of a frame', whole =>
      placed(whole).some(({ frame }) => textOf(whole, frame).includes('Words in a frame of a frame')),
    );
    await widget.evaluate(() => {
      location.href = '/?order=order-17&amount=7';
    });
    const tape = await tester.tapeWith('the page that the frame went on to', whole =>
      placed(whole).some(({ frame }) => textOf(whole, frame).includes('order-17')),
    );
    await page.close();

    const sessionId = placed(tape)[0]?.frame.sessionId;
    const player = await openPlayer(tester, sessionId);
    await seek(player, 'End');
    await until('the last picture', async () => (await words(player)).includes('order-17'));
    const last = await words(player);
    expect(last).toContain('Pressed 1 times.');
    expect(last).not.toContain('This text came in an attribute');
    expect(last).not.toContain('Words in a frame of a frame');
    expect(last, 'no access').toMatch(/login\.test\S* was not recorded/);
    // Where scripts are off, Firefox runs ours all the same.
    expect(last).toMatch(kind === 'chromium' ? /www\.shop\.test\S* was not recorded/ : /Scripts have not run here/);
    await step(player, 'Clicked “Voucher code”');
    const first = await until('the first picture', async () => {
      const seen = await words(player);
      return seen.includes('PlainPay vouchers are accepted here') && seen;
    });
    expect(first).toContain('This text came in an attribute');
    expect(first).not.toContain('takes €5.00 off');
    expect(first).not.toContain('login.test');
    await player.locator('aria/Play').click();
    await until('what a click brought', async () => (await words(player)).includes('takes €5.00 off'));
    await seek(player, 'End');

    await player.locator('aria/Export').click();
    await saveAs(player, 'Replay page (.html)');
    const { path } = await tester.downloaded('.html');
    await player.locator('aria/Close').click();
    const fromDisk = await tester.browser.newPage();
    tester.site.requests.length = 0;
    await fromDisk.goto(`file://${path}`);
    await fromDisk.waitForSelector('[role=slider]');
    await step(fromDisk, 'Clicked “Voucher code”');
    await fromDisk.locator('aria/Play').click();
    await until('what a click brought', async () => (await words(fromDisk)).includes('takes €5.00 off'));
    await seek(fromDisk, 'End');
    await until('the same picture as in the player', async () => (await words(fromDisk)) === last);
    await until('the shadow tree with its picture', () =>
      fromDisk.evaluate(() =>
        [...document.querySelectorAll<HTMLIFrameElement>('.window:not([data-hidden]) iframe')].some(frame =>
          [...(frame.contentDocument?.querySelectorAll('div') ?? [])].some(
            ({ shadowRoot }) =>
              shadowRoot?.textContent?.includes('Words in a shadow tree') &&
              shadowRoot.querySelector('img')?.naturalWidth,
          ),
        ),
      ),
    );
    expect(tester.site.requests, 'all of it is in the file').toEqual([]);
    await fromDisk.close();

    // One click includes it from then on.
    const host = new URL(tester.site.url('login.test', '/')).host;
    await tester.grant('*://login.test/*');
    await player.bringToFront();
    await player.locator('aria/Details').click();
    await player.locator(`aria/Include ${host}`).click();
    await player.waitForFunction(() => document.body.innerText.includes('Included from now on'));
    const isInPanel = () => document.activeElement?.closest('[role=tab], [role=tabpanel]') !== null;
    expect(await player.evaluate(isInPanel), 'the focus stays in the panel').toBe(true);
    await player.close();
    const again = await tester.visit('/counter');
    await again.click('[data-testid=count]');
    const frame = () =>
      again.evaluate(
        src => {
          document.querySelector('iframe')?.remove();
          document.body.append(Object.assign(document.createElement('iframe'), { src }));
        },
        tester.site.url('login.test', '/'),
      );
    await frame();
    // An origin's first document hears of the test's clock a moment late.
    await tester.moveClock(1_000, again, (await frameAt(again, 'login.test')) as unknown as Page);
    await frame();
    await tester.tapeWith('the frame that was included', whole =>
      placed(whole).some(one => textOf(whole, one.frame).includes('Doorkeeper')),
    );
    await again.close();
  });

  test('leaving for a site that is not recorded, and coming back, are steps, with a striped stretch between them; once it is recorded, the player goes on there', async () => {
    await fresh();
    // Behind the others, it tells the shop of the clock while they are elsewhere.
    const behind = await tester.visit('/counter');
    const page = await tester.visit('/counter');
    const pay = tester.site.url('pay.test', `/?return=${encodeURIComponent(page.url())}`);
    const there = async () => {
      await page.click('[data-testid=count]');
      await Promise.all([
        page.waitForSelector('[data-testid=confirm-payment]'),
        page.evaluate(url => {
          location.href = url;
        }, pay),
      ]);
    };
    await there();
    await tester.moveClock(60_000, behind);
    await (await page.waitForSelector('[data-testid=confirm-payment]'))?.click();
    await page.waitForSelector('[data-testid=count]');
    await page.click('[data-testid=count]');
    const host = new URL(pay).host;
    const ofShop = ({ sessions }: WholeTape) =>
      sessions.find(({ deletedAt, site }) => deletedAt === undefined && site === 'shop.test');
    const tape = await tester.tapeWith('both pages', whole => (ofShop(whole)?.counts.clicks ?? 0) >= 2);
    expect(tape.sessions.filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(1);
    expect(JSON.stringify([tape.marks, tape.pageViews]), 'no more than the host').not.toContain('return=');

    const sessionId = ofShop(tape)?.id;
    const player = await openPlayer(tester, sessionId);
    const back = await until('the step back', () =>
      player.evaluate(() => /Back after 1:0\d/.exec(document.body.innerText)?.[0]),
    );
    const secondOf = async (text: string) => {
      await step(player, text);
      await until(`“${text}” to be where the player is`, () =>
        player.evaluate(
          wanted => document.querySelector<HTMLElement>('[role=option][aria-current] .line-text')?.title === wanted,
          text,
        ),
      );
      return second(player);
    };
    const [leftAt, backAt] = [await secondOf(`Left for ${host} (not recorded)`), await secondOf(back)];
    expect(backAt - leftAt).toBeGreaterThanOrEqual(59);
    await player.waitForSelector('.legend ::-p-text(Not recorded)');
    const stretch = await player.waitForSelector('.track .blank');
    expect(await stretch?.evaluate(one => getComputedStyle(one).backgroundImage)).toContain('repeating');
    await stretch?.click();
    await until('a moment between the two', async () => {
      const at = await second(player);
      return at > leftAt && at < backAt;
    });
    await step(player, `Left for ${host} (not recorded)`);
    await player.locator('aria/Record this site too').click();
    await player.waitForFunction(() => document.body.innerText.includes('is recorded from now on'));
    await player.close();

    await page.bringToFront();
    await there();
    await tester.moveClock(1_000, page);
    await page.reload();
    await page.mouse.click(5, 5);
    await tester.tapeWith('a session of the other site', ({ sessions }) =>
      sessions.some(({ deletedAt, site }) => deletedAt === undefined && site === 'pay.test'),
    );
    const again = await openPlayer(tester, sessionId);
    await until('the step', () =>
      again.evaluate(
        wanted => [...document.querySelectorAll<HTMLElement>('.step .line-text')].some(({ title }) => title === wanted),
        `Left for ${host}`,
      ),
    );
    await step(again, `Left for ${host}`);
    const link = await again.waitForSelector('aria/Continue there');
    const address = await link?.evaluate(one => (one as HTMLAnchorElement).getAttribute('href'));
    await again.close();
    const other = await tester.extensionPage(`player/index.html${address}`);
    await until('the other session', async () => (await words(other)).includes('Confirm your payment'));
    await other.close();
    await tester.intend('stopRecording', { url: pay });
    await page.close();
    await behind.close();
  });
});
