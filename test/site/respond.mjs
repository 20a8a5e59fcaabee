import { html, toText } from './html.mjs';

const shared = ['theme', 'controls', 'shop', 'bench'];

/**
 * A page of any of the sites; `body` is markup, each of `scripts` the name of a file in `public/static`, each of `styles` a path on
 * its host.
 */
export function documentOf(
  ctx,
  { title, body, theme = 'shop', scripts = [], styles = [], status = 200, headers = {} },
) {
  const own = path => ctx.to(ctx.host, path);
  const text = toText(html`<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title}</title>
  <link rel="icon" href="${own('/static/icon.svg')}" type="image/svg+xml">
  <link rel="stylesheet" href="${own('/static/fonts.css')}">
  ${shared.map(name => html`<link rel="stylesheet" href="${ctx.to('cdn.test', `/styles/${name}.css`)}">`)}
  ${styles.map(path => html`<link rel="stylesheet" href="${own(path)}">`)}
  ${scripts.map(name => html`<script defer src="${own(`/static/${name}`)}"></script>`)}
</head>
<body>
${body}
</body>
</html>
`);
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: text };
}

/** An answer in JSON. */
export function json(value, status = 200) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** See other: the browser goes on with a GET, also after a form. */
export const redirect = location => ({ status: 303, headers: { location }, body: '' });
