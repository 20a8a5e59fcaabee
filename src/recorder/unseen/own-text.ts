import { splitRules } from '../../session/css-rules';
import { after, all, type Undo } from './after';

/**
 * In Chromium a rule's `cssText` loses a shorthand with `var()` of which a part is overridden: `border: var(--line); border-left-color:
 * red` comes out as `border-width: ; …`. An empty value of a custom property is none of these.
 */
const IS_LOSSY = /[{;]\s*(?!--)[a-z-]+:\s*;/i;

/** What style sheets were made from: a text, or the texts of their rules once a script has put in or taken out some. */
const madeFrom = new WeakMap<CSSStyleSheet, string | string[]>();

const textAround = ({ ownerNode }: CSSStyleSheet): string | undefined =>
  ownerNode instanceof HTMLStyleElement ? (ownerNode.textContent ?? '') : undefined;

/** Keeps the texts that scripts fill style sheets with. */
export function watchTexts(): Undo {
  const sheets = CSSStyleSheet.prototype;
  const filled = (sheet: CSSStyleSheet, [text]: unknown[]) => {
    madeFrom.set(sheet, String(text));
  };
  const changed = (sheet: CSSStyleSheet, change: (rules: string[]) => void) => {
    const made = madeFrom.get(sheet) ?? textAround(sheet) ?? '';
    const rules = typeof made === 'string' ? splitRules(made) : made;
    change(rules);
    madeFrom.set(sheet, rules);
  };
  return all([
    ...['replaceSync', 'replace'].map(name => after<CSSStyleSheet>(sheets, name, 'value', filled)),
    after<CSSStyleSheet>(sheets, 'insertRule', 'value', (sheet, [rule, at]) =>
      changed(sheet, rules => rules.splice(Number(at ?? 0), 0, String(rule))),
    ),
    after<CSSStyleSheet>(sheets, 'deleteRule', 'value', (sheet, [at]) =>
      changed(sheet, rules => rules.splice(Number(at), 1)),
    ),
  ]);
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
  const made = madeFrom.get(sheet) ?? textAround(sheet);
  const text = typeof made === 'object' ? made.join('\n') : made;
  if (!text) return;
  const again = new CSSStyleSheet();
  again.replaceSync(text);
  return textOf(again) === textOf(sheet) ? text : undefined;
}
