import { ASSET_REF, WHOLE_SHEET } from '../session/asset-ref';
import type { Asset } from '../session/types';
import { toBase64 } from './base64';

const REF = new RegExp(`${ASSET_REF}([\\w-]+)`, 'g');
/** Style sheets in style sheets, as deep as they are fetched. */
const MAX_DEPTH = 4;
/** For what is missing: nothing, from nowhere. */
const NOTHING = 'data:,';

/**
 * Puts assets back into events for players that know no refs: a style sheet as its text, all else as `data:`. Gives the
 * function that does so with any value of an event, which it copies.
 */
export function putBack(assets: ReadonlyMap<string, Asset>): (value: unknown) => unknown {
  const urls = new Map<string, string>();

  const textOf = (ref: string, depth: number): string | undefined => {
    const asset = depth > MAX_DEPTH ? undefined : assets.get(ref);
    return asset && inText(new TextDecoder().decode(asset.bytes), depth + 1);
  };
  const urlOf = (ref: string, depth: number): string => {
    const asset = assets.get(ref);
    if (!asset) return NOTHING;
    const known = urls.get(ref);
    if (known) return known;
    const sheet = /^text\/css\b/i.test(asset.type) ? textOf(ref, depth) : undefined;
    const bytes = sheet === undefined ? asset.bytes : new TextEncoder().encode(sheet);
    const url = `data:${asset.type.replace(/[\s,]/g, '')};base64,${toBase64(bytes)}`;
    urls.set(ref, url);
    return url;
  };
  const inText = (text: string, depth = 0): string =>
    text.includes(ASSET_REF) ? text.replace(REF, (_, ref: string) => urlOf(ref, depth)) : text;

  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return key === '_cssText' && value.startsWith(ASSET_REF)
        ? (textOf(value.slice(ASSET_REF.length), 0) ?? '/* not on tape */')
        : inText(value);
    if (Array.isArray(value)) return value.map(one => walk(one, key));
    if (typeof value !== 'object' || value === null) return value;
    const { [WHOLE_SHEET]: whole, ...rest } = value as Record<string, unknown>;
    const text = typeof whole === 'string' ? textOf(whole.slice(ASSET_REF.length), 0) : undefined;
    const copy = Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, walk(one, name)]));
    return text === undefined ? copy : { ...copy, _cssText: text };
  };
  return value => walk(value, '');
}
