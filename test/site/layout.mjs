import { html } from './html.mjs';
import { documentOf } from './respond.mjs';
import { cartOf, countIn } from './sessions.mjs';

const bench = ['components', 'frames', 'trouble', 'requests', 'strict', 'long', 'busy', 'counter', 'looks'];

const capitalised = word => word[0].toUpperCase() + word.slice(1);

function link(ctx, host, path, label, testid) {
  const here = host === ctx.host && path === ctx.path;
  return html`<a href="${ctx.to(host, path)}" data-testid="${testid}"${here && html` aria-current="page"`}>${label}</a>`;
}

function header(ctx) {
  const shop = (path, label, testid) => link(ctx, 'www.shop.test', path, label, testid);
  return html`<a class="skip" href="#main">Skip to content</a>
<header class="site-header">
  <div class="bar">
    <a class="brand" href="${ctx.to('www.shop.test', '/')}" data-testid="brand">Hearth <span>&amp;</span> Fern</a>
    <nav aria-label="Shop">
      ${shop('/', 'Products', 'nav-products')}
      ${link(ctx, 'app.shop.test', '/', 'My orders', 'nav-app')}
      ${shop('/account', 'Account', 'nav-account')}
      ${shop('/checkout', 'Checkout', 'nav-checkout')}
      ${shop('/cart', html`Cart <span class="badge" data-testid="cart-count">${countIn(cartOf(ctx))}</span>`, 'nav-cart')}
    </nav>
  </div>
  <nav class="bench" aria-label="Test bench"><span>Test bench</span>
    ${bench.map(name => shop(`/${name}`, capitalised(name), `nav-${name}`))}
  </nav>
</header>`;
}

/** A page with the shop's header and footer; `lead` is the sentence below its heading. */
export function shopPage(ctx, { heading, lead, main, title = heading, ...rest }) {
  return documentOf(ctx, {
    ...rest,
    title: `${title} · Hearth & Fern`,
    body: html`${header(ctx)}
<main id="main">
  ${heading && html`<h1>${heading}</h1>`}
  ${lead && html`<p class="lead">${lead}</p>`}
  ${main}
</main>
<footer class="site-footer">
  <p>Hearth &amp; Fern is a demo shop. Nothing here is for sale, and no card is ever charged.</p>
</footer>`,
  });
}

/** The narrow page, one card in the middle, of the sites that the shop sends people to. */
export function cardPage(ctx, { brand, main, ...rest }) {
  return documentOf(ctx, {
    ...rest,
    body: html`<main id="main" class="narrow"><p class="brand">${brand}</p>
<div class="card pad">${main}</div></main>`,
  });
}

/** The page for what is not there. */
export const notFound = ctx =>
  shopPage(ctx, {
    status: 404,
    heading: 'This shelf is empty',
    lead: html`There is nothing at <code>${ctx.path}</code>. It may have been sold, or never made.`,
    main: html`<p><a class="button" href="${ctx.to('www.shop.test', '/')}" data-testid="back-home">Back to the products</a></p>
<img class="empty" src="${ctx.to('cdn.test', '/images/vase.svg')}" width="220" height="220" alt="">`,
  });
