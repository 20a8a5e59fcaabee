import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mark } from '../../src/session/types';
import { openPlayer } from './support/reading';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** What a page may hold, what a person would call it, and how it is found again, best way first. */
const ROWS: [html: string, label: string | RegExp, selectors: (string | RegExp)[]][] = [
  [
    '<button data-testid="add"><b>Add</b> to cart</button>',
    'Add to cart',
    ['[data-testid="add"]', 'aria/Add to cart[role="button"]'],
  ],
  ['<button>Save it</button>', 'Save it', ['aria/Save it[role="button"]']],
  ['<button aria-label="Close"><svg width="20" height="20"></svg></button>', 'Close', ['aria/Close[role="button"]']],
  ['<a href="#there">Read more</a>', 'Read more', ['aria/Read more[role="link"]']],
  // Two of a kind: neither words nor role tell them apart.
  ['<button>Twin</button>', 'Twin', [/^#rows/]],
  ['<button data-cy="twin-two">Twin</button>', 'Twin', ['[data-cy="twin-two"]']],
  ['<label>Your name <input name="who"></label>', 'Your name', ['aria/Your name[role="textbox"]']],
  ['<input placeholder="Search the shop">', 'Search the shop', [/^#rows/]],
  ['<input aria-label="Code" value="wombat-value">', 'Code', ['aria/Code[role="textbox"]']],
  ['<div role="tab" tabindex="0">Details</div>', 'Details', ['aria/Details[role="tab"]']],
  ['<span onclick="void 0">Plain words</span>', 'Plain words', [/^#rows/, 'text/Plain words']],
  ['<button class="rr-mask">Zaphodella</button>', /button/, [/^#rows/]],
  ['<button>Pay <i class="rr-mask">Zaphodella</i></button>', 'Pay …', [/^#rows/]],
  ['<div contenteditable="true" aria-label="Letter">Zaphodella</div>', 'Letter', [/#rows/]],
  ['<star-rating label="Stars"></star-rating>', '4 stars', ['aria/4 stars[role="radio"]']],
];

/** Runs in the player: where the replayed canvas stands, and how far it is from a picture, as the mean difference of a channel. */
async function howFar(wanted: string): Promise<{ size: unknown[]; mean: number } | undefined> {
  const shown = [...document.querySelectorAll('iframe')]
    .map(frame => frame.contentDocument?.querySelector<HTMLCanvasElement>('#drawn'))
    .find(canvas => canvas?.style.backgroundImage);
  const [, url] = /^url\("(.*)"\)$/.exec(shown?.style.backgroundImage ?? '') ?? [];
  if (!shown || !url) return;
  const [is, was] = await Promise.all(
    [url, wanted].map(async src => {
      const image = Object.assign(new Image(), { src });
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 200, height: 100 });
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0, 200, 100);
      return context.getImageData(0, 0, 200, 100).data;
    }),
  );
  const { backgroundSize, backgroundOrigin } = getComputedStyle(shown);
  const difference = was?.reduce((sum, one, n) => sum + Math.abs(one - (is?.[n] ?? 0)), 0) ?? 0;
  return {
    size: [shown.clientWidth, shown.clientHeight, backgroundSize, backgroundOrigin],
    mean: difference / (was?.length ?? 1),
  };
}

/** The elements that a selector of ours finds, by CSS or in puppeteer's way. */
const found = (page: Page, selector: string): Promise<ElementHandle[]> => page.$$(selector);

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  let page: Page;
  beforeAll(async () => {
    tester = await startTester(kind);
    page = await tester.visit('/components');
    await tester.record(page);
  });
  afterAll(() => tester?.end());

  const clicks = (marks: Mark[]) => marks.filter(mark => mark.kind === 'click');
  const marksWith = async (what: string, wanted: (marks: Mark[]) => boolean): Promise<Mark[]> =>
    (await tester.tapeWith(what, ({ marks }) => wanted(marks))).marks;

  test('a click says what was clicked as a person would, with ways to find it that find nothing else', async () => {
    await page.evaluate(rows => {
      const main = document.querySelector('main') as HTMLElement;
      main.innerHTML = `<div id="rows">${rows.map(([html]) => `<section>${html}</section>`).join('')}</div>`;
    }, ROWS);
    const elements: ElementHandle[] = [];
    for (const n of ROWS.keys()) {
      const handle = await page.evaluateHandle(row => {
        const element = document.querySelector(`#rows > :nth-child(${row + 1})`)?.firstElementChild as HTMLElement;
        const inside = element.shadowRoot?.querySelectorAll('button')[3];
        return (
          inside ?? (element.localName === 'label' ? (element.querySelector('input, select') as HTMLElement) : element)
        );
      }, n);
      const element = handle as ElementHandle<Element>;
      elements.push(element);
      await element.click();
    }
    const made = clicks(await marksWith('a mark for each', marks => clicks(marks).length >= ROWS.length)).slice(
      -ROWS.length,
    );
    for (const [n, [html, label, expected]] of ROWS.entries()) {
      expect(made[n]?.label, html).toMatch(label);
      const selectors = made[n]?.selectors ?? [];
      for (const one of expected)
        expect(
          selectors.some(selector => (typeof one === 'string' ? selector === one : one.test(selector))),
          `${html}: ${one} in ${selectors}`,
        ).toBe(true);
      for (const selector of selectors) {
        // Puppeteer's `text/` finds what is around the text as well, and asks Firefox for no roles in shadow trees.
        if (selector.startsWith('text/') || (kind === 'firefox' && html.startsWith('<star-rating'))) continue;
        const matches = await found(page, selector);
        expect(matches, `${html}: ${selector}`).toHaveLength(1);
        const isIt = await matches[0]?.evaluate((one, other) => one === other, elements[n] as ElementHandle);
        expect(isIt, `${html}: ${selector}`).toBe(true);
      }
    }
    expect(JSON.stringify(made)).not.toMatch(/Zaphodella|wombat-value/);
    expect(made.every(({ place }) => place?.every(Number.isInteger))).toBe(true);
  });

  test('a part of a link is the link, the head of a column is not its row, and Enter in a field clicks nothing', async () => {
    await page.evaluate(() => {
      const main = document.querySelector('main') as HTMLElement;
      main.innerHTML = `<p><a href="#cart">Cart <b data-testid="part">12</b></a></p>
        <table><tr role="row"><th>Name</th><th id="head" aria-label="Age: sort">Age</th></tr></table>
        <form><input id="in-form" aria-label="In a form"><button>Send</button></form><p><button id="end">End</button></p>`;
      main.addEventListener('submit', event => {
        event.preventDefault();
        main.append('Sent');
      });
    });
    for (const id of ['[data-testid=part]', '#head']) await page.click(id);
    await page.focus('#in-form');
    await page.keyboard.press('Enter');
    await page.waitForSelector('main ::-p-text(Sent)');
    // As where a dialog of the browser's comes up while the key is down: its end is not heard, and the next click is one all the same.
    await page.keyboard.down('Enter');
    await page.focus('#end');
    await page.keyboard.press(' ');
    await page.keyboard.up('Enter');
    const { marks, chunks } = await tester.tapeWith('the last click', ({ marks }) =>
      clicks(marks).some(({ label }) => label === 'End'),
    );
    const labels = clicks(marks).map(({ label }) => label);
    expect(labels.slice(-3)).toEqual(['Cart 12', 'Age: sort', 'End']);
    // The browser calls a button that Enter presses clicked, in the page's corner: the cursor was not there.
    const inCorner = chunks
      .flatMap(({ events }) => events)
      .filter(({ data: { source, type, x, y } }) => source === 2 && type === 2 && x === 0 && y === 0);
    expect(inCorner).toEqual([]);
  });

  test('rage clicks, dead clicks and clicks that fail are told as such', async () => {
    await page.evaluate(() => {
      const main = document.querySelector('main') as HTMLElement;
      main.innerHTML =
        '<p><button id="furious">Hurry</button></p><p><button id="dead">Dead end</button></p><p><button id="works">Works</button></p><p><button id="fails">Fails</button></p><p><input type="email" id="mail" aria-label="Mail"></p>';
      const on = (id: string, run: () => void) => document.getElementById(id)?.addEventListener('click', run);
      on('furious', () => main.append('!'));
      on('works', () => main.append('?'));
      on('fails', () => {
        main.append('…');
        setTimeout(() => {
          throw new Error('It fails');
        });
      });
    });
    for (const id of ['#works', '#fails']) await page.click(id);
    await page.click('#furious', { count: 4, delay: 5 } as object);
    await page.click('#dead');
    await marksWith('the dead click', seen => seen.some(mark => mark.kind === 'dead'));
    // A field has the focus before it is clicked; nothing more is to come of it.
    await page.click('#mail');
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 2_500)));
    await page.click('#works');
    const marks = await marksWith('the next click', seen => seen.filter(({ label }) => label === 'Works').length === 2);
    expect(marks.filter(mark => mark.kind === 'dead').map(({ label }) => label)).toEqual(['Dead end']);
    const { sessions } = await tester.tape();
    const player = await openPlayer(tester, sessions[0]?.id);
    const text = await until('the steps', () =>
      player.evaluate(() => {
        const shown = document.querySelector('[role=tabpanel]')?.textContent ?? '';
        return shown.includes('Dead end') && shown;
      }),
    );
    for (const step of [
      'Rage click on “Hurry” ×4',
      'Dead click on “Dead end”',
      'Clicked “Fails”, and an error followed',
      'Clicked “Works” button',
    ])
      expect(text.replace(/\s+/g, ' ')).toContain(step);
    await player.close();
  });

  test('a label that is clicked, its box and its tick are one step, however long the page takes over it', async () => {
    await page.bringToFront();
    await page.evaluate(() => {
      const main = document.querySelector('main') as HTMLElement;
      main.innerHTML =
        '<p><label id="agree">Agreed <input type="checkbox"></label></p><p><button>After it</button></p>';
      const slow = () => {
        for (const until = performance.now() + 150; performance.now() < until; );
      };
      document.querySelector('#agree')?.addEventListener('click', slow);
    });
    await page.click('#agree', { offset: { x: 5, y: 5 } });
    await page.click('main button');
    const marks = await marksWith('the next click', seen => seen.some(({ label }) => label === 'After it'));
    const own = marks.slice(marks.findLastIndex(({ label }) => label === 'Works') + 1);
    const done = own.filter(mark => mark.kind === 'click' || mark.kind === 'input');
    expect(done.map(mark => `${mark.kind} ${mark.label}`)).toEqual(['click Agreed', 'click After it']);
  });

  test('what the page runs in is in the Details, also when it changes', async () => {
    await page.bringToFront();
    const { pageViews } = await tester.tape();
    const name = kind === 'chromium' ? /^Chrome \d+$/ : /^Firefox \d+$/;
    expect(pageViews.at(-1)?.environment).toMatchObject({
      browser: expect.stringMatching(name),
      os: 'Linux',
      viewport: [expect.any(Number), expect.any(Number)],
      pixelRatio: 1,
      touch: false,
      language: expect.stringMatching(/^en/),
      timeZone: expect.any(String),
      colourScheme: 'light',
      extension: '0.1.0',
      privacy: ['console', 'network', 'assets'],
    });
    await page.setViewport({ width: 390, height: 700 });
    await marksWith('the change', marks => marks.some(mark => mark.detail?.includes('"viewport":[390,700]')));
    if (kind === 'chromium') {
      await page.emulate({
        viewport: { width: 390, height: 700, deviceScaleFactor: 3, isMobile: true, hasTouch: true },
        userAgent: 'Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36',
      });
      const emulated = { os: 'Android 15', pixelRatio: 3, touch: true };
      // Puppeteer loads the page anew, as a tester does.
      await tester.tapeWith('the page in a phone', tape =>
        tape.pageViews.some(
          ({ environment }) => JSON.stringify({ ...environment, ...emulated }) === JSON.stringify(environment),
        ),
      );
      await page.tap('h1');
      const viewports = (await tester.tape()).pageViews.map(view => view.environment?.viewport);
      expect(viewports, 'a page on a phone has its own size from the first').toContainEqual([390, 700]);
    }
    const { sessions } = await tester.tape();
    const player = await openPlayer(tester, sessions[0]?.id);
    await player.locator('aria/Details').click();
    const environment = () =>
      player.evaluate(
        () =>
          [...document.querySelectorAll('.fact')].find(one => one.querySelector('dt')?.textContent === 'Environment')
            ?.textContent ?? '',
      );
    const first = /(Chrome|Firefox) \d+, Linux, viewport \d+ × \d+, pixel ratio 1, no touch, en/;
    await until('what the page began in', async () => first.test(await environment()));
    await player.focus('[role=slider]');
    await player.keyboard.press('End');
    const last = kind === 'chromium' ? /Android 15, viewport \d+ × \d+, pixel ratio 3, touch/ : /viewport 390 × 700/;
    await until('the change to show', async () => last.test(await environment()));
    await player.close();
  });

  test('with "Canvas drawings" on, what is drawn is on tape as pictures and shown at its moment; before, nothing is', async () => {
    type Picture = { id: number; data?: string; why?: string };
    const pictures = async (): Promise<Picture[]> =>
      (await tester.tape()).chunks
        .flatMap(({ events }) => events)
        .filter(({ type, data }) => type === 5 && data.tag === 'tapedeck/canvas')
        .sort((a, b) => a.timestamp - b.timestamp)
        .map(({ data }) => data.payload as Picture);
    expect(await pictures()).toEqual([]);
    const options = await tester.extensionPage('options/index.html');
    await options.locator('aria/Canvas drawings').click();
    await options.waitForFunction(() =>
      [...document.querySelectorAll('[role=switch]')].some(
        one =>
          one.getAttribute('aria-checked') === 'true' &&
          (one as HTMLInputElement).labels?.[0]?.textContent === 'Canvas drawings',
      ),
    );
    await options.close();
    await marksWith('the setting that changed', marks =>
      marks.some(mark => mark.detail === '{"privacy":["console","network","assets","canvas"]}'),
    );
    const drawing = await tester.visit('/components');
    await drawing.evaluate(() => document.querySelector('#drawn')?.scrollIntoView());
    await drawing.mouse.move(50, 60);
    await drawing.mouse.move(60, 70);
    await drawing.evaluate(() => {
      const host = document.body.appendChild(document.createElement('p'));
      host.attachShadow({ mode: 'closed' }).textContent = 'Nobody sees this';
      new Worker('/static/worker.js');
    });
    const count = (seen: Picture[], wanted: (picture: Picture) => boolean) => seen.filter(wanted).length;
    await until(
      'the first pictures',
      async () =>
        count(await pictures(), ({ data }) => !!data) === 1 && (await pictures()).some(({ why }) => why === 'tainted'),
    );
    // Two drawings in which nothing is where it was, the second too large to be kept as it is.
    const drawn: string[] = [];
    for (const [n, [colour, x, scale]] of (
      [
        ['#c33', 20, 1],
        ['#36c', 130, 8],
      ] as const
    ).entries()) {
      drawn.push(
        await drawing.evaluate(
          (fill, left, by) => {
            const canvas = document.querySelector('#drawn') as HTMLCanvasElement;
            Object.assign(canvas, { width: 200 * by, height: 100 * by });
            canvas.style.width = '200px';
            const context = canvas.getContext('2d') as CanvasRenderingContext2D;
            context.scale(by, by);
            for (const [style, x, y, width, height] of [
              [fill, 0, 0, 200, 100],
              ['#fff', left, 20, 50, 60],
              ['#000', left + 10, 30, 10, 10],
            ] as const) {
              context.fillStyle = style;
              context.fillRect(x, y, width, height);
            }
            return canvas.toDataURL();
          },
          colour,
          x,
          scale,
        ),
      );
      await until(`a picture in ${colour}`, async () => count(await pictures(), ({ data }) => !!data) === n + 2);
    }
    expect(
      count(await pictures(), ({ why }) => why === 'tainted'),
      'the box is told once',
    ).toBe(1);
    const tape = await tester.tapeWith('what nobody sees', ({ chunks }) => {
      const text = JSON.stringify(chunks);
      return text.includes('"is":"closed"') && text.includes('"initiatorType":"worker"');
    });
    const moments = tape.chunks
      .flatMap(({ events }) => events)
      .filter(({ type, data }) => type === 5 && data.tag === 'tapedeck/canvas' && (data.payload as Picture).data)
      .map(({ timestamp }) => timestamp)
      .sort()
      .slice(-2);
    const sessionId = tape.sessions.at(-1)?.id;
    for (const [n, wanted] of drawn.entries()) {
      const player = await tester.extensionPage(`player/index.html?session=${sessionId}&at=${(moments[n] ?? 0) + 1}`);
      const far = await until('the picture', () => player.evaluate(howFar, wanted));
      expect(far.size, `drawing ${n} is shown in its place`).toEqual([200, 100, '100% 100%', 'content-box']);
      expect(far.mean, `drawing ${n} as it was, less what a WebP loses`).toBeLessThan(8);
      await player.close();
    }
    const player = await openPlayer(tester, sessionId);
    await player.focus('[role=slider]');
    await player.keyboard.press('End');
    await until('the box', () =>
      player.evaluate(() =>
        [...document.querySelectorAll('iframe')].some(({ contentDocument }) => {
          const box = contentDocument?.querySelector<HTMLElement>('#tainted')?.style.backgroundImage ?? '';
          return box.startsWith('url("data:image/svg') && decodeURIComponent(box).includes('Canvas with an image');
        }),
      ),
    );
    await player.locator('aria/Details').click();
    const unseen = () =>
      player.evaluate(() => {
        const facts = [...document.querySelectorAll('.fact')];
        return facts.find(one => one.querySelector('dt')?.textContent === 'Not recorded')?.textContent ?? '';
      });
    await until('all that nobody could record', async () =>
      /1 part of a page that the page keeps closed.*1 canvas that could not be read.*What 1 worker/.test(
        await unseen(),
      ),
    );
    await player.close();
  });
});
