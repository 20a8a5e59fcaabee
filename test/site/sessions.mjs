import { randomUUID } from 'node:crypto';
import { productOf } from './products.mjs';

const cookie = 'hearth_session';

const existing = ctx => ctx.site.sessions.get(ctx.cookies[cookie]);

/** The visitor's session; the first call gives them the cookie of one that www and app share. */
export function sessionOf(ctx) {
  const known = existing(ctx);
  if (known) return known;
  const id = randomUUID();
  const session = { cart: new Map(), user: undefined };
  ctx.site.sessions.set(id, session);
  ctx.cookies[cookie] = id;
  const domain = ctx.local ? '' : '; Domain=shop.test';
  ctx.setCookie = `${cookie}=${id}; Path=/; HttpOnly; SameSite=Lax${domain}`;
  return session;
}

/** Who is logged in, without making a session. */
export const userOf = ctx => existing(ctx)?.user;

/** The cart's lines, without making a session for those who only look. */
export const cartOf = ctx =>
  [...(existing(ctx)?.cart ?? [])].map(([id, quantity]) => ({ product: productOf(id), quantity }));

/** How many things these lines are. */
export const countIn = lines => lines.reduce((sum, line) => sum + line.quantity, 0);

/** What these lines cost, in cents. */
export const totalOf = lines => lines.reduce((sum, line) => sum + line.quantity * line.product.price, 0);
