import { secrets } from './canaries.mjs';
import { html } from './html.mjs';
import { documentOf } from './respond.mjs';

const field = (label, name, attributes = '') =>
  html`<p><label>${label} <input name="field-${name}" data-testid="${name}"${attributes}></label></p>`;

/** A page that keeps a secret in every place where pages do, between things that are none. */
const canary = ctx => {
  const s = secrets;
  const own = path => ctx.to(ctx.host, path);
  const cdn = path => ctx.to('cdn.test', path);
  return documentOf(ctx, {
    title: `The canary’s cage ${s.jwtInTitle}`,
    body: html`<main>
<meta name="csrf-token" content="${s.keyInCsrfMeta}"><meta name="api-config" content="key ${s.keyInMeta}">
<link rel="stylesheet" href="${cdn(`/styles/theme.css?v=1&token=${s.keyInSheet}`)}">
<style>.sung::after { content: "token=${s.jwtInContent}" } .drawn { background: url("${cdn(`/images/pattern.png?x=1&sig=${s.keyInRule}`)}") }</style>
<script type="application/ld+json">{"token": "${s.jwtInJson}"}</script>
<script>window.session = '${s.jwtInScript}';</script>
<script defer src="${ctx.to(ctx.host, `/static/canary.js?key=${s.keyInScriptSrc}`)}"></script>
<script type="application/json" id="secrets">${JSON.stringify(secrets)}</script>
<noscript><img alt="${s.jwtInNoscript}"></noscript>
<!-- build ${s.jwtInComment} -->
<h1>The canary’s cage</h1>
<p class="sung">A sentence to be seen</p>
<p data-testid="text">Your key is ${s.jwtInText}.</p>
<p data-token="${s.keyInData}" data-state="${s.jwtInData}" title="${s.jwtInAlt}">Data</p>
<p><a data-testid="link" ping="/ping?token=${s.keyInPing}" href="${ctx.to(ctx.host, `/counter?shade=teal-of-the-harbour&token=${s.keyInHref}`)}">A link</a>
  <a href="http://${s.userInHref}:${s.passInHref}@www.shop.test/x">Another</a>
  <a href="${ctx.to(ctx.host, `/reset/${s.jwtInPath}/now`)}">A third</a></p>
<p><img data-testid="picture" alt="${s.jwtInAlt}" width="80" height="80" src="${own(`/static/icon.svg?access_token=${s.keyInSrc}`)}">
  <img alt="" width="80" height="80" srcset="${own(`/static/icon.svg?access_token=${s.keyInSrcset}`)} 1x">
  <span class="drawn" style="display:inline-block;width:40px;height:40px;background-image:url('${own(`/static/icon.svg?access_token=${s.keyInStyle}`)}')"></span>
  <span class="drawn">Drawn</span></p>
<video poster="${cdn(`/images/lamp.svg?token=${s.keyInPoster}`)}" width="80" height="40"></video>
<object data="${cdn(`/images/can.svg?token=${s.keyInObject}`)}" width="40" height="40"></object>
<p><button data-testid="sing" aria-label="Sing a song ${s.jwtInAria}">♪</button>
  <button data-testid="button-${s.keyInTestId}" class="by-test-id" onclick="void '${s.jwtInHandler}'">Token ${s.jwtInLabel}</button>
  <input type="button" value="Go ${s.jwtInButton}"></p>
<form data-testid="form" action="/canary?token=${s.keyInAction}" onsubmit="return false">
  <input type="hidden" name="csrf" value="${s.hiddenAtLoad}">
  <input type="hidden" name="later" id="hidden-by-script"><input type="hidden" name="last" id="hidden-by-attribute">
  ${field('Name', 'name')} ${field('Email', 'email', html` type="email" placeholder="${s.jwtInPlaceholder}"`)}
  ${field('Number', 'number', html` type="number"`)}
  <p><label>Comment <textarea data-testid="comment"></textarea></label></p>
  <div contenteditable="true" data-testid="greeting" role="textbox" aria-label="Greeting"></div>
  <p><label>Colour <select data-testid="colour"><option value="plain">Plain</option><option value="vermilion-velvet">vermilion-velvet</option></select></label></p>
  <p><label>Month <select autocomplete="cc-exp-month"><option value="${s.cardMonth}" selected>${s.cardMonth}</option></select></label></p>
  <p><label><input type="checkbox" data-testid="extra" value="gift-wrapped-gudgeon"> Extra</label></p>
  ${field('Password', 'password', html` type="password" autocomplete="new-password"`)}
  ${field('Toggled', 'toggled', html` type="password"`)} <button type="button" data-testid="toggle">Show</button>
  ${field('Same tick', 'sameTick', html` type="password"`)}
  ${field('Script', 'scriptFilled', html` type="password"`)}
  ${field('Current', 'current', html` autocomplete="section-a current-password"`)}
  ${field('Code', 'oneTimeCode', html` autocomplete="one-time-code"`)}
  ${field('Card', 'cardNumber', html` autocomplete="billing cc-number"`)}
  ${field('CSC', 'cardCode', html` autocomplete="CC-CSC"`)} ${field('On card', 'cardName', html` autocomplete="cc-name"`)}
  ${field('Discs', 'discs', html` style="-webkit-text-security: disc"`)}
  <p><label>Named <input name="user_password" data-testid="namedPassword"></label></p>
  <button data-testid="submit" formaction="/canary?token=${s.keyInFormaction}">Submit</button>
</form>
<div id="shadow"><template shadowrootmode="open"><p>A sentence in the shadow</p>
  <input type="password" data-testid="shadow"><input data-testid="shadowNote"></template></div>
<iframe title="own" data-testid="own" width="300" height="160" src="/canary/frame?verse=1&token=${s.keyInFrame}"></iframe>
<iframe title="srcdoc" width="300" height="80" srcdoc="<p>A sentence within the srcdoc</p><input type=hidden value='${s.hiddenInSrcdoc}'><i title='${s.jwtInSrcdoc}'>i</i>"></iframe>
<p role="status" id="done"></p></main>`,
  });
};

const frame = ctx =>
  documentOf(ctx, {
    title: 'Frame',
    body: html`<p>A sentence within the frame</p><input type="hidden" value="${secrets.hiddenInFrame}">
<input type="password" data-testid="frame"><input data-testid="frameNote">`,
  });

/** An answer that holds secrets itself. */
const answer = () => ({
  status: 200,
  headers: {
    'content-type': 'application/json',
    'set-cookie': `id=${secrets.keyInCookie}`,
    'x-auth-token': secrets.keyInHeader,
  },
  body: JSON.stringify({ song: 'an answer', jwt: secrets.jwtInAnswer, password: secrets.passInBody }),
});

/** A page that does harm, before anything else of it runs. */
const hostile = ctx => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html><title>Hostile</title><script src="${ctx.to(ctx.host, '/static/hostile.js')}"></script>
<h1>Hostile</h1><button id="mine">Mine</button>`,
});

export const canaryRoutes = {
  'GET /canary': canary,
  'GET /canary/frame': frame,
  'GET /hostile': hostile,
  '* /canary/answer': answer,
};
