import { readFile } from 'node:fs/promises';
import { html, toText } from './html.mjs';

/** What `/kinds` shows, one thing of each kind, in the order of their widths: the first picture is 21 pixels wide. */
const PICTURES = [
  'img',
  'candidate',
  'other-candidate',
  'picture',
  'other-picture',
  'image',
  'favicon',
  'poster',
  'button',
  'link-background',
  'imported',
  'deep',
  'inline',
  'image-set',
  'other-in-set',
  'list',
  'border',
  'mask',
  'cursor',
  'body',
  'later-img',
  'later-background',
  'later-style',
  'adopted',
  'blob',
  'data',
  'frame-img',
  'shadow',
  'unused',
  'asked',
  'pixel',
];

/** The width of a picture of `/kinds`, which no other has. */
export const widthOf = name => 21 + PICTURES.indexOf(name);

const picture = name => {
  const size = name === 'pixel' ? 1 : widthOf(name);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 9 9"><title>${name}</title><rect width="9" height="9" fill="hsl(${size * 11} 60% 60%)"/>${name === 'data' ? `<!--${'large '.repeat(9_000)}-->` : ''}</svg>`;
};

const SPRITE =
  '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="leaf" viewBox="0 0 9 9"><rect width="9" height="9" fill="teal"/></symbol></svg>';

/** Read by nobody but the page that links it: no CORS. It imports another, and that a third. */
const SHEETS = {
  link: `@import "imported.css"; @font-face { font-family: Linked; src: url(linked.woff) }
.link { background: url(link-background.svg); font-family: Linked }`,
  imported: '@import url("deep.css") screen; .imported { background: url("imported.svg") }',
  deep: `.deep { background: url('deep.svg') } .set { background-image: image-set("image-set.svg" 1x, "other-in-set.svg" 3x) }`,
};

/** A file of `/kinds`, by its name, as either host gives it: never from a cache, so that each request is one. */
export async function kindFile(name) {
  const sound = /^(sound|film)\.wav$/.exec(name);
  if (sound) {
    const body = wav(SECONDS[sound[1]]);
    return { status: 200, headers: { 'content-type': 'audio/wav', 'content-length': body.length }, body };
  }
  const [, stem, ending] = /^([\w-]+)\.(svg|css|woff)$/.exec(name) ?? [];
  const given = (type, body) => ({
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
    body,
  });
  if (ending === 'css' && SHEETS[stem]) return given('text/css', SHEETS[stem]);
  if (name === 'sprite.svg') return given('image/svg+xml', SPRITE);
  if (ending === 'svg' && PICTURES.includes(stem)) return given('image/svg+xml', picture(stem));
  if (ending === 'woff')
    return given('font/woff', await readFile(new URL('public/static/fonts/hearth-serif.woff', import.meta.url)));
}

/** How long they are. */
export const SECONDS = { sound: 4, film: 5 };

/** Silence: 8,000 samples a second of a byte each. */
function wav(seconds) {
  const bytes = Buffer.alloc(44 + seconds * 8_000, 128);
  bytes.write('RIFF');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  for (const [at, value] of Object.entries({ 16: 16, 24: 8_000, 28: 8_000, 40: bytes.length - 44 }))
    bytes.writeUInt32LE(value, Number(at));
  for (const [at, value] of Object.entries({ 20: 1, 22: 1, 32: 1, 34: 8 })) bytes.writeUInt16LE(value, Number(at));
  bytes.write('data', 36);
  return bytes;
}

/** As long as the `data:` URLs of photographs. */
const LARGE = `data:image/svg+xml,${encodeURIComponent(picture('data'))}`;

const SCRIPT = `
const at = name => document.body.dataset.cdn + name + location.search;
const byId = id => document.getElementById(id);
fetch('/kinds/blob.svg').then(answer => answer.blob()).then(blob => { byId('blob').src = URL.createObjectURL(blob); });
fetch(at('asked.svg')).then(answer => answer.text());
new FontFace('Scripted', 'url(' + at('scripted.woff') + ')').load().then(face => {
  document.fonts.add(face);
  byId('scripted').style.fontFamily = 'Scripted';
});
const sheet = new CSSStyleSheet();
sheet.replaceSync('#adopted { background: url(' + at('adopted.svg') + ') }');
document.adoptedStyleSheets = [sheet];
byId('host').attachShadow({ mode: 'open' }).innerHTML = '<img src="' + at('shadow.svg') + '" alt="">';
addEventListener('click', () => {
  const image = new Image();
  image.id = 'later-img';
  image.src = at('later-img.svg');
  byId('room').append(image);
  byId('later-background').style.backgroundImage = 'url(' + at('later-background.svg') + ')';
  const style = document.createElement('style');
  style.textContent = '#later-style { background: url(' + at('later-style.svg') + ') }';
  document.head.append(style);
}, { once: true });
`;

function kinds(ctx) {
  const version = ctx.query.has('v') ? `?${ctx.query}` : '';
  const at = name => ctx.to('cdn.test', `/kinds/${name}${name && version}`);
  const own = name => ctx.to(ctx.host, `/kinds/${name}${version}`);
  const body = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kinds of assets</title>
<link rel="icon" href="${at('favicon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${at('link.css')}">
<style>@font-face { font-family: Own; src: url(${own('own.woff')}) }
#own { font-family: Own }
b { display: block; width: 60px; height: 30px }
#inline { background: url(${at('inline.svg')}) }
#list { list-style-image: url(${at('list.svg')}) }
#border { border: 9px solid; border-image: url(${at('border.svg')}) 3 }
#mask { background: green; mask-image: url(${own('mask.svg')}) }
#nowhere { background: url(${at('unused.svg')}), url(${at('asked.svg')}) }
#cursor { cursor: url(${at('cursor.svg')}), auto }</style></head>
<body background="${at('body.svg')}" data-cdn="${at('')}"><h1>Kinds</h1>
<img id="img" src="${at('img.svg')}" alt="">
<img id="srcset" srcset="${at('candidate.svg')} 50w, ${at('other-candidate.svg')} 5000w" sizes="50px" alt="">
<picture><source media="(min-width: 10px)" srcset="${at('picture.svg')}"><img id="picture" src="${at('other-picture.svg')}" alt=""></picture>
<svg width="40" height="40"><use id="use" href="${own('sprite.svg')}#leaf" width="20" height="20"></use>
<image id="image" href="${at('image.svg')}" width="20" height="20"></image></svg>
<video id="poster" poster="${at('poster.svg')}" width="60" height="60"></video>
<input id="button" type="image" src="${at('button.svg')}" alt="Buy">
<b id="link" class="link">Linked</b><b id="imported" class="imported"></b><b id="deep" class="deep"></b><b id="image-set" class="set"></b>
<b id="own">Own</b><b id="scripted">Scripted</b><b id="inline"></b><ul id="list"><li>Item</li></ul><b id="border"></b><b id="mask"></b>
<b id="cursor"></b><b id="adopted"></b><b id="later-background"></b><b id="later-style"></b>
<img id="blob" alt=""><img id="data" src="${LARGE}" alt=""><div id="host"></div>
<iframe id="frame" srcdoc="<img id='frame-img' src='${at('frame-img.svg')}'>"></iframe>
<img src="${at('pixel.svg')}" alt=""><audio src="${own('sound.wav')}" preload="auto"></audio>
<p id="room"></p>
<script>${html([SCRIPT])}</script></body></html>`;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: toText(body) };
}

/** What is played: of this host, of another's, and what a script puts together. */
function played(ctx) {
  const own = name => ctx.to(ctx.host, `/kinds/${name}`);
  const body = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Played</title></head>
<body><h1>Played</h1><audio id="sound" src="${own('sound.wav')}" muted loop controls></audio>
<video id="film" muted controls><source src="${own('none.webm')}" type="video/webm"><source src="${ctx.to('cdn.test', '/kinds/film.wav')}"></video>
<video id="pieces" width="60" height="60"></video>
<script>document.getElementById('pieces').src = URL.createObjectURL(new MediaSource());
addEventListener('click', () => document.getElementById('sound').play(), { once: true });</script></body></html>`;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: toText(body) };
}

/** On either host. */
export const kindFiles = { 'GET /kinds/:name': ctx => kindFile(ctx.params.name) };

export const kindRoutes = { ...kindFiles, 'GET /kinds': kinds, 'GET /same-kinds': kinds, 'GET /played': played };
