import { readFile } from 'node:fs/promises';
import { canaryRoutes } from './canary.mjs';
import { frameRoutes } from './frames.mjs';
import { html } from './html.mjs';
import { shopPage } from './layout.mjs';
import { looksRoutes } from './looks.mjs';
import { products } from './products.mjs';

const button = (action, label) =>
  html`<button class="button secondary" data-action="${action}" data-testid="${action}">${label}</button>`;

const components = ctx =>
  shopPage(ctx, {
    heading: 'Components',
    lead: 'Open shadow roots: with slots, one inside another, declared in the markup, styled by constructed sheets.',
    scripts: ['components.js'],
    main: html`<div class="tiles">
<section class="card pad"><h2>Rating</h2>
  <star-rating value="3" label="Rate the teapot" data-testid="rating"></star-rating></section>
<section class="card pad"><h2>Slots</h2>
  <price-tag data-testid="price-tag"><span slot="name">Speckled mug</span>€16.00</price-tag></section>
<section class="card pad"><h2>Declared in the markup</h2>
  <div id="declared" data-testid="declared"><template shadowrootmode="open">
    <style>p { border-left: 4px solid #c8643c; margin: 0; padding-left: 12px } input { font: inherit; width: 12ch }</style>
    <p><slot></slot></p><p><label>In the shadow <input data-testid="shadow-input"></label></p>
  </template>This sentence is slotted.</div></section>
<section class="card pad"><h2>Nested</h2><nested-box depth="3" data-testid="nested"></nested-box></section>
<section class="card pad"><h2>Adopted by the page</h2>
  <p class="adopted" data-testid="adopted">This note is coloured by <code>document.adoptedStyleSheets</code>.</p>
  <p class="row">${button('replace-sheet', 'Replace the sheet')} ${button('insert-rule', 'Insert a rule')}
  ${button('add-component', 'Add a rating')}</p></section>
<section class="card pad"><h2>Canvases</h2>
  <p class="row"><canvas id="drawn" width="200" height="100" data-testid="drawn"></canvas>
  <canvas id="tainted" width="200" height="100" data-testid="tainted" data-image="${ctx.to('cdn.test', '/images/hero.jpg')}"></canvas></p>
  <p class="row">${button('paint-red', 'Paint it red')} ${button('paint-blue', 'Paint it blue')}</p></section>
</div>`,
  });

const trouble = ctx =>
  shopPage(ctx, {
    heading: 'Trouble',
    lead: 'This page has logged a line on every level and thrown one error while loading. There is more to be had.',
    scripts: ['trouble.js', 'trouble-load.js'],
    headers: { 'content-security-policy': "script-src 'self' 'unsafe-eval'" },
    main: html`<section class="card pad"><h2>Console</h2><p class="row">
  ${['debug', 'log', 'info', 'warn', 'error'].map(level => button(level, level))}
  ${button('objects', 'Objects')} ${button('table', 'Table')} ${button('trace', 'Trace')}
  ${button('assert', 'Failed assertion')} ${button('tallies', 'Counters and timers')} ${button('clear', 'Clear')} ${button('many', 'A thousand lines')}</p></section>
<section class="card pad"><h2>Errors</h2><p class="row">
  ${button('throw', 'Throw an error')} ${button('reject', 'Reject a promise')}
  ${button('throw-text', 'Throw a string')} ${button('broken-image', 'Load a missing image')}
  ${button('blocked-script', 'Run a script that the policy blocks')}</p></section>
<p role="status" data-testid="last"></p>`,
  });

const requests = ctx =>
  shopPage(ctx, {
    heading: 'Requests',
    lead: html`The slow ones take three seconds, or what <code>?ms=</code> in this page's address says.`,
    scripts: ['requests.js'],
    main: html`<div id="requests" data-cdn="${ctx.to('cdn.test', '/images/mug.svg')}">
${['fetch', 'xhr'].map(
  kind => html`<section class="card pad"><h2>${kind === 'xhr' ? 'XMLHttpRequest' : kind}</h2><p class="row">
  ${button(`${kind}-ok`, 'OK')} ${button(`${kind}-post`, 'POST')} ${button(`${kind}-404`, '404')}
  ${button(`${kind}-500`, '500')} ${button(`${kind}-slow`, 'Slow')} ${button(`${kind}-abort`, 'Aborted')}
  ${button(`${kind}-blocked`, 'Blocked by CORS')} ${button(`${kind}-secret`, 'With credentials')}
  ${button(`${kind}-headers`, 'Headers')}</p></section>`,
)}
<section class="card pad"><h2>Streams</h2><p class="row">${button('beacon', 'Send a beacon')}
  ${button('events', 'EventSource')} ${button('events-404', 'EventSource, 404')}
  ${button('socket', 'WebSocket')} ${button('socket-refused', 'WebSocket, refused')}</p></section>
<section class="card pad"><h2>Files</h2><p class="row">${button('image', 'An image')}
  ${button('image-404', 'A missing image')} ${button('script-404', 'A missing script')}</p></section></div>
<h2 id="results">Results</h2>
<ol class="log" aria-labelledby="results" aria-live="polite" data-testid="results"></ol>`,
  });

/** A page that lets no script of its own run; ours is to record it all the same. */
function strict(ctx) {
  const cdn = ctx.local ? '' : new URL(ctx.to('cdn.test', '/')).origin;
  const word = ctx.query.get('word');
  return shopPage(ctx, {
    heading: 'Strict',
    lead: html`This page is served with a Content-Security-Policy of <code>script-src 'none'</code>.`,
    headers: {
      'content-security-policy': `default-src 'self'; script-src 'none'; style-src 'self' ${cdn}; img-src 'self' ${cdn}; object-src 'none'; base-uri 'none'; form-action 'self'`,
    },
    main: html`<section class="card pad">
  <ul><li><a href="#bottom" data-testid="strict-anchor">To the bottom</a></li>
    <li><a href="${ctx.to('www.shop.test', '/counter')}" data-testid="strict-link">To a page with scripts</a></li></ul>
  <form><div class="field"><label for="word">Word</label>
    <input id="word" name="word" value="${word}" data-testid="word"></div>
    <button class="button" data-testid="send-word">Send</button></form>
  ${word && html`<p role="status">You sent <strong data-testid="sent-word">${word}</strong>.</p>`}</section>
<p id="bottom">This is the bottom.</p>`,
  });
}

const long = ctx =>
  shopPage(ctx, {
    heading: 'The long page',
    lead: 'Sixty chapters; the pictures arrive when they are scrolled to.',
    scripts: ['long.js'],
    main: html`<div class="sticky" data-testid="sticky">Chapter <output id="chapter" data-testid="chapter">1</output> of 60
  <a href="#chapter-60" data-testid="to-end">To the end</a></div>
${Array.from({ length: 60 }, (_, i) => {
  const product = products[i % products.length];
  const image = ctx.to('cdn.test', `/images/${product.id}.svg`);
  return html`<section class="chapter" id="chapter-${i + 1}" data-chapter="${i + 1}">
  <img loading="lazy" src="${image}" width="160" height="160" alt="">
  <div><h2>${i + 1}. ${product.name}</h2><p>${product.about} ${products[(i + 5) % 12].about}</p>
  <div class="lazy" data-text="${products[(i + 3) % 12].about}">…</div></div></section>`;
})}`,
  });

const busy = ctx =>
  shopPage(ctx, {
    heading: 'Busy',
    lead: html`Changes <code>?rate=</code> times a second (20), for ever. With <code>?fidget=1</code> it also moves a box below
the cursor, scrolls and focuses a field, which no user did.`,
    scripts: ['busy.js'],
    main: html`<p class="big">Mutation <output id="counter" data-testid="counter">0</output></p>
<div class="pair"><div class="field"><label for="numbered">Numbered inputs</label>
  <input id="numbered" autocomplete="off" data-testid="numbered"></div>
  <div class="field"><label for="elsewhere">A field that is focused by script</label>
  <input id="elsewhere" autocomplete="off" data-testid="elsewhere"></div></div>
<ol class="log" id="log" aria-label="The latest mutations"></ol>
<div id="box" class="box" data-testid="box" hidden>Under your cursor</div>
<div class="tall"></div>`,
  });

const counter = ctx =>
  shopPage(ctx, {
    heading: 'Counter',
    lead: 'Counts clicks, none lost and none twice.',
    scripts: ['counter.js'],
    main: html`<section class="card pad"><p class="row"><button class="button" id="count" data-testid="count">Count</button>
  <output class="big" for="count" data-testid="count-output">0</output></p>
<div class="field"><label for="text">Text</label><input id="text" autocomplete="off" data-testid="text"></div></section>`,
  });

/** A page that records itself, as sites do that watch their visitors. */
const watched = ctx =>
  shopPage(ctx, {
    heading: 'Watched',
    lead: 'This page brings an rrweb of its own, and counts the rules that it sees being inserted.',
    scripts: ['../own-rrweb.js', 'watched.js', 'counter.js'],
    main: html`<section class="card pad"><p class="row">${button('insert-rule', 'Insert a rule')}
  <button class="button" id="count" data-testid="count">Count</button>
  <output class="big" for="count">0</output></p>
<div class="field"><label for="text">Text</label><input id="text" autocomplete="off" data-testid="text"></div></section>`,
  });

const ownRrweb = async () => ({
  status: 200,
  headers: { 'content-type': 'text/javascript; charset=utf-8' },
  body: await readFile(new URL('../../node_modules/@rrweb/record/dist/record.umd.min.cjs', import.meta.url)),
});

/** What a page's first script finds of the functions that a recorder may wrap; a proxy has no name in its text. */
const natives = () => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html><title>Natives</title><script>
window.found = [fetch, console.log, XMLHttpRequest.prototype.send, WebSocket, EventSource, navigator.sendBeacon].map(String);
fetch('/api/products?asked-first');
</script><p>Natives</p>`,
});

/** Sends and logs something by each event that a page hears as it is left; `?kept` lets browsers keep it in memory. */
const goodbye = () => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html><title>Goodbye</title><p>Goodbye</p><script>
const way = location.search.slice(1);
for (const type of way === 'kept' ? ['pagehide', 'visibilitychange'] : ['beforeunload', 'pagehide', 'visibilitychange', 'unload'])
  addEventListener(type, () => {
    navigator.sendBeacon('/api/beacon?' + way + '-' + type, 'bye');
    fetch('/api/echo?' + way + '-' + type, { method: 'POST', body: 'bye', keepalive: true });
    console.log(way, type);
  });
</script>`,
});

/** The pages of www.shop.test that are there for testers rather than for shoppers. */
export const benchRoutes = {
  'GET /components': components,
  'GET /trouble': trouble,
  'GET /natives': natives,
  'GET /goodbye': goodbye,
  'GET /requests': requests,
  'GET /strict': strict,
  'GET /long': long,
  'GET /busy': busy,
  'GET /counter': counter,
  'GET /watched': watched,
  'GET /own-rrweb.js': ownRrweb,
  ...frameRoutes,
  ...looksRoutes,
  ...canaryRoutes,
};
