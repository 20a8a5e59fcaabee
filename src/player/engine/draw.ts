import { buildTimeline } from '../../session/timeline';
import type { SessionSource } from '../../session/types';
import type { Draw, Picture } from '../../transfer';
import { AssetUrls, dataUrl } from './asset-urls';
import { Engine } from './engine';
import { animationFrames } from './frames';
import type { Viewport } from './stage-window';

/** A page's own clock does not run while it is drawn: what is not there by then is left out. */
const READY_MS = 2_000;

/**
 * Draws moments of a session as PNGs, on a stage of their own that nobody sees. Assets lie in the page as `data:`, so that a copy
 * of its document is whole: as an SVG's foreign object it can be drawn on a canvas in Chromium and Firefox, without a
 * permission to capture tabs. Shadow trees and frames stay empty.
 */
export const drawFrom =
  (source: SessionSource): Draw =>
  async (moments, onProgress) => {
    const timeline = buildTimeline(await source.index());
    if (!timeline) return [];
    const host = document.createElement('div');
    host.className = 'drawing';
    document.body.append(host);
    let changed = () => {};
    const engine = new Engine({
      source,
      timeline,
      host,
      frames: animationFrames,
      stillness: true,
      // Frames stay empty in a picture.
      frameLabel: () => '',
      canvasWords: () => '',
      urls: new AssetUrls(dataUrl),
      onChange: () => changed(),
    });
    const pictures: Picture[] = [];
    try {
      for (const [n, at] of moments.entries()) {
        onProgress?.(n / moments.length);
        engine.seek(at);
        await new Promise<void>(resolve => {
          changed = () => {
            if (!engine.state.loading) resolve();
          };
          changed();
        });
        const frame = host.querySelector<HTMLIFrameElement>('.window:not([data-hidden]) iframe');
        const png = frame?.contentDocument && (await draw(frame.contentDocument, engine.state.viewport));
        if (png) pictures.push({ at, png });
      }
      return pictures;
    } finally {
      engine.destroy();
      host.remove();
    }
  };

/** The document as a PNG; undefined where the browser cannot draw it. */
async function draw(page: Document, { width, height }: Viewport): Promise<Blob | undefined> {
  if (!width || !height) return;
  const late = new Promise(resolve => setTimeout(resolve, READY_MS));
  await Promise.race([page.fonts.ready, late]);
  const { scrollX = 0, scrollY = 0 } = page.defaultView ?? {};
  const full = Math.max(height, page.documentElement.scrollHeight);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>` +
    `<foreignObject x="${-scrollX}" y="${-scrollY}" width="${width}" height="${full}">${xmlOf(page)}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return await new Promise(resolve => canvas.toBlob(blob => resolve(blob ?? undefined), 'image/png'));
  } catch {
    return undefined;
  }
}

/** A copy of the document as it looks now, as XML: rules as they stand, fields with what is in them, canvases as pictures. */
function xmlOf(page: Document): string {
  const copy = page.documentElement.cloneNode(true) as HTMLElement;
  const own = page.documentElement.querySelectorAll('*');
  for (const [n, element] of [...copy.querySelectorAll('*')].entries()) takeState(own[n], element);
  for (const gone of copy.querySelectorAll(
    'script, noscript, style, link, meta, base, iframe, object, embed, template',
  ))
    gone.remove();
  const style = page.createElement('style');
  style.textContent = [...page.styleSheets, ...page.adoptedStyleSheets].map(rulesOf).join('\n');
  copy.prepend(style);
  for (const element of [copy, ...copy.querySelectorAll('*')])
    for (const { name } of [...element.attributes])
      if (!/^(xlink:|xml:)?[a-z_][\w.-]*$/i.test(name)) element.removeAttribute(name);
  // What XML cannot hold, a page may.
  return new XMLSerializer().serializeToString(copy).replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '');
}

function takeState(from: Element | undefined, to: Element): void {
  if (from === undefined) return;
  const name = from.localName;
  if (name === 'input') {
    const { value, checked } = from as HTMLInputElement;
    to.setAttribute('value', value);
    to.toggleAttribute('checked', checked);
  } else if (name === 'textarea') to.textContent = (from as HTMLTextAreaElement).value;
  else if (name === 'option') to.toggleAttribute('selected', (from as HTMLOptionElement).selected);
  else if (name === 'canvas') {
    const image = to.ownerDocument.createElement('img');
    for (const { name, value } of from.attributes) image.setAttribute(name, value);
    image.src = (from as HTMLCanvasElement).toDataURL();
    to.replaceWith(image);
  }
}

function rulesOf(sheet: CSSStyleSheet): string {
  if (sheet.disabled) return '';
  try {
    const rules = [...sheet.cssRules].map(({ cssText }) => cssText).join('\n');
    return sheet.media.length > 0 ? `@media ${sheet.media.mediaText} {\n${rules}\n}` : rules;
  } catch {
    return ''; // a style sheet that may not be read has not been recorded either
  }
}
