import type { Page, Viewport } from 'puppeteer-core';

/** What a scene needs to know of where it is. */
export interface Places {
  shop: (host: string, path?: string) => string;
  real: (path: string) => string;
}

/** What a user has asked the system for. */
export interface Wishes {
  dark?: boolean;
  lessMotion?: boolean;
}

/** A page of a site, and the moments of it that are compared. */
export interface Scene {
  name: string;
  url: (places: Places) => string;
  /** Each ends in a page that stands still; the first is the page as it is after loading. */
  moments: Record<string, (page: Page) => Promise<unknown>>;
  viewport?: Partial<Viewport>;
  wishes?: Wishes;
  /** It draws on a canvas. */
  draws?: boolean;
  /** What nobody can have on tape. */
  covered?: string;
  /** Nothing is fetched for the tape any more after so long without. */
  patienceMs?: number;
}

const byTest = (id: string): string => `[data-testid="${id}"]`;
const click = (selector: string) => (page: Page) => page.click(selector);
const type = (selector: string, text: string) => async (page: Page) => {
  await page.click(selector);
  await page.keyboard.type(text);
};
/** As a wheel does, to where it is the same in every browser. */
const scrollTo = (top: number) => async (page: Page) => {
  await page.mouse.move(300, 300);
  await page.mouse.wheel({ deltaY: 100 });
  await page.evaluate(y => window.scrollTo({ top: y, behavior: 'instant' }), top);
};
const loaded = async (page: Page) => {
  await page.mouse.move(640, 20);
  await page.mouse.move(650, 24);
};

const asked = async (page: Page) => {
  await page.click(byTest('fetch-ok'));
  await page.waitForSelector(`${byTest('results')} li`);
};

/** To a whole pixel, as a wheel does: Firefox tells scripts of no other. */
const bring = (page: Page, selector: string) =>
  page.$eval(selector, element => {
    const { top, height } = element.getBoundingClientRect();
    const middle = Math.round(scrollY + top + height / 2 - innerHeight / 2);
    window.scrollTo({ top: middle, behavior: 'instant' });
  });

const shop =
  (path: string, host = 'www.shop.test') =>
  ({ shop }: Places) =>
    shop(host, path);
const real =
  (path: string) =>
  ({ real }: Places) =>
    real(path);

/** Every page of test/site. */
export const SHOP: Scene[] = [
  {
    name: 'products',
    url: shop('/'),
    moments: { loaded, hovered: page => page.hover(byTest('product-lamp')), scrolled: scrollTo(420) },
  },
  {
    name: 'product',
    url: shop('/product/mug'),
    moments: {
      loaded,
      added: async page => {
        await page.click(byTest('add-to-cart'));
        await page.waitForSelector('::-p-text(Added to the cart.)');
      },
    },
  },
  { name: 'cart', url: shop('/cart'), moments: { loaded } },
  {
    name: 'checkout',
    url: shop('/checkout'),
    moments: {
      loaded,
      typed: type(byTest('name'), 'Wilhelmina Kakapo'),
      chosen: async page => {
        await page.select(byTest('country'), 'Norway');
        await page.click(byTest('delivery-express'));
        await page.click(byTest('newsletter'));
      },
      written: type(byTest('comment'), 'Ring twice'),
    },
  },
  {
    name: 'components',
    url: shop('/components'),
    moments: {
      loaded,
      replaced: click(byTest('replace-sheet')),
      inserted: click(byTest('insert-rule')),
      rated: async page => {
        await page.click(byTest('add-component'));
        await page.hover(byTest('rating'));
      },
    },
    draws: true,
    // An image of another site is drawn on it: no script may read that.
    covered: byTest('tainted'),
  },
  {
    name: 'frames',
    url: shop('/frames'),
    moments: {
      loaded,
      pressed: async page => {
        for (const name of ['same', 'cross']) {
          const frame = await (await page.$(byTest(`frame-${name}`)))?.contentFrame();
          await frame?.click('button');
        }
      },
      scrolled: scrollTo(200),
    },
    // A frame of another site has a tape, and pictures to fetch, of its own.
    patienceMs: 3_000,
  },
  { name: 'trouble', url: shop('/trouble'), moments: { loaded, broken: click(byTest('broken-image')) } },
  { name: 'requests', url: shop('/requests?ms=50'), moments: { loaded, asked } },
  { name: 'strict', url: shop('/strict'), moments: { loaded } },
  { name: 'long', url: shop('/long'), moments: { loaded, scrolled: scrollTo(2_400), end: scrollTo(100_000) } },
  { name: 'busy', url: shop('/busy?rate=1'), moments: { loaded } },
  { name: 'counter', url: shop('/counter'), moments: { loaded, counted: click(byTest('count')) } },
  { name: 'nothing there', url: shop('/no-such-page'), moments: { loaded } },
  {
    name: 'my orders',
    url: shop('/', 'app.shop.test'),
    moments: {
      loaded: async page => {
        await page.waitForSelector(byTest('view'));
        await loaded(page);
      },
      returns: click(byTest('tab-returns')),
      settings: click(byTest('tab-settings')),
    },
  },
  { name: 'log in', url: shop('/', 'login.test'), moments: { loaded, typed: type(byTest('user'), 'Ada') } },
  { name: 'payment', url: shop('/?order=A1B2C3&amount=%E2%82%AC16.00', 'pay.test'), moments: { loaded } },
];

/** A page with one of each thing, in all its states and on other screens. */
export const LOOKS: Scene[] = [
  {
    name: 'looks',
    url: shop('/looks'),
    moments: {
      loaded,
      hovered: page => page.hover(byTest('hovered')),
      focused: async page => {
        await page.focus(byTest('hovered'));
        await page.keyboard.press('Tab');
      },
      within: async page => {
        await bring(page, byTest('within'));
        await page.click(byTest('within'));
      },
      filled: async page => {
        await page.$eval('#fields', form => {
          const field = (name: string) => form.querySelector(`[name="${name}"]`) as HTMLInputElement;
          field('date').value = '2026-02-03';
          field('colour').value = '#c8643c';
          field('range').value = '80';
          field('area').value = 'Two\nlines';
          form.querySelector('progress')?.setAttribute('value', '7');
          (form.querySelector('meter') as HTMLMeterElement).value = 9;
          (form.querySelector('#set') as HTMLFieldSetElement).disabled = true;
        });
        await page.type(byTest('field-text'), 'Some');
        await page.click(byTest('field-one'));
        await page.click(byTest('field-large'));
        await page.select('[name="many"]', 'Lamp', 'Chair');
        await page.click(`${byTest('details')} summary`);
      },
      invalid: async page => {
        await bring(page, byTest('field-text'));
        await page.click(byTest('field-text'), { count: 3 });
        await page.keyboard.press('Backspace');
        await page.mouse.click(20, 300);
      },
      'scrolled inside': async page => {
        await bring(page, '#frame');
        const to = (top: number): ScrollToOptions => ({ top, behavior: 'instant' });
        await page.$eval('#scroller', (element, to) => element.scrollTo(to), to(333));
        await page.$eval('scroll-box', ({ shadowRoot }, to) => shadowRoot?.querySelector('div')?.scrollTo(to), to(222));
        await page.$eval('#frame', (frame, to) => (frame as HTMLIFrameElement).contentWindow?.scrollTo(to), to(180));
        await page.hover(byTest('scroll-box'));
      },
      dialog: click(byTest('open-dialog')),
      closed: click(byTest('close-dialog')),
      popover: click(byTest('open-popover')),
    },
    patienceMs: 3_000,
  },
  {
    name: 'looks in the dark',
    url: shop('/looks'),
    wishes: { dark: true, lessMotion: true },
    moments: { loaded, dialog: click(byTest('open-dialog')) },
  },
  {
    name: 'looks on a phone',
    url: shop('/looks'),
    viewport: { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    moments: {
      loaded: async page => {
        await bring(page, byTest('focused'));
        await page.click(byTest('focused'));
      },
      scrolled: page => page.evaluate(() => window.scrollTo({ top: 900, behavior: 'instant' })),
    },
  },
  {
    // As a browser does at 150 %: fewer and larger pixels.
    name: 'looks zoomed',
    url: shop('/looks'),
    viewport: { width: 852, height: 532, deviceScaleFactor: 1.5 },
    moments: {
      loaded,
      hovered: async page => {
        await bring(page, byTest('hovered'));
        await page.hover(byTest('hovered'));
      },
    },
  },
];

/** Sites as npm packages ship them. */
export const REAL: Scene[] = [
  {
    name: 'react',
    url: real('/react/'),
    moments: {
      loaded,
      moved: click('#move-3'),
      added: async page => {
        await type('#name', 'Water the ferns')(page);
        await page.click('#add');
      },
      dark: click('#theme'),
    },
  },
  {
    name: 'swagger',
    url: real('/swagger/'),
    moments: {
      loaded: async page => {
        await page.waitForSelector('.opblock');
        await loaded(page);
      },
      opened: click('#operations-products-listProducts .opblock-summary'),
      trying: click('#operations-products-listProducts .try-out__btn'),
      scrolled: scrollTo(500),
    },
  },
  {
    name: 'sb-admin cards',
    url: real('/sb-admin/cards.html'),
    moments: {
      loaded,
      menu: click('#userDropdown'),
      modal: async page => {
        await page.click('[data-target="#logoutModal"]');
        await page.waitForSelector('#logoutModal.show');
      },
    },
  },
  {
    name: 'sb-admin tables',
    url: real('/sb-admin/tables.html'),
    moments: {
      loaded,
      searched: type('#dataTable_filter input', 'lon'),
      scrolled: scrollTo(300),
    },
  },
  {
    name: 'shoelace',
    url: real('/shoelace/'),
    moments: {
      loaded: async page => {
        await page.waitForFunction(() => !document.querySelector(':not(:defined)'));
        await loaded(page);
      },
      typed: type('#name', 'Ada'),
      opened: click('#details'),
      booked: click('#book'),
    },
  },
];
