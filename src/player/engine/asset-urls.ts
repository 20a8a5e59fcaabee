import { ASSET_REF } from '../../session/asset-ref';
import type { Asset, MissingAsset } from '../../session/types';
import { toBase64 } from '../../transfer/base64';
import { HeldAssets } from './held-assets';

/** Style sheets in style sheets, as deep as they are fetched. */
const MAX_DEPTH = 4;
const REF = new RegExp(`${ASSET_REF}([\\w-]+)`, 'g');
/** For what is missing inside a style sheet: nothing, from nowhere. */
const NOTHING = 'data:,';

/** What a stream's refs stand for on the stage. */
export interface StageAssets {
  /** A stylesheet's text. */
  text(ref: string): string | undefined;
  /** The `blob:` address of an asset. */
  url(ref: string): string | undefined;
  /** A text of CSS with addresses for the refs in it, as the stage needs it. */
  css(text: string): string;
  /** Whether the page itself could not load it. */
  isBroken(ref: string): boolean;
}

type MakeUrl = (content: string | Uint8Array<ArrayBuffer>, type: string) => string;

const blobUrl: MakeUrl = (content, type) => URL.createObjectURL(new Blob([content], { type }));

/** For a document that is copied: its assets lie in it. */
export const dataUrl: MakeUrl = (content, type) =>
  `data:${type};base64,${toBase64(typeof content === 'string' ? new TextEncoder().encode(content) : content)}`;

/** The addresses of one player's assets, `blob:` if not asked otherwise. Windows share them, so that equal style sheets stay equal texts. */
export class AssetUrls {
  #byHash = new Map<string, string>();
  #byText = new Map<string, string>();
  readonly held = new HeldAssets();

  constructor(private readonly make: MakeUrl = blobUrl) {}

  /** The assets of one stream and what is missing, by ref; `adapt` does to each text of CSS what else the stage needs. */
  of(
    assets: ReadonlyMap<string, Asset>,
    missing: ReadonlyMap<string, MissingAsset> = new Map(),
    adapt = (text: string): string => text,
  ): StageAssets {
    const texts = new Map<string, string>();
    const text = (ref: string, depth = 0): string | undefined => {
      const known = texts.get(ref);
      if (known !== undefined) return known;
      const asset = assets.get(ref);
      if (!asset || depth > MAX_DEPTH) return;
      const put = css(new TextDecoder().decode(asset.bytes), depth + 1);
      texts.set(ref, put);
      return put;
    };
    const url = (ref: string, depth = 0): string | undefined => {
      const asset = assets.get(ref);
      if (!asset) return;
      if (!/^text\/css\b/i.test(asset.type)) return this.#url(this.#byHash, asset.hash, asset.bytes, asset.type);
      const sheet = text(ref, depth);
      return sheet === undefined ? undefined : this.#url(this.#byText, sheet, sheet, 'text/css');
    };
    const css = (sheet: string, depth = 0): string =>
      adapt(sheet.includes(ASSET_REF) ? sheet.replace(REF, (_, ref: string) => url(ref, depth) ?? NOTHING) : sheet);
    return {
      text: ref => text(ref),
      url: ref => url(ref),
      css: sheet => css(sheet),
      isBroken: ref => missing.get(ref)?.reason === 'broken',
    };
  }

  /** The hash of the asset that an address of ours stands for. */
  hashOf(url: string): string | undefined {
    return [...this.#byHash].find(([, known]) => known === url)?.[0];
  }

  #url(known: Map<string, string>, key: string, content: string | Uint8Array<ArrayBuffer>, type: string): string {
    const found = known.get(key);
    if (found) return found;
    const made = this.make(content, type);
    known.set(key, made);
    return made;
  }

  /** Gives them back to the browser: the player goes. */
  revoke(): void {
    for (const urls of [this.#byHash, this.#byText]) {
      for (const url of urls.values()) URL.revokeObjectURL(url);
      urls.clear();
    }
  }
}
