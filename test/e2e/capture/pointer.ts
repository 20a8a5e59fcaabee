import type { Page } from 'puppeteer-core';
import { LATE_MS, type OnTape, type Part, resized, settle } from '../support/matrix';
import { until } from '../support/tester';
import { labels, told } from './on-tape';

const INTERACTIONS = { click: 2, contextMenu: 3, dblClick: 4, focus: 5, blur: 6, touchStart: 7, touchEnd: 9 };

const acted = (tape: OnTape, how: keyof typeof INTERACTIONS): boolean =>
  told(tape, 'interaction', `"type":${INTERACTIONS[how]},`);

const centre = (page: Page, selector: string): Promise<{ x: number; y: number }> =>
  page.evaluate(wanted => {
    const { x, y, width, height } = (document.querySelector(wanted) as Element).getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, selector);

const moveTo = async (page: Page, selector: string) => {
  const { x, y } = await centre(page, selector);
  await page.mouse.move(x, y, { steps: 5 });
  // The way is sampled each 50 ms: nobody's hand stops within them.
  await settle(page, 60);
  await page.mouse.move(x + 1, y);
  await settle(page, LATE_MS.mouse);
};

export const pointer: Part = {
  title: 'pointer',
  path: '/capture/pointer',
  rows: [
    {
      name: 'mouse movement and hover',
      act: page => moveTo(page, '#hover'),
      taped: tape => told(tape, 'move'),
      replayed: page => {
        const cursor = page.defaultView?.frameElement?.parentElement?.querySelector<HTMLElement>('.replayer-mouse');
        const { left = 0, right = 0 } = page.querySelector('#hover')?.getBoundingClientRect() ?? {};
        const x = Number.parseFloat(cursor?.style.left ?? '');
        return [x > left && x < right, getComputedStyle(page.querySelector('#hover') as Element).color];
      },
      shown: [true, 'rgb(1, 2, 3)'],
    },
    {
      name: 'a click',
      act: page => page.click('#button'),
      taped: tape => labels(tape, 'click').includes('Press me') && acted(tape, 'click'),
      replayed: page => page.querySelector('#heard')?.textContent?.includes('click '),
    },
    {
      name: 'a double click',
      act: page => page.click('#button', { count: 2 }),
      taped: tape => acted(tape, 'dblClick'),
      replayed: page => page.querySelector('#heard')?.textContent?.includes('dblclick '),
    },
    {
      name: 'the context menu',
      act: page => page.click('#menu', { button: 'right' }),
      taped: tape =>
        acted(tape, 'contextMenu') &&
        tape.marks.some(({ kind, label, detail }) => kind === 'click' && label === 'Menu here' && detail === 'right'),
      replayed: page => page.querySelector('#heard')?.textContent?.includes('contextmenu '),
    },
    {
      name: 'a drag',
      only: 'chromium', // Firefox's robot presses, moves and lets go, and Firefox begins no drag
      act: async page => {
        await page.keyboard.press('Escape');
        const [from, to] = [await centre(page, '#drag'), await centre(page, '#drop')];
        await page.mouse.move(from.x, from.y);
        await page.mouse.down();
        await page.mouse.move(to.x, to.y, { steps: 10 });
        await settle(page, LATE_MS.mouse);
        await page.mouse.up();
        await settle(page, LATE_MS.mouse);
      },
      taped: tape => told(tape, 'drag'),
      replayed: page => page.querySelector('#heard')?.textContent?.includes('dragend '),
    },
    {
      name: 'focus and blur',
      act: async page => {
        await page.focus('#field');
        await page.evaluate(() => document.querySelector<HTMLElement>('#field')?.blur());
        await page.focus('#field');
      },
      taped: tape => acted(tape, 'focus') && acted(tape, 'blur'),
      replayed: page => page.querySelector('#heard')?.textContent?.endsWith('focusin focusout focusin '),
    },
    {
      name: 'text selection',
      act: async page => {
        await page.evaluate(() => {
          const prose = document.querySelector('#prose')?.firstChild as Text;
          document.getSelection()?.setBaseAndExtent(prose, 4, prose, 9);
        });
      },
      taped: tape => told(tape, 'selection'),
      replayed: page => page.getSelection()?.toString(),
      shown: 'quick',
    },
    {
      name: 'an element scrolled by the wheel',
      act: async page => {
        const { x, y } = await centre(page, '#scroller');
        await page.mouse.move(x, y);
        await page.mouse.wheel({ deltaY: 120 });
        await until('the element to scroll', () =>
          page.evaluate(() => (document.querySelector('#scroller')?.scrollTop ?? 0) > 60),
        );
        await settle(page, LATE_MS.size);
      },
      taped: tape => told(tape, 'scroll'),
      replayed: page => (page.querySelector('#scroller')?.scrollTop ?? 0) > 60,
    },
    {
      name: 'an element scrolled by the keyboard',
      act: async page => {
        await page.evaluate(() => {
          const scroller = document.querySelector('#scroller') as HTMLElement;
          scroller.focus();
          scroller.scrollTop = 0;
        });
        await page.keyboard.press('End');
        await until('the element to be at its end', () =>
          page.evaluate(() => {
            const { scrollTop, scrollHeight, clientHeight } = document.querySelector('#scroller') as Element;
            return scrollTop > scrollHeight - clientHeight - 5;
          }),
        );
        await settle(page, LATE_MS.size);
      },
      taped: tape => told(tape, 'scroll'),
      replayed: page => (page.querySelector('#scroller')?.scrollTop ?? 0) > 500,
      stays: true,
    },
    {
      name: 'the page scrolled by the keyboard',
      act: async page => {
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
        await page.keyboard.press('PageDown');
        await until('the page to scroll', () => page.evaluate(() => scrollY > 300));
        await settle(page, LATE_MS.size);
      },
      taped: tape => told(tape, 'scroll'),
      replayed: page => (page.defaultView?.scrollY ?? 0) > 300,
    },
    {
      name: 'three places that scroll at once, smoothly, one of them in a shadow tree',
      act: async page => {
        await page.evaluate(() => {
          scrollTo(0, 0);
          const place = () => {
            const made = document.createElement('div');
            made.style.cssText = 'height: 40px; overflow: auto; scroll-behavior: smooth';
            made.innerHTML = '<p style="height: 900px">Long</p>';
            return made;
          };
          const host = document.createElement('div');
          host.id = 'shade';
          const places = [place(), place(), place()];
          host.attachShadow({ mode: 'open' }).append(places[2] as Node);
          document.querySelector('#heard')?.after(...places.slice(0, 2), host);
          for (const one of places) one.scrollTop = 200;
        });
        await until('all to be there', () =>
          page.evaluate(() => {
            const host = document.querySelector('#shade');
            const [first, second] = [
              host?.previousElementSibling?.previousElementSibling,
              host?.previousElementSibling,
            ];
            return [first, second, host?.shadowRoot?.firstElementChild].every(one => one?.scrollTop === 200);
          }),
        );
        await settle(page, LATE_MS.size);
      },
      taped: ({ events }) =>
        new Set(events.flatMap(({ data }) => (data.source === 3 && data.y === 200 ? [data.id] : []))).size === 3,
      replayed: page => {
        const host = page.querySelector('#shade');
        const places = [host?.previousElementSibling?.previousElementSibling, host?.previousElementSibling];
        return [...places, host?.shadowRoot?.firstElementChild].map(one => Math.round(one?.scrollTop ?? 0));
      },
      shown: [200, 200, 200],
      stays: true,
    },
    {
      name: 'touch and tap',
      only: 'chromium',
      act: async page => {
        const session = await page.createCDPSession();
        await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
        await page.evaluate(() => scrollTo(0, 0));
        await settle(page, LATE_MS.scroll);
        await page.tap('#button');
        const { x, y } = await centre(page, '#prose');
        await page.touchscreen.touchStart(x, y);
        await page.touchscreen.touchMove(x + 30, y);
        await page.touchscreen.touchMove(x + 60, y);
        await page.touchscreen.touchEnd();
        await settle(page, LATE_MS.mouse);
        await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
        await session.detach();
      },
      taped: tape =>
        acted(tape, 'touchStart') &&
        acted(tape, 'touchEnd') &&
        told(tape, 'touchMove') &&
        labels(tape, 'click').includes('Press me'),
      replayed: page => page.querySelector('#heard')?.textContent?.includes('touchend '),
    },
    {
      name: 'another size of the window, in which a media query holds',
      act: async page => {
        await resized(page, 900, 700);
      },
      taped: tape => told(tape, 'resize', '"width":900', '"height":700'),
      replayed: page => [
        page.defaultView?.innerWidth,
        page.defaultView?.innerHeight,
        getComputedStyle(page.querySelector('#prose') as Element).color,
      ],
      shown: [900, 700, 'rgb(25, 0, 0)'],
    },
    {
      name: 'a tablet that is turned',
      act: async page => {
        await resized(page, 700, 900);
      },
      taped: tape => told(tape, 'resize', '"width":700', '"height":900'),
      replayed: page => page.defaultView?.matchMedia('(orientation: portrait)').matches,
      stays: true,
    },
    {
      name: 'the page going out of sight and coming back',
      act: async (page, tester) => {
        const other = await tester.browser.newPage();
        const becomes = (state: string) =>
          until(`the page to be ${state}`, () => page.evaluate(was => document.visibilityState === was, state));
        await other.bringToFront();
        await becomes('hidden');
        await page.bringToFront();
        await becomes('visible');
        await other.close();
      },
      taped: tape => tape.marks.some(({ kind }) => kind === 'tab'),
      replayed: page => page.querySelector('#heard')?.textContent?.includes('visibilitychange '),
    },
  ],
};
