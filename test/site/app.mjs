import { html } from './html.mjs';
import { shopPage } from './layout.mjs';

/** Every path is the same page: which tab it shows is for the script to say, as in any single-page application. */
const shell = ctx =>
  shopPage(ctx, {
    heading: 'My orders',
    scripts: ['app.js'],
    main: html`<div id="app" data-base="${ctx.to('app.shop.test', '/')}" data-images="${ctx.to('cdn.test', '/images/')}">
  <p>Loading…</p></div>`,
  });

/** app.shop.test: the part of the shop that routes in the browser. */
export const appRoutes = { 'GET /*': shell };
