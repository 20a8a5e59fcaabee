import { randomUUID } from 'node:crypto';
import { html } from './html.mjs';
import { cardPage } from './layout.mjs';
import { redirect } from './respond.mjs';

/** The one password that every name has. */
const password = 'letmein';

const form = (ctx, { back, user, failed }) =>
  cardPage(ctx, {
    title: 'Log in · Doorkeeper',
    theme: 'login',
    brand: 'Doorkeeper',
    status: failed ? 401 : 200,
    main: html`<h1>Log in</h1>
<p class="lead">to go on to Hearth &amp; Fern</p>
${failed && html`<p class="alert" role="alert" data-testid="login-error">That is not the password.</p>`}
<form method="post" action="${ctx.to('login.test', '/')}">
  <input type="hidden" name="return" value="${back}">
  <div class="field"><label for="user">User name</label>
    <input id="user" name="user" value="${user}" autocomplete="username" required data-testid="user"></div>
  <div class="field"><label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required
      aria-describedby="hint" data-testid="password"></div>
  <p class="hint" id="hint">Any name will do; the password is <code>${password}</code>.</p>
  <button class="button" data-testid="log-in">Log in</button>
</form>`,
  });

async function logIn(ctx) {
  const fields = await ctx.form();
  const user = fields.get('user');
  const back = ctx.trusted(fields.get('return') || ctx.full('www.shop.test', '/account'));
  if (fields.get('password') !== password || !back) return form(ctx, { back: back ?? '', user, failed: true });
  const token = randomUUID();
  ctx.site.tokens.set(token, user);
  const target = new URL(back);
  target.searchParams.set('token', token);
  return redirect(target.href);
}

/** login.test: a site of its own that sends people back with a token. */
export const loginRoutes = {
  'GET /': ctx => form(ctx, { back: ctx.query.get('return') ?? '' }),
  'POST /': logIn,
};
