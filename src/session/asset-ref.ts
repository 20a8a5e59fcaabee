import { redactUrl } from './redact';

/**
 * In a tape, what is stored apart stands as this followed by its ref: a stylesheet's text in `_cssText` of rrweb's nodes, and
 * the address of a picture, font or style sheet in attributes and in CSS.
 */
export const ASSET_REF = 'tapedeck:';

/** An attribute of a style sheet's node: the ref of its whole text, which says more than the rules that stand in `_cssText`. */
export const WHOLE_SHEET = 'tapedeck_sheet';

/** An icon is the page's own, which the browser loads without saying so. A frame is never fetched: it is recorded by itself, or missing. */
export const ASSET_KINDS = ['style', 'image', 'font', 'icon', 'media', 'frame'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** What a page refers to, on its way to whoever fetches it. Its address is whole, with its secrets: held in memory, never stored. */
export interface WantedAsset {
  ref: string;
  url: string;
  kind: AssetKind;
}

/** A short name for a text (cyrb53): equal for equal texts, so that a style sheet of many pages stays one text. */
function nameOf(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** Whether a ref stands for what was fetched, and not for a text that the page itself held. */
export const isFetched = (ref: string): boolean => ref.startsWith('u');

/** Whether a ref stands for this address alone, in every document: it has no secret that the ref could not tell. */
export const isShared = (url: string): boolean => redactUrl(url) === url;

/** The refs in a text of CSS. */
export const refsIn = (css: string): string[] =>
  Array.from(css.matchAll(new RegExp(`${ASSET_REF}([\\w-]+)`, 'g')), ([, ref = '']) => ref);

/** Gives refs to addresses. They follow from what may be stored of an address, so they tell nothing of what may not. */
export function createAssetNames(): (url: string) => string {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  return url => {
    const known = names.get(url);
    if (known) return known;
    const base = `u${nameOf(redactUrl(url))}`;
    let name = base;
    // Addresses that differ in their secrets alone may still be different pictures.
    for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    names.set(url, name);
    return name;
  };
}

/** The whole address of what can be fetched, without its fragment, and the fragment; undefined for `data:`, `#…` and the like. */
export function fetchable(value: string, base?: string): { url: string; fragment: string } | undefined {
  if (/^\s*(#|data:|tapedeck:|about:|javascript:)/i.test(value)) return;
  try {
    const { href, hash, protocol } = new URL(value, base);
    if (!['http:', 'https:', 'blob:'].includes(protocol)) return;
    return { url: hash ? href.slice(0, -hash.length) : href, fragment: hash };
  } catch {
    return undefined; // not an address: the page showed nothing for it either
  }
}
