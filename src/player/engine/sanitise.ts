import { EventType, type eventWithTime, IncrementalSource } from '@rrweb/types';
import { ASSET_REF, WHOLE_SHEET } from '../../session/asset-ref';
import { type Media, readMedia } from '../../session/media';
import type { StageAssets } from './asset-urls';
import { MaskedNumbers } from './masked-numbers';
import { missingImage } from './missing-image';
import { putBackCss, putBackValues } from './put-back-css';

/** Deeper than any page; recursion in the Replayer dies at a few thousand. */
const MAX_DEPTH = 1_500;

/** What the page itself could not load is as broken here. */
const BROKEN_IMAGE = 'data:image/png,';

/**
 * What an element may not keep. A policy stops fetches, but not the connections that some of these open, nor what is refused
 * with a flash and an error per element: nothing that names the network reaches the stage. (A page may have an element of any name: no plain
 * object would do.)
 */
const FORBIDDEN = new Map<string, readonly string[]>(
  Object.entries({
    link: ['rel', 'href', 'imagesrcset', 'as'],
    meta: ['http-equiv', 'content-security-policy'],
    base: ['href', 'target'],
    iframe: ['src', 'srcdoc', 'sandbox', 'allow', 'csp', 'name'],
    frame: ['src', 'name'],
    object: ['data', 'classid', 'codebase'],
    embed: ['src'],
    portal: ['src'],
    fencedframe: ['src'],
    script: ['src', 'href'],
    noscript: ['src'],
    a: ['ping', 'attributionsrc'],
    area: ['ping', 'attributionsrc'],
    form: ['action'],
    html: ['manifest'],
  }),
);

/** Where a picture, sound or film is named: kept only where the tape itself holds it. */
const MEDIA = new Map<string, readonly string[]>(
  Object.entries({
    img: ['src', 'srcset', 'attributionsrc', 'longdesc'],
    source: ['src', 'srcset'],
    input: ['src'],
    video: ['src', 'poster'],
    audio: ['src'],
    track: ['src'],
    body: ['background'],
    table: ['background'],
    td: ['background'],
    th: ['background'],
    image: ['href', 'xlink:href'],
    feimage: ['href', 'xlink:href'],
    use: ['href', 'xlink:href'],
  }),
);

/** `data:` holds itself, `#…` is in the document. */
const isInside = (value: string): boolean => /^\s*(data:|#)/i.test(value);

type Attributes = Record<string, unknown>;
type Loose = Record<string, unknown>;

/** What is known of a window's nodes, for attributes that change later. Give it a window's events in their order. */
export class Sanitiser {
  #tags = new Map<unknown, string>();
  /** The values of `width` and `height` that canvases have in these events. */
  readonly canvas = { width: new Set<number>(), height: new Set<number>() };
  /** Texts that are a style sheet's. */
  #css = new Set<unknown>();
  #numbers = new MaskedNumbers();

  /** Frames of other origins, by number, with the host they were loaded from. */
  readonly outside = new Map<number, string>();

  /**
   * `assets` are put back in the place of refs; there may be more of them later. `media` hears what the page's media queries were
   * answered.
   */
  constructor(
    public assets: StageAssets,
    readonly media: Media = {},
  ) {}

  /** Cleans an event in place; false when it cannot be shown at all. */
  clean(event: eventWithTime): boolean {
    const { type, data } = event;
    // Each window opens with it.
    if (type === EventType.Meta) Object.assign(this.media, readMedia((data as { media?: unknown }).media));
    if (type === EventType.FullSnapshot) return this.#node(data.node);
    if (type !== EventType.IncrementalSnapshot) return true;
    if (data.source === IncrementalSource.Mutation) {
      for (const { id, attributes } of data.attributes) {
        if (typeof attributes !== 'object' || attributes === null) continue;
        this.#outside(id, attributes);
        this.#attributes(attributes, this.#tags.get(id) ?? '');
      }
      for (const text of data.texts ?? [])
        if (text?.value && this.#css.has(text.id)) text.value = this.assets.css(text.value);
      return data.adds.every(({ node, parentId }) => this.#node(node, this.#tags.get(parentId)));
    }
    if (data.source === IncrementalSource.Input) event.data = this.#numbers.entered(data) ?? data;
    // The Replayer does this to texts, and not to what scripts insert.
    putBackCss(data, text => this.assets.css(text).replace(/:hover(?![\w-])/g, '.\\:hover'));
    // A font that is not in the event would be fetched by the player's own page.
    if (data.source === IncrementalSource.Font)
      return data.buffer === true || /^\s*url\(["']?(data|blob):/i.test(data.fontSource);
    return true;
  }

  #node(root: unknown, parentTag?: string): boolean {
    const rest: [node: unknown, depth: number, parentTag: string | undefined][] = [[root, 0, parentTag]];
    for (let at = rest.pop(); at; at = rest.pop()) {
      const [node, depth, parent] = at as [Loose | null, number, string | undefined];
      if (typeof node !== 'object' || node === null || depth > MAX_DEPTH) return false;
      const { tagName, attributes, childNodes } = node;
      const tag = typeof tagName === 'string' ? tagName.toLowerCase() : undefined;
      if (tag !== undefined) {
        if (FORBIDDEN.has(tag) || MEDIA.has(tag) || tag === 'style' || tag === 'canvas') this.#tags.set(node.id, tag);
        if (typeof attributes === 'object' && attributes !== null) {
          this.#outside(node.id, attributes as Attributes);
          this.#attributes(attributes as Attributes, tag);
          this.#numbers.node(node.id, tag, attributes as Attributes);
        } else node.attributes = {};
      }
      if (Array.isArray(childNodes)) for (const child of childNodes) rest.push([child, depth + 1, tag]);
      else if (tag !== undefined) node.childNodes = [];
      if (parent !== 'style' || typeof node.textContent !== 'string') continue;
      this.#css.add(node.id);
      node.textContent = this.assets.css(node.textContent);
    }
    return true;
  }

  #attributes(attributes: Attributes, tag: string): void {
    // An own key from JSON.parse, which Object.assign would take for the prototype.
    if (Object.hasOwn(attributes, '__proto__')) Reflect.deleteProperty(attributes, '__proto__');
    for (const name of Object.keys(attributes)) {
      const lower = name.toLowerCase();
      if (FORBIDDEN.get(tag)?.includes(lower) || lower.startsWith('on')) delete attributes[name];
      else if (MEDIA.get(tag)?.includes(lower)) this.#media(attributes, name, tag);
    }
    // A browser would choose it where the viewer's screen is less dense, and show it larger.
    if (tag === 'img' && typeof attributes.srcset === 'string' && attributes.srcset.endsWith('x'))
      attributes.src = null;
    if (tag === 'canvas') this.#canvas(attributes);
    this.#stylesheet(attributes);
  }

  /** rrweb keeps the address of a frame that it could not look into. */
  #outside(id: unknown, { rr_src: src }: Attributes): void {
    if (typeof id === 'number' && typeof src === 'string' && URL.canParse(src)) this.outside.set(id, new URL(src).host);
  }

  #canvas(attributes: Attributes): void {
    for (const side of ['width', 'height'] as const) {
      const value = attributes[side];
      if (typeof value === 'string' && /^\d{1,5}$/.test(value)) this.canvas[side].add(Number(value));
    }
  }

  #media(attributes: Attributes, name: string, tag: string): void {
    const value = attributes[name];
    if (typeof value !== 'string' || isInside(value)) return;
    const [, address = value, density = ''] = /^(\S+)( [\d.]+[xw])$/.exec(value) ?? [];
    const [ref = '', ...fragment] = address.startsWith(ASSET_REF) ? address.slice(ASSET_REF.length).split('#') : [];
    const url = ref && this.assets.url(ref);
    const isSource = tag === 'img' && name.toLowerCase() === 'src';
    if (url) attributes[name] = [url, ...fragment].join('#') + density;
    else if (this.assets.isBroken(ref) && !density) attributes[name] = BROKEN_IMAGE;
    else if (isSource) attributes[name] = missingImage();
    else delete attributes[name];
  }

  /** Puts style sheets' texts and addresses back where the tape has refs. */
  #stylesheet(attributes: Attributes): void {
    const { style, _cssText: text } = attributes;
    if (typeof style === 'string') attributes.style = this.assets.css(style);
    else if (typeof style === 'object' && style !== null) putBackValues(style as Loose, this.assets.css);
    const whole = attributes[WHOLE_SHEET];
    delete attributes[WHOLE_SHEET];
    if (typeof text !== 'string') return;
    const wholeText = typeof whole === 'string' ? this.assets.text(whole.slice(ASSET_REF.length)) : undefined;
    if (wholeText !== undefined) {
      attributes._cssText = wholeText;
      return;
    }
    // An empty text still makes the link a style, which asks the network for nothing.
    attributes._cssText = text.startsWith(ASSET_REF)
      ? (this.assets.text(text.slice(ASSET_REF.length)) ?? '/* not on tape */')
      : this.assets.css(text);
  }
}
