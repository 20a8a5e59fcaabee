import { html } from './html.mjs';
import { shopPage } from './layout.mjs';
import { documentOf } from './respond.mjs';

const rows = (name, count) => Array.from({ length: count }, (_, n) => html`<p>${name} ${n + 1}</p>`);
const card = (heading, content) => html`<section class="card pad"><h2>${heading}</h2>${content}</section>`;

/** One of each thing that a replay must draw as the page did: test/fidelity goes through its states. */
const looks = ctx =>
  shopPage(ctx, {
    heading: 'Looks',
    lead: 'Icons, colours, fields, scroll boxes, frames and dialogs, each in every state it can be in.',
    scripts: ['looks.js'],
    styles: ['/static/looks.css'],
    main: html`<svg hidden><symbol id="drop" viewBox="0 0 32 32"><path d="M16 3c6 8 9 12 9 17a9 9 0 0 1-18 0c0-5 3-9 9-17Z"/></symbol></svg>
<div class="tiles">
${card(
  'Sprites',
  html`<p class="row sprites"><svg class="icon"><use href="#drop"/></svg>
  <svg class="icon"><use href="${ctx.to('www.shop.test', '/static/sprite.svg')}#leaf"/></svg>
  <svg class="icon"><use href="${ctx.to('www.shop.test', '/static/sprite.svg')}#sun"/></svg>
  <i class="sprite leaf"></i><i class="sprite sun"></i></p>`,
)}
${card(
  'Pictures that could not be loaded',
  html`<p><img src="/nowhere.png" alt="No such picture"> <img src="${ctx.to('pay.test', '/nowhere.png')}" alt="Nor this"></p>`,
)}
${card(
  'Dense pictures, without a size',
  html`<p class="row"><img srcset="/static/icon.svg 1x, /static/dense.svg 2x, /static/dense.svg?3 3x" alt="">
  <img srcset="/static/dense.svg?large 800w" sizes="64px" alt="">
  <picture><source srcset="/static/dense.svg?source 640w" sizes="80px"><img src="/static/icon.svg" alt=""></picture>
  <img loading="lazy" src="/static/icon.svg" srcset="/static/dense.svg?lazy 400w" sizes="48px" alt=""></p>`,
)}
${card('Scheme and motion', html`<p class="schemed">Follows the scheme</p><p class="moving">Follows the wish for less motion</p>`)}
${card(
  'Under the cursor, in focus',
  html`<p class="row"><button class="button" data-testid="hovered">Hover <span class="tip">and this appears</span></button>
  <button class="button secondary" data-testid="focused">Focus</button></p>
  <label class="within">Within <input placeholder="Anything" data-testid="within"></label>`,
)}
${card(
  'Fields',
  html`<form class="fields" id="fields">
  <label>Text <input name="text" required placeholder="Required" data-testid="field-text"></label>
  <label>Number <input name="number" type="number" min="1" max="9" value="3"></label>
  <label>Date <input name="date" type="date"></label> <label>Colour <input name="colour" type="color" value="#2f5d46"></label>
  <label>Range <input name="range" type="range" value="20"></label>
  <label><input name="all" type="checkbox"> All of them</label> <label><input name="one" type="checkbox" data-testid="field-one"> One</label>
  <label><input name="size" type="radio" value="s" checked> Small</label> <label><input name="size" type="radio" value="l" data-testid="field-large"> Large</label>
  <select name="many" multiple size="4" aria-label="Many"><option>Mug</option><option>Lamp</option><option>Kettle</option><option>Chair</option></select>
  <textarea name="area" rows="2" aria-label="Area"></textarea>
  <progress max="10" value="2"></progress> <meter max="10" low="3" high="7" value="2"></meter>
  <fieldset id="set"><button type="button">In a field set</button> <input aria-label="Plain" value="can be typed"></fieldset></form>
  <details data-testid="details"><summary>More</summary><p>There is more.</p></details>`,
)}
${card('An element that scrolls', html`<div class="scroller" id="scroller"><h3>Sticky in here</h3>${rows('Line', 40)}</div>`)}
${card('A shadow root that scrolls', html`<scroll-box data-testid="scroll-box"></scroll-box>`)}
${card(
  'A frame that scrolls, with another site in it',
  html`<iframe id="frame" title="Lines" src="${ctx.to('www.shop.test', '/looks/frame')}" width="400" height="260"></iframe>`,
)}
${card(
  'On top',
  html`<p class="row"><button class="button secondary" data-testid="open-dialog">Open the dialog</button>
  <button class="button secondary" data-testid="open-popover" popovertarget="popover">Open the popover</button></p>
  <div id="popover" popover>On top of everything, and light.</div>
  <dialog id="dialog"><h2>Are you sure?</h2><p>Nothing behind this can be reached.</p>
  <form method="dialog"><button class="button" data-testid="close-dialog">Yes</button></form></dialog>`,
)}
</div>`,
  });

const frame = ctx =>
  documentOf(ctx, {
    title: 'Lines',
    styles: ['/static/looks.css'],
    body: html`<main class="widget">${rows('Frame line', 8)}
<iframe title="Voucher" src="${ctx.to('pay.test', '/widget')}" width="330" height="180"></iframe>${rows('After', 20)}</main>`,
  });

/** www.shop.test/looks and the page that it frames. */
export const looksRoutes = { 'GET /looks': looks, 'GET /looks/frame': frame };
