import type { AssetText } from '../messages/channel';
import { ASSET_REF } from '../session/asset-ref';

/** Below this a text costs less than its reference and its row. */
const MIN_LENGTH = 512;

/** rrweb resolves `url(#clip)` as if it named a file; it names what is in the document itself, from any stylesheet. */
export const withOwnFragments = (css: string): string =>
  css.replace(/url\((["']?)(?:https?|file):[^"'()\s]*\/#/g, 'url($1#');

/**
 * Sends each stylesheet's text once per document: snapshots name it by ref, and are a quarter of their size. `referred` is the
 * text with refs for the addresses in it.
 */
export function createStylesheets(referred = (text: string): string => text) {
  const refs = new Map<string, string>();
  let next = 0;
  let fresh: AssetText[] = [];
  return {
    /** What stands in a snapshot for a stylesheet's text. */
    refer(text: string): string {
      // It is a ref already where rrweb could not read the sheet.
      if (text.startsWith(ASSET_REF)) return text;
      if (text.length < MIN_LENGTH) return referred(withOwnFragments(text));
      let ref = refs.get(text);
      if (!ref) {
        ref = `css${next++}`;
        refs.set(text, ref);
        fresh.push({ ref, type: 'text/css', text: referred(withOwnFragments(text)) });
      }
      return ASSET_REF + ref;
    },
    /** The texts named since the last call. */
    takeFresh(): AssetText[] {
      const taken = fresh;
      fresh = [];
      return taken;
    },
    /** Forgets what was sent, for a new stream refers to nothing of an older one; a ref never means another text. */
    reset(): void {
      refs.clear();
      fresh = [];
    },
  };
}
