import type { Page } from 'puppeteer-core';

/** What a scene needs to know of where it is. */
export interface Places {
  shop: (host: string, path?: string) => string;
  real: (path: string) => string;
}

/** A page of a site, and the moments of it that are compared. */
export interface Scene {
  name: string;
  url: (places: Places) => string;
  /** Each ends in a page that stands still; the first is the page as it is after loading. */
  moments: Record<string, (page: Page) => Promise<unknown>>;
  /** Changes for ever: only its counter must stand still while its picture is taken. */
  ticking?: string;
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
    moments: { loaded, added: click(byTest('add-to-cart')) },
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
  { name: 'components', url: shop('/components'), moments: { loaded, replaced: click(byTest('replace-sheet')) } },
  { name: 'frames', url: shop('/frames'), moments: { loaded } },
  { name: 'trouble', url: shop('/trouble'), moments: { loaded, broken: click(byTest('broken-image')) } },
  { name: 'requests', url: shop('/requests?ms=50'), moments: { loaded, asked: click(byTest('fetch-ok')) } },
  { name: 'strict', url: shop('/strict'), moments: { loaded } },
  { name: 'long', url: shop('/long'), moments: { loaded, scrolled: scrollTo(2_400), end: scrollTo(100_000) } },
  { name: 'busy', url: shop('/busy?rate=1'), ticking: byTest('counter'), moments: { loaded } },
  { name: 'counter', url: shop('/counter'), moments: { loaded, counted: click(byTest('count')) } },
  { name: 'nothing there', url: shop('/no-such-page'), moments: { loaded } },
  {
    name: 'my orders',
    url: shop('/', 'app.shop.test'),
    moments: { loaded, returns: click(byTest('tab-returns')), settings: click(byTest('tab-settings')) },
  },
  { name: 'log in', url: shop('/', 'login.test'), moments: { loaded, typed: type(byTest('user'), 'Ada') } },
  { name: 'payment', url: shop('/?order=A1B2C3&amount=%E2%82%AC16.00', 'pay.test'), moments: { loaded } },
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
