import { html, toText } from './html.mjs';
import { shopPage } from './layout.mjs';
import { documentOf } from './respond.mjs';

const srcdoc = html`<!doctype html><html lang="en"><title>srcdoc</title>
<style>body { font: 16px system-ui; background: #f3e3d3; color: #3a2a1c; padding: 12px } input { font: inherit; width: 12ch }</style>
<p>This text came in an attribute.</p><label>Inside <input data-testid="srcdoc-input"></label>
<button data-testid="srcdoc-button" onclick="this.textContent = 'Pressed'">Press</button></html>`;

function frames(ctx) {
  const inner = ctx.to('www.shop.test', '/frames/inner');
  const frame = (name, heading, attributes) => html`<section class="card pad"><h2>${heading}</h2>
  <iframe name="${name}" title="${heading}" data-testid="frame-${name}" width="400" height="230"${attributes}></iframe></section>`;
  return shopPage(ctx, {
    heading: 'Frames',
    lead: 'Four pages in this one, each a different kind of neighbour.',
    main: html`<div class="tiles">
${frame('same', 'Same origin', html` src="${inner}"`)}
${frame('srcdoc', 'srcdoc', html` srcdoc="${toText(srcdoc)}"`)}
${frame('cross', 'Another site', html` src="${ctx.to('pay.test', '/widget')}"`)}
${frame('sandboxed', 'Sandboxed, without scripts', html` src="${inner}?sandboxed" sandbox`)}
</div>`,
  });
}

const inner = ctx =>
  documentOf(ctx, {
    title: 'Inner page',
    scripts: ['inner.js'],
    body: html`<main class="widget"><div class="field"><label for="inner">Inner field</label>
  <input id="inner" autocomplete="off" data-testid="inner-input"></div>
  <button class="button" id="press" data-testid="inner-button">Press</button>
  <p role="status" data-testid="inner-status">Scripts have not run here.</p></main>`,
  });

/** www.shop.test/frames and the page that it frames. */
export const frameRoutes = { 'GET /frames': frames, 'GET /frames/inner': inner };
