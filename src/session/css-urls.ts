import { ASSET_REF, type AssetKind, fetchable } from './asset-ref';

const DOUBLE = String.raw`"((?:[^"\\]|\\[\s\S])*)"`;
const SINGLE = String.raw`'((?:[^'\\]|\\[\s\S])*)'`;
/** Comments, strings and namespaces are matched to be passed over: what looks like an address in them is none. */
const TOKEN = new RegExp(
  [
    String.raw`\/\*[\s\S]*?(?:\*\/|$)`,
    '@namespace[^;]*;',
    String.raw`(@import\s*)?\burl\(\s*(?:${DOUBLE}|${SINGLE}|((?:[^"'()\\\s]|\\[\s\S])+))\s*\)`,
    String.raw`(@import\s*)(?:${DOUBLE}|${SINGLE})`,
    `${DOUBLE}|${SINGLE}`,
  ].join('|'),
  'gi',
);
/** In `image-set()` a string alone is an address; that of a `type()` is none. */
const IMAGE_SET = new RegExp(
  String.raw`\bimage-set\((?:[^()"']|${DOUBLE}|${SINGLE}|\((?:[^()"']|${DOUBLE}|${SINGLE})*\))*\)`,
  'gi',
);
const IN_SET = new RegExp(String.raw`\b(?:url|type)\([^)]*\)|${DOUBLE}|${SINGLE}`, 'gi');

const withUrls = (set: string): string => set.replace(IN_SET, whole => (/^["']/.test(whole) ? `url(${whole})` : whole));

const withoutEscapes = (text: string): string =>
  text.replace(/\\(?:([\da-f]{1,6})\s?|([\s\S]))/gi, (_, hex: string | undefined, other: string) =>
    hex ? String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16))) : other,
  );

/** Whether an address is a font's, by its ending. */
export const isFontUrl = (url: string): boolean => /\.(woff2?|ttf|otf|eot)$/i.test(url.split(/[?#]/)[0] ?? '');

const kindOf = (url: string): AssetKind => (isFontUrl(url) ? 'font' : 'image');

/** Replaces every address in a style sheet's text (`url()`, `@import`) for which `map` gives another. */
export function mapCssUrls(css: string, map: (url: string, isImport: boolean) => string | undefined): string {
  if (!/url\(|@import|image-set\(/i.test(css)) return css;
  return css
    .replace(IMAGE_SET, withUrls)
    .replace(TOKEN, (whole, importUrl, double, single, bare, importText, importDouble, importSingle): string => {
      const raw: string | undefined = double ?? single ?? bare ?? importDouble ?? importSingle;
      const isImport = (importUrl ?? importText) !== undefined;
      // A string alone is none either.
      if (raw === undefined || (!isImport && !/^url\(/i.test(whole))) return whole;
      const to = map(withoutEscapes(raw), isImport);
      return to === undefined
        ? whole
        : `${isImport ? '@import ' : ''}url("${to.replace(/["\\\n]/g, encodeURIComponent)}")`;
    });
}

/** The same text with refs for addresses; `name` hears each address whole and gives its ref. */
export const referCss = (css: string, base: string, name: (url: string, kind: AssetKind) => string): string =>
  mapCssUrls(css, (value, isImport) => {
    const found = fetchable(value, base);
    return found && ASSET_REF + name(found.url, isImport ? 'style' : kindOf(found.url)) + found.fragment;
  });
