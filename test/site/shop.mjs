import { randomBytes } from 'node:crypto';
import { checkoutMain } from './checkout.mjs';
import { html } from './html.mjs';
import { notFound, shopPage } from './layout.mjs';
import { money, productOf, products } from './products.mjs';
import { redirect } from './respond.mjs';
import { cartOf, sessionOf, totalOf, userOf } from './sessions.mjs';

const picture = (ctx, id) => ctx.to('cdn.test', `/images/${id}.svg`);

function home(ctx) {
  const image = name => ctx.to('cdn.test', `/images/${name}`);
  return shopPage(ctx, {
    title: 'Products',
    main: html`<section class="hero">
  <div><h1>Things for slow mornings</h1>
    <p>Twelve objects for the kitchen, the desk and the chair by the window. Made to be used, and used again.</p></div>
  <img src="${image('hero.jpg')}" srcset="${image('hero.jpg')} 1x, ${image('hero-2x.jpg')} 2x" width="640" height="360"
    alt="A shelf by a window with a teapot, a lamp and a plant">
</section>
<h2 id="products">All products</h2>
<ul class="grid" aria-labelledby="products">
  ${products.map(
    ({ id, name, price }) => html`<li class="card">
    <a href="${ctx.to('www.shop.test', `/product/${id}`)}" data-testid="product-${id}">
      <img src="${picture(ctx, id)}" width="400" height="400" alt="">
      <span class="name">${name}</span> <span class="price">${money(price)}</span>
    </a></li>`,
  )}
</ul>`,
  });
}

function product(ctx) {
  const found = productOf(ctx.params.id);
  if (!found) return notFound(ctx);
  const others = products.filter(({ id }) => id !== found.id).slice(0, 4);
  return shopPage(ctx, {
    title: found.name,
    scripts: ['product.js'],
    main: html`<article class="product">
  <img src="${picture(ctx, found.id)}" width="520" height="520" alt="${found.name}">
  <div>
    <h1>${found.name}</h1>
    <p class="price big">${money(found.price)}</p>
    <p class="lead">${found.about}</p>
    <form id="add" data-id="${found.id}">
      <label>Quantity <input type="number" name="quantity" value="1" min="1" max="9" data-testid="quantity"></label>
      <button class="button" data-testid="add-to-cart">Add to cart</button>
    </form>
    <p role="status" data-testid="add-status"></p>
    <p><a href="${ctx.to('www.shop.test', '/cart')}" data-testid="go-to-cart">Go to the cart</a></p>
  </div>
</article>
<h2 id="others">Goes well with</h2>
<ul class="grid small" aria-labelledby="others">
  ${others.map(
    ({ id, name }) => html`<li class="card"><a href="${ctx.to('www.shop.test', `/product/${id}`)}">
    <img src="${picture(ctx, id)}" width="200" height="200" alt="" loading="lazy"><span class="name">${name}</span></a></li>`,
  )}
</ul>`,
  });
}

function cart(ctx) {
  const lines = cartOf(ctx);
  if (!lines.length) {
    return shopPage(ctx, {
      heading: 'Your cart',
      lead: 'Nothing in it yet.',
      main: html`<a class="button" href="${ctx.to('www.shop.test', '/')}" data-testid="browse">Browse the products</a>`,
    });
  }
  return shopPage(ctx, {
    heading: 'Your cart',
    scripts: ['cart.js'],
    main: html`<table class="cart card">
  <thead><tr><th scope="col">Product</th><th scope="col">Quantity</th><th scope="col" class="number">Price</th>
    <th><span class="hidden">Remove</span></th></tr></thead>
  <tbody>${lines.map(
    ({ product: { id, name, price }, quantity }) => html`<tr data-id="${id}" data-testid="line-${id}">
    <td><img src="${picture(ctx, id)}" width="64" height="64" alt="">
      <a href="${ctx.to('www.shop.test', `/product/${id}`)}">${name}</a></td>
    <td><input type="number" min="1" max="99" value="${quantity}" aria-label="Quantity of ${name}"
      data-testid="quantity-${id}"></td>
    <td class="number" data-part="total">${money(price * quantity)}</td>
    <td class="number"><button class="quiet" aria-label="Remove ${name}" data-testid="remove-${id}">Remove</button></td>
  </tr>`,
  )}</tbody>
  <tfoot><tr><th scope="row" colspan="2">Total</th>
    <td class="number" id="total" data-testid="cart-total">${money(totalOf(lines))}</td><td></td></tr></tfoot>
</table>
<p class="end"><a class="button" href="${ctx.to('www.shop.test', '/checkout')}" data-testid="checkout">Checkout</a></p>`,
  });
}

const checkout = ctx =>
  shopPage(ctx, { heading: 'Checkout', scripts: ['checkout.js'], main: checkoutMain(ctx, cartOf(ctx)) });

/** The form's fields are not kept: the order is only what it costs, and the payment site knows how to come back. */
async function pay(ctx) {
  const session = sessionOf(ctx);
  const lines = cartOf(ctx);
  const total = totalOf(lines);
  const order = randomBytes(3).toString('hex').toUpperCase();
  ctx.site.orders.set(order, {
    id: order,
    total,
    session,
    product: lines[0]?.product.id ?? 'notebook',
    state: 'Waiting',
  });
  const back = ctx.full('www.shop.test', `/thanks?order=${order}`);
  const amount = money(total);
  return redirect(ctx.to('pay.test', `/?${new URLSearchParams({ order, amount, return: back })}`));
}

function thanks(ctx) {
  const order = ctx.site.orders.get(ctx.query.get('order'));
  if (!order) return notFound(ctx);
  order.state = 'Paid';
  order.session.cart.clear();
  return shopPage(ctx, {
    heading: 'Thank you',
    lead: html`Order <strong data-testid="order-number">${order.id}</strong> of ${money(order.total)} is paid and will be on its way tomorrow.`,
    main: html`<a class="button" href="${ctx.to('app.shop.test', '/')}" data-testid="see-orders">See my orders</a>`,
  });
}

function account(ctx) {
  const token = ctx.query.get('token');
  if (ctx.site.tokens.has(token)) {
    sessionOf(ctx).user = ctx.site.tokens.get(token);
    ctx.site.tokens.delete(token);
    return redirect(ctx.to('www.shop.test', '/account'));
  }
  const user = userOf(ctx);
  if (!user) {
    const back = encodeURIComponent(ctx.full('www.shop.test', '/account'));
    return redirect(ctx.to('login.test', `/?return=${back}`));
  }
  return shopPage(ctx, {
    heading: `Hello, ${user}`,
    title: 'Account',
    lead: 'You are logged in.',
    main: html`<dl class="card pad"><dt>Name</dt><dd data-testid="user-name">${user}</dd>
  <dt>Member since</dt><dd>March 2024</dd><dt>Newsletter</dt><dd>Off</dd></dl>
<form method="post" action="${ctx.to('www.shop.test', '/logout')}">
  <button class="button secondary" data-testid="log-out">Log out</button></form>`,
  });
}

function logOut(ctx) {
  sessionOf(ctx).user = undefined;
  return redirect(ctx.to('www.shop.test', '/'));
}

/** www.shop.test: from the list of products to the thanks for the order. */
export const shopRoutes = {
  'GET /': home,
  'GET /product/:id': product,
  'GET /cart': cart,
  'GET /checkout': checkout,
  'POST /checkout': pay,
  'GET /thanks': thanks,
  'GET /account': account,
  'POST /logout': logOut,
};
