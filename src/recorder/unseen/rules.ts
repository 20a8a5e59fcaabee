import { natives } from '../natives';
import { after, all, type Undo } from './after';

/** A page that looks through all its rules changes none of them: beyond so many at once they are not compared. */
const MAX_LOOKED_AT = 200;

type Owner = CSSStyleSheet | CSSGroupingRule;

/** Where a rule stands: in its sheet, or as a path of places through the rules around it. */
function placeOf(rule: CSSRule): number | number[] {
  const path: number[] = [];
  for (let at: CSSRule | null = rule; at; at = at.parentRule) {
    const owner: Owner | null = (at.parentRule as CSSGroupingRule | null) ?? at.parentStyleSheet;
    path.unshift(owner ? Array.prototype.indexOf.call(owner.cssRules, at) : -1);
  }
  return path.length === 1 ? (path[0] ?? -1) : path;
}

/** A rule that is to be replaced by its text, at a place. */
export interface ChangedRule {
  sheet: CSSStyleSheet;
  rule: string;
  place: number | number[];
}

/**
 * Calls `changed` for rules that scripts change past insertRule and setProperty: by `rule.style.color = …`, `cssText`,
 * `selectorText`, and rules inside of rules. `look` compares what was handed out once more.
 */
export function watchRules(changed: (rule: ChangedRule) => void): { look(): void; undo: Undo } {
  /** Rules whose style a script has, with their text before. */
  const handedOut = new Map<CSSStyleRule, string>();
  let isDue = false;

  const tell = (rule: CSSRule) => {
    const sheet = rule.parentStyleSheet;
    const place = placeOf(rule);
    if (sheet && ![place].flat().includes(-1)) changed({ sheet, rule: rule.cssText, place });
  };
  const look = () => {
    isDue = false;
    for (const [rule, before] of handedOut) {
      const text = rule.cssText;
      if (text === before) continue;
      handedOut.set(rule, text);
      tell(rule);
    }
  };
  const handOut = (rule: CSSStyleRule) => {
    if (handedOut.has(rule) || handedOut.size >= MAX_LOOKED_AT) return;
    handedOut.set(rule, rule.cssText);
  };
  const soon = () => {
    if (isDue) return;
    isDue = true;
    natives.microtask(look);
  };
  const rules = CSSStyleRule.prototype;
  return {
    look() {
      look();
      handedOut.clear();
    },
    undo: all([
      ...['style', 'styleMap'].map(name =>
        after<CSSStyleRule>(rules, name, 'get', rule => {
          handOut(rule);
          soon();
        }),
      ),
      after<CSSStyleRule>(rules, 'selectorText', 'set', tell),
      after<CSSStyleRule>(rules, 'insertRule', 'value', tell),
      after<CSSStyleRule>(rules, 'deleteRule', 'value', tell),
      () => handedOut.clear(),
    ]),
  };
}
