import type { AssetText } from '../messages/channel';
import {
  ASSET_REF,
  type AssetKind,
  createAssetNames,
  fetchable,
  type WantedAsset,
  WHOLE_SHEET,
} from '../session/asset-ref';
import { isFontUrl, mapCssUrls, referCss } from '../session/css-urls';
import { densityOf, hasChoice } from './candidates';
import { redactCss } from './privacy';
import { isLossy } from './unseen/own-text';

type Attributes = Record<string, unknown>;

/** Attributes that name a picture, by the element's name in upper case. */
const PICTURES: Record<string, readonly string[]> = {
  INPUT: ['src'],
  VIDEO: ['poster'],
  IMAGE: ['href', 'xlink:href'],
  FEIMAGE: ['href', 'xlink:href'],
  USE: ['href', 'xlink:href'],
  BODY: ['background'],
  TABLE: ['background'],
  TD: ['background'],
  TH: ['background'],
};

/** Asked for where it is needed: the browser writes it out anew each time. */
const baseOf = (element: Element | undefined): string => element?.baseURI ?? document.baseURI;

/** Sound and film, and where they say what to choose from. */
const isPlayed = (element: Element): boolean => element.matches('video, audio, :is(video, audio) > source');

/** What is in the page itself (`#clip`) stays, and what letters are drawn with. */
const withoutImages = (css: string, base: string): string =>
  mapCssUrls(css, (url, isImport) => {
    const isImage = url.startsWith('data:') ? /^data:image\//i.test(url) : !isFontUrl(fetchable(url, base)?.url ?? url);
    return isImport || url.startsWith('#') || !isImage ? undefined : 'data:,';
  });

/** A picture that lies in the page as `data:` is stored once, as any other; a small one costs less as it is. */
const DATA_FROM_CHARS = 4_096;
/** One that is longer is too large for the tape; and all of a stream's together must not fill the page's memory. */
const DATA_MAX_CHARS = 4_000_000;
const DATA_IN_STREAM_CHARS = 24_000_000;

/** Puts refs in the place of addresses, and keeps the whole addresses for the relay. */
export class References {
  #name = createAssetNames();
  #known = new Set<string>();
  #fresh: WantedAsset[] = [];
  #data = new Map<string, string>();
  #dataChars = 0;
  #nextData = 0;
  #freshData: AssetText[] = [];
  /** Off by the user's setting: addresses stay as they are. */
  isOn = true;
  /** No picture is kept. */
  isStrict = false;
  /** What is played is kept, too. */
  hasMedia = false;

  /** The addresses named since the last call. */
  takeFresh(): WantedAsset[] {
    const taken = this.#fresh;
    this.#fresh = [];
    return taken;
  }

  /** The `data:` addresses named since the last call, as texts. */
  takeData(): AssetText[] {
    const taken = this.#freshData;
    this.#freshData = [];
    return taken;
  }

  /** For a new stream, which refers to nothing of an older one. */
  reset(): void {
    this.#known.clear();
    this.#fresh = [];
    this.#data.clear();
    this.#dataChars = 0;
    this.#freshData = [];
  }

  /** A text of CSS with refs for the addresses in it, and without secrets. */
  css(text: string, base: string): string {
    const shown = this.isStrict ? withoutImages(text, base) : text;
    return redactCss(this.isOn ? referCss(shown, base, this.#refer) : shown);
  }

  /** A frame that is not in this stream, by its whole address. */
  frame(address: string, base: string): void {
    const found = this.isOn ? fetchable(address, base) : undefined;
    if (found) this.#refer(found.url, 'frame');
  }

  /** Replaces what an element's attributes refer to, in place. They may be all it has, or those that changed. */
  attributes(attributes: Attributes, element: Element | undefined): void {
    if (attributes.style) this.#style(attributes, baseOf(element));
    if (!this.isOn) return;
    const tag = element?.tagName.toUpperCase();
    if (!element || !tag) return;
    if (typeof attributes.rr_src === 'string') this.frame(attributes.rr_src, element.baseURI);
    else if (tag === 'IMG') this.#image(attributes, element as HTMLImageElement);
    else if (tag === 'SOURCE' && element.parentElement?.tagName === 'PICTURE') delete attributes.srcset;
    else if (tag === 'LINK') this.#sheet(attributes, element as HTMLLinkElement);
    else for (const name of PICTURES[tag] ?? []) if (attributes[name]) this.#replace(attributes, name, element.baseURI);
    if (this.hasMedia && isPlayed(element)) this.#replace(attributes, 'src', element.baseURI, 'media');
  }

  /** What the browser chose among the candidates is what the page showed, as dense as it was. */
  #image(attributes: Attributes, image: HTMLImageElement): void {
    if (!('src' in attributes || 'srcset' in attributes)) return;
    const isChosen = hasChoice(image) && image.currentSrc !== '';
    if (isChosen) attributes.src = image.currentSrc;
    // What stood there before is not to outlive it.
    if ('srcset' in attributes) attributes.srcset = null;
    this.#replace(attributes, 'src', image.baseURI);
    const density = isChosen ? densityOf(image) : undefined;
    if (!density) return;
    attributes.srcset = `${attributes.src} ${density.descriptor}`;
    if (density.sizes !== null) attributes.sizes = density.sizes;
  }

  /** A style sheet that rrweb could not read: as where it could, it becomes a style, whose text the ref stands for. */
  #sheet(attributes: Attributes, link: HTMLLinkElement): void {
    if (link.relList.contains('icon') && !this.isStrict) {
      this.#replace(attributes, 'href', link.baseURI, 'icon');
      return;
    }
    const isSheet = link.relList.contains('stylesheet') && !link.relList.contains('alternate') && !link.disabled;
    if (isSheet && !this.isStrict && typeof attributes._cssText === 'string' && isLossy(attributes._cssText)) {
      // Its text is fetched, and stands in for what its rules do not tell.
      const found = link.sheet?.href && fetchable(link.sheet.href, link.baseURI);
      if (found) attributes[WHOLE_SHEET] = ASSET_REF + this.#refer(found.url, 'style');
      return;
    }
    if (typeof attributes.href !== 'string' || '_cssText' in attributes || !isSheet) return;
    this.#replace(attributes, 'href', link.baseURI, 'style');
    if (!attributes.href.startsWith(ASSET_REF)) return;
    attributes._cssText = attributes.href;
    delete attributes.href;
    delete attributes.rel;
  }

  #style(attributes: Attributes, base: string): void {
    const { style } = attributes;
    if (typeof style === 'string') attributes.style = this.css(style, base);
    if (typeof style !== 'object' || style === null) return;
    // What a script set by property: a value, or a value and its priority.
    const values = style as Record<string, unknown>;
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'string') values[name] = this.css(value, base);
      else if (Array.isArray(value) && typeof value[0] === 'string') value[0] = this.css(value[0], base);
    }
  }

  #replace(attributes: Attributes, name: string, base: string, kind: AssetKind = 'image'): void {
    const value = attributes[name];
    if (typeof value !== 'string' || value === '') return;
    if (value.length >= DATA_FROM_CHARS && value.startsWith('data:')) {
      attributes[name] = this.#referData(value);
      return;
    }
    const found = fetchable(value, base);
    if (found) attributes[name] = ASSET_REF + this.#refer(found.url, kind) + found.fragment;
  }

  /** A ref never means another text, whatever the stream. */
  #referData(url: string): string {
    let ref = this.#data.get(url);
    if (!ref) {
      if (url.length > DATA_MAX_CHARS || this.#dataChars + url.length > DATA_IN_STREAM_CHARS) return url;
      ref = `data${this.#nextData++}`;
      this.#data.set(url, ref);
      this.#dataChars += url.length;
      this.#freshData.push({ ref, type: '', text: url });
    }
    return ASSET_REF + ref;
  }

  #refer = (url: string, kind: AssetKind): string => {
    const ref = this.#name(url);
    if (!this.#known.has(ref)) {
      this.#known.add(ref);
      this.#fresh.push({ ref, url, kind });
    }
    return ref;
  };
}
