import { build } from 'esbuild';
import { html, toText } from './html.mjs';

/**
 * The pages of the capture matrix: little markup, for its rows do what pages and users do; and all of it from this host, so that a
 * replay is laid out alike.
 */
const page = (title, body) => () => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: toText(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} · Capture</title></head>
<body>${body}</body></html>`),
});

const input = html`<main id="main"><h1>Input</h1><form id="form">
  <label>Text <input id="text"></label> <label>Paste <input id="paste"></label>
  <label>By script <input id="scripted"></label>
  <label><input type="checkbox" id="check"> Check</label>
  <label><input type="radio" name="size" id="small" value="small" checked> Small</label>
  <label><input type="radio" name="size" id="large" value="large"> Large</label>
  <label>One <select id="one"><option>red</option><option>green</option><option>blue</option></select></label>
  <label>Many <select id="many" multiple size="4"><option>ash</option><option>beech</option><option>cedar</option><option>date</option></select></label>
  <label>Range <input type="range" id="range" min="0" max="10" value="5"></label>
  <label>Stepped <input type="range" id="stepped" min="0" max="10" value="5"></label>
  <label>Date <input type="date" id="date"></label> <label>Number <input type="number" id="number"></label>
  <label>Area <textarea id="area"></textarea></label>
  <label>File <input type="file" id="file"></label>
  <div id="editable" contenteditable="true" aria-label="Editable" style="min-height:2em;border:1px solid"></div>
</form>
<form id="resettable"><label>Kept <input id="kept" value="first"></label>
  <label>Agreed <input type="checkbox" id="agreed"></label>
  <label>Colour <select id="colour"><option>white</option><option>black</option></select></label>
  <input id="before-last" aria-label="Before"><input aria-label="Last">
  <output id="keys"></output><script>addEventListener('keydown', ({ key }) => (document.querySelector('#keys').textContent += key + ' '))</script>
  <button type="reset" id="reset">Start over</button></form></main>`;

const pointer = html`<main id="main"><h1>Pointer</h1>
<style>#hover:hover { color: rgb(1, 2, 3) } @media (max-width: 950px) { #prose { color: rgb(25, 0, 0) } } #scroller { width: 300px; height: 90px; overflow: auto; border: 1px solid }</style>
<p><button id="button">Press me</button> <span id="hover">Hover here</span> <a id="menu" href="#menu">Menu here</a>
  <span id="drag" draggable="true">Drag me</span> <span id="drop">Drop here</span> <input id="field" aria-label="Field"></p>
<p id="prose">The quick brown fox jumps over the lazy dog.</p><p>Heard: <output id="heard"></output></p>
<div id="scroller" tabindex="0">${Array.from({ length: 40 }, (_, n) => html`<p>Line ${n}</p>`)}</div>
<div style="height: 3000px">Long.</div>
<script>
  const heard = document.querySelector('#heard');
  for (const type of ['click', 'dblclick', 'contextmenu', 'dragend', 'focusin', 'focusout', 'touchend', 'visibilitychange'])
    document.addEventListener(type, () => (heard.textContent += type + ' '), true);
</script></main>`;

const dom = html`<main id="main"><h1>DOM</h1>
<p id="words">one</p><p id="marked" lang="fr">Attributes</p><ul id="list"><li id="a">a</li><li id="b">b</li><li id="c">c</li></ul>
<div id="room"></div>
<dialog id="modal">Modal</dialog><dialog id="plain">Plain</dialog><div id="popover" popover>Popover</div><div id="tip" popover>Tip</div>
<details id="details"><summary>More</summary>Inside</details>
<audio controls></audio><div id="host"></div><div id="closed" style="width: 120px; height: 40px"></div>
<div id="declared"><template shadowrootmode="open"><b id="in-declared">declared</b><slot></slot></template>light</div>
<div id="declared-closed" style="display: block; width: 140px; height: 30px"><template shadowrootmode="closed"><b>hidden</b></template></div>
</main>`;

const css = html`<main id="main"><h1>CSS</h1>
<style id="sheet">.ruled { color: rgb(1, 0, 0) } @media (min-width: 1px) { .grouped { color: rgb(1, 0, 0) } }</style>
<style id="doomed">#plain { text-indent: 9px }</style><style id="switched">#plain { text-transform: uppercase }</style>
<style id="lossy">.bordered { --line: 3px solid rgb(9, 8, 7); border: var(--line); border-left-color: rgb(6, 5, 4) }</style>
<style id="modern">#nested { & b { color: rgb(21, 0, 0) } }
@layer low, high; @layer high { #layered { color: rgb(22, 0, 0) } } @layer low { #layered { color: rgb(0, 0, 0) } }
#contained { container-type: inline-size } @container (min-width: 10px) { #contained b { color: rgb(23, 0, 0) } }</style>
<style>main p { color: rgb(0, 0, 0) } .loud { letter-spacing: 3px } #accented { color: var(--accent) }
#schemed { color-scheme: light dark; background: light-dark(rgb(26, 26, 26), rgb(0, 0, 26)) }
@media (prefers-color-scheme: dark) { #schemed { color: rgb(26, 0, 0) } }</style>
<link rel="stylesheet" href="/static/capture.css">
<p id="plain">Plain</p><p id="ruled" class="ruled">Ruled</p><p id="grouped" class="grouped">Grouped</p>
<p id="adopted" class="adopted">Adopted</p><p id="pushed" class="pushed">Pushed</p><p id="accented">Accented</p>
<p id="bordered" class="bordered">Bordered</p><p id="linked" class="linked">Linked</p>
<div id="nested"><b>Nested</b> <i>inserted</i></div><div id="layered">Layered</div><div id="contained"><b>Contained</b></div>
<p id="schemed">Scheme</p>
<div id="shadowed"></div><div id="styled"></div><div id="room"></div></main>`;

const url = html`<main id="main"><h1>Address</h1><p><a id="to-hash" href="#part">Part</a> <a id="away" href="/capture/url/next">Next</a>
<a id="redirected" href="/capture/url/redirect">Redirected</a></p></main>`;

/** A component of a real library in its production mode, where it writes rules without text. */
const STYLED = `import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';
import styled from 'styled-components';
const Box = styled.button\`color: \${({ $on }) => ($on ? 'rgb(11, 12, 13)' : 'rgb(9, 9, 9)')}; border: 5px solid;\`;
function App() {
  const [on, turn] = useState(false);
  return createElement(Box, { id: 'styled-box', $on: on, onClick: () => turn(true) }, on ? 'Clicked' : 'Click');
}
createRoot(document.querySelector('#styled')).render(createElement(App));`;

let styled;
async function styledScript() {
  styled ??= build({
    stdin: { contents: STYLED, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const { outputFiles } = await styled;
  return { status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' }, body: outputFiles[0].text };
}

/** Two seconds of a tone, as 8-bit PCM. */
function tone() {
  const samples = Buffer.from(Array.from({ length: 16_000 }, (_, n) => 128 + Math.round(60 * Math.sin(n / 4))));
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  for (const [at, value] of [
    [16, 16],
    [24, 8_000],
    [28, 8_000],
    [40, samples.length],
  ])
    head.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ])
    head.writeUInt16LE(value, at);
  head.write('data', 36);
  return { status: 200, headers: { 'content-type': 'audio/wav' }, body: Buffer.concat([head, samples]) };
}

/** www.shop.test/capture/*. */
export const captureRoutes = {
  'GET /capture/input': page('Input', input),
  'GET /capture/pointer': page('Pointer', pointer),
  'GET /capture/dom': page('DOM', dom),
  'GET /capture/css': page('CSS', css),
  'GET /capture/styled.js': styledScript,
  'GET /capture/tone.wav': tone,
  'GET /capture/url': page('Address', url),
  'GET /capture/url/next': page('Next', url),
  'GET /capture/url/redirect': ctx => ({
    status: 302,
    headers: { location: ctx.to('www.shop.test', '/capture/url/next?token=kookaburra-1') },
    body: '',
  }),
};
