import { after, all, type Undo } from './after';

/**
 * In Chromium a rule's `cssText` loses a shorthand with `var()` of which a part is overridden: `border: var(--line); border-left-color:
 * red` comes out as `border-width: ; …`. An empty value of a custom property is none of these.
 */
const IS_LOSSY = /[{;]\s*(?!--)[a-z-]+:\s*;/i;

/** What constructed style sheets were filled with. */
const filledWith = new WeakMap<CSSStyleSheet, string>();

export function watchTexts(): Undo {
  const filled = (sheet: CSSStyleSheet, [text]: unknown[]) => {
    filledWith.set(sheet, String(text));
  };
  return all(
    ['replaceSync', 'replace'].map(name => after<CSSStyleSheet>(CSSStyleSheet.prototype, name, 'value', filled)),
  );
}

const textOf = (sheet: CSSStyleSheet): string => Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n');

export const isLossy = (text: string): boolean => IS_LOSSY.test(text);

/** What was found for a sheet whose rules' text was this. */
const found = new WeakMap<CSSStyleSheet, { shown: string; own: string | undefined }>();

/** The text that a style sheet was made from, where its rules are still those of that text; `shown` is what its rules' text is. */
export function ownText(sheet: CSSStyleSheet, shown: string): string | undefined {
  const known = found.get(sheet);
  if (known?.shown === shown) return known.own;
  const own = compared(sheet);
  found.set(sheet, { shown, own });
  return own;
}

function compared(sheet: CSSStyleSheet): string | undefined {
  const text = sheet.ownerNode instanceof HTMLStyleElement ? sheet.ownerNode.textContent : filledWith.get(sheet);
  if (!text) return;
  const again = new CSSStyleSheet();
  again.replaceSync(text);
  return textOf(again) === textOf(sheet) ? text : undefined;
}
