/** What lies at a point of a recorded page. */
export interface StageElement {
  streamId: string;
  /** rrweb's number of it. */
  nodeId: number;
  element: Element;
}

/** In CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

/** Pictures are named in these, for an element and what stands before and after it. */
const PICTURED = ['backgroundImage', 'maskImage', 'listStyleImage', 'borderImageSource', 'content'] as const;
const MAX_ELEMENTS = 500;
const URL_IN_CSS = /url\("([^"]+)"\)/g;

/** The innermost element at a point of a document, in shadow trees and frames as well; `isOutside` says in which frames not. */
export function innermostAt(
  page: Document | ShadowRoot | null,
  { x, y }: Point,
  isOutside: (frame: Element) => boolean,
): { element: Element; point: Point } | undefined {
  const element = page?.elementFromPoint(x, y);
  if (!element) return;
  // A shadow tree gives its host where nothing of it lies there.
  if (element.shadowRoot && element.shadowRoot !== page) {
    const inside = element.shadowRoot.elementFromPoint(x, y);
    if (inside && inside !== element) return innermostAt(element.shadowRoot, { x, y }, isOutside);
  }
  if (!isFrame(element)) return { element, point: { x, y } };
  const { left, top } = element.getBoundingClientRect();
  const point = { x: x - left - element.clientLeft, y: y - top - element.clientTop };
  if (isOutside(element)) return { element, point };
  return innermostAt(element.contentDocument, point, isOutside) ?? { element, point };
}

/** An element of a frame has another `HTMLIFrameElement` than ours. */
const isFrame = (element: Element): element is HTMLIFrameElement =>
  element.localName === 'iframe' || element.localName === 'frame';

/** Where an element of the stage lies in the window of the player. */
export function boxOf(element: Element): DOMRect {
  let { x, y, width, height } = element.getBoundingClientRect();
  for (let page = element.ownerDocument; page.defaultView?.frameElement; ) {
    const frame = page.defaultView.frameElement as HTMLElement;
    const outer = frame.getBoundingClientRect();
    const scale = outer.width / frame.offsetWidth || 1;
    x = outer.x + (frame.clientLeft + x) * scale;
    y = outer.y + (frame.clientTop + y) * scale;
    width *= scale;
    height *= scale;
    page = frame.ownerDocument;
  }
  return new DOMRect(x, y, width, height);
}

/** The addresses of the pictures that an element and what lies in it show. */
export function picturesOf(element: Element): Set<string> {
  const urls = new Set<string>();
  for (const one of [element, ...element.querySelectorAll('*')].slice(0, MAX_ELEMENTS)) {
    for (const { value } of one.attributes) if (/^(blob|data):/.test(value)) urls.add(value);
    for (const part of [undefined, '::before', '::after']) {
      const style = one.ownerDocument.defaultView?.getComputedStyle(one, part);
      for (const name of PICTURED) for (const [, url = ''] of (style?.[name] ?? '').matchAll(URL_IN_CSS)) urls.add(url);
    }
  }
  return urls;
}

/** What an element is called, in its own words or by its kind. */
export function labelOf(element: Element): string {
  const words = (element.getAttribute('alt') || element.textContent || '').replace(/\s+/g, ' ').trim();
  return words.length > 40 ? `${words.slice(0, 39)}…` : words || `<${element.localName}>`;
}
