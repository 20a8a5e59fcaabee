import { randomUUID } from 'node:crypto';
import { html } from './html.mjs';
import { money } from './products.mjs';
import { totalOf } from './sessions.mjs';

const field = (label, name, attributes, after) => html`<div class="field">
  <label for="${name}">${label}</label>
  <input id="${name}" name="${name}" data-testid="${name}"${attributes}>${after}</div>`;

const delivery = (value, label, checked) =>
  html`<label class="choice"><input type="radio" name="delivery" value="${value}" data-testid="delivery-${value}"${checked}>
  ${label}</label>`;

const summary = lines => html`<aside class="card pad summary" aria-labelledby="summary">
  <h2 id="summary">Your order</h2>
  ${lines.length === 0 && html`<p>The cart is empty; you may try the form all the same.</p>`}
  <ul>${lines.map(
    ({ product, quantity }) =>
      html`<li><span>${quantity} × ${product.name}</span><span>${money(product.price * quantity)}</span></li>`,
  )}
  <li class="total"><span>Total</span><span data-testid="checkout-total">${money(totalOf(lines))}</span></li></ul>
</aside>`;

/** The check-out form: one of every kind of field that a recorder must treat well, or must not look at. */
export const checkoutMain = (ctx, lines) => html`<div class="columns">
<form id="checkout" class="card pad" method="post" action="${ctx.to('www.shop.test', '/checkout')}">
  <input type="hidden" name="csrf" id="csrf" value="csrf-${randomUUID()}">
  <fieldset><legend>You</legend>
    ${field('Full name', 'name', html` type="text" autocomplete="name"`)}
    ${field('Email', 'email', html` type="email" autocomplete="email" required`)}
    ${field(
      'Choose a password',
      'password',
      html` type="password" autocomplete="new-password" aria-describedby="password-hint"`,
      html`<button type="button" class="quiet" aria-pressed="false" data-testid="toggle-password">Show password</button>
    <p class="hint" id="password-hint">Optional: makes an account of this order.</p>`,
    )}
    ${field(
      'One-time code from your phone',
      'code',
      html` type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="6"`,
    )}
  </fieldset>
  <fieldset><legend>Delivery</legend>
    <div class="field"><label for="country">Country</label>
      <select id="country" name="country" autocomplete="country-name" data-testid="country">
        <option>Germany<option>Ireland<option>Netherlands<option>Norway<option>Spain</select></div>
    ${field('Deliver on', 'day', html` type="date"`)}
    <div class="choices" role="radiogroup" aria-label="Delivery">
      ${delivery('standard', 'Standard, three days', html` checked`)}
      ${delivery('express', 'Express, tomorrow')}
    </div>
    <div class="field"><label for="comment">Notes for the courier</label>
      <textarea id="comment" name="comment" rows="3" data-testid="comment"></textarea></div>
    <div class="field"><span class="label" id="greeting-label">Greeting on the card</span>
      <div class="editable" contenteditable="true" role="textbox" aria-multiline="true" aria-labelledby="greeting-label"
        data-testid="greeting">With <b>best</b> wishes</div></div>
  </fieldset>
  <fieldset><legend>Card</legend>
    ${field('Card number', 'card', html` type="text" inputmode="numeric" autocomplete="cc-number"`)}
    <div class="pair">
      ${field('Expires', 'expires', html` type="text" placeholder="MM / YY" autocomplete="cc-exp"`)}
      ${field('Security code', 'csc', html` type="text" inputmode="numeric" autocomplete="cc-csc" maxlength="4"`)}
    </div>
    <label class="choice"><input type="checkbox" name="newsletter" data-testid="newsletter"> Send me the newsletter</label>
  </fieldset>
  <button class="button" data-testid="pay">Pay</button>
</form>
${summary(lines)}
</div>`;
