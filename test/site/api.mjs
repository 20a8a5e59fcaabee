import { setTimeout as delay } from 'node:timers/promises';
import { money, productOf, products } from './products.mjs';
import { json } from './respond.mjs';
import { cartOf, countIn, sessionOf, totalOf } from './sessions.mjs';

const slowestMs = 60_000;

function cart(ctx) {
  const lines = cartOf(ctx);
  return json({
    count: countIn(lines),
    total: money(totalOf(lines)),
    lines: lines.map(({ product, quantity }) => ({ id: product.id, quantity, total: money(product.price * quantity) })),
  });
}

/** `{ id, add }` puts that many more into the cart, `{ id, quantity }` sets how many there are; none removes it. */
async function changeCart(ctx) {
  const { id, add, quantity } = JSON.parse(await ctx.text());
  if (!productOf(id)) return json({ error: `There is no product "${id}"` }, 400);
  const lines = sessionOf(ctx).cart;
  const wanted = Math.min(99, quantity ?? (lines.get(id) ?? 0) + (add ?? 1));
  if (wanted > 0) lines.set(id, wanted);
  else lines.delete(id);
  return cart(ctx);
}

async function slow(ctx) {
  const ms = Math.min(slowestMs, Number(ctx.query.get('ms') ?? 3000));
  await delay(ms, undefined, { ref: false });
  return json({ ms });
}

/** What this visitor has ordered, after some orders that everybody has. */
function orders(ctx) {
  const session = sessionOf(ctx);
  const own = [...ctx.site.orders.values()].filter(order => order.session === session);
  return json([
    { id: 'B71A02', product: 'teapot', state: 'Delivered' },
    { id: 'C20F9D', product: 'lamp', state: 'On its way' },
    { id: 'D4E811', product: 'vase', state: 'Packed' },
    ...own.map(({ id, product, state }) => ({ id, product, state })),
  ]);
}

/** The shop's API, which every one of our hosts but the CDN answers. */
export const apiRoutes = {
  'GET /api/products': () => json(products),
  'GET /api/cart': cart,
  'POST /api/cart': changeCart,
  'GET /api/orders': orders,
  '* /api/slow': slow,
  /** A stream that ends after its first line; a browser asks again only after a minute. */
  'GET /api/events': () => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: 'retry: 60000\ndata: hello\n\n',
  }),
  /** With headers that a page may see, one of them a secret. */
  'GET /api/headers': () => ({
    status: 200,
    headers: { 'content-type': 'text/plain', 'x-shop-cache': 'hit', 'x-auth-token': 'secret-of-the-answer-9f31' },
    body: 'Some text',
  }),
  'POST /api/beacon': () => ({ status: 204, headers: {}, body: '' }),
  '* /api/status/:code': ctx => {
    const status = Number(ctx.params.code);
    return status >= 200 && status <= 599 ? json({ status }, status) : json({ error: 'Not a status' }, 400);
  },
  '* /api/echo': async ctx =>
    json({
      method: ctx.method,
      query: Object.fromEntries(ctx.query),
      headers: ctx.req.headers,
      body: await ctx.text(),
    }),
  '* /api/*': ctx => json({ error: `There is no ${ctx.path}` }, 404),
};
