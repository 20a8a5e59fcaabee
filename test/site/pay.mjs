import { html } from './html.mjs';
import { cardPage } from './layout.mjs';
import { documentOf, redirect } from './respond.mjs';

const payment = ctx =>
  cardPage(ctx, {
    title: 'Payment · PlainPay',
    theme: 'pay',
    brand: 'PlainPay',
    main: html`<h1>Confirm your payment</h1>
<dl><dt>To</dt><dd>Hearth &amp; Fern</dd>
  <dt>Order</dt><dd data-testid="pay-order">${ctx.query.get('order') ?? '–'}</dd>
  <dt>Amount</dt><dd class="price big" data-testid="pay-amount">${ctx.query.get('amount') ?? '€0.00'}</dd></dl>
<form method="post" action="${ctx.to('pay.test', '/confirm')}">
  <input type="hidden" name="return" value="${ctx.query.get('return') ?? ''}">
  <button class="button" data-testid="confirm-payment">Confirm payment</button>
</form>`,
  });

async function confirm(ctx) {
  const back = (await ctx.form()).get('return');
  return redirect((back && ctx.trusted(back)) || ctx.to('www.shop.test', '/'));
}

/** The small page that the shop frames. */
const widget = ctx =>
  documentOf(ctx, {
    title: 'PlainPay voucher',
    theme: 'pay',
    scripts: ['widget.js'],
    body: html`<main class="widget"><form id="voucher">
  <div class="field"><label for="code">Voucher code</label>
    <input id="code" name="code" autocomplete="off" data-testid="voucher"></div>
  <button class="button" data-testid="apply-voucher">Apply</button>
  <p role="status" data-testid="voucher-status">PlainPay vouchers are accepted here.</p>
</form></main>`,
  });

/** pay.test: the payment page and the widget that other sites frame. */
export const payRoutes = { 'GET /': payment, 'POST /confirm': confirm, 'GET /widget': widget };
