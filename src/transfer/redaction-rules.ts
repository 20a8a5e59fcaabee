/** What stands where something was removed: of one length, so that it tells nothing of what it was. */
export const REMOVED = '█████';

/** What a redaction looks for. */
export interface Redaction {
  /** A word, or a pattern as `/…/`. */
  text?: string;
  presets: readonly Preset[];
}

export const PRESETS = ['emails', 'numbers', 'typed'] as const;
export type Preset = (typeof PRESETS)[number];

const PATTERNS: Partial<Record<Preset, RegExp>> = {
  // Also as it stands in an address.
  emails: /[\p{L}\d._%+-]+(?:@|%40)[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu,
  // Cards have 13 to 19 digits, phones 8 to 15, both with blanks, hyphens, dots, slashes or brackets between them.
  numbers: /(?<![\w.])(?:\+|00)?\(?\d(?:[\s().\-/]{0,2}\d){7,18}(?![\w])/g,
};
/** Times in milliseconds and the like are digits in a row as well: a phone or a card has a sign, a zero or a check digit. */
const isPhoneOrCard = (text: string): boolean => {
  const digits = text.replace(/\D/g, '');
  return /^\s*(\+|0|\()/.test(text) || /\d[\s().\-/]\d/.test(text) ? !/^\d{4}-\d{2}-\d{2}/.test(text) : isCard(digits);
};

/** ISO/IEC 7812's check digit. */
function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = [...digits].reverse().reduce((total, digit, n) => {
    const value = Number(digit) * (n % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export interface Finder {
  has(text: string): boolean;
  /** The text without what was found; `tell` hears where it stood. */
  replace(text: string, tell?: (text: string, at: number) => void): string;
}

/** A pattern that the user wrote and that cannot be read. */
export class BadPattern extends Error {
  override name = 'BadPattern';
}

/** Finds what a redaction names, whatever its case, in texts and in addresses. `words` are found as they are. */
export function finderOf({ text = '', presets }: Redaction, words: readonly string[] = []): Finder {
  const rules = presets.flatMap((preset): { pattern: RegExp; holds?: (text: string) => boolean }[] => {
    const pattern = PATTERNS[preset];
    return pattern ? [{ pattern, ...(preset === 'numbers' && { holds: isPhoneOrCard }) }] : [];
  });
  const asked = /^\/(.+)\/$/s.exec(text.trim());
  try {
    if (asked) rules.push({ pattern: new RegExp(asked[1] ?? '', 'giu') });
  } catch (error) {
    throw new BadPattern(String(error));
  }
  const literals = [...words, ...(asked ? [] : [text.trim()])].filter(word => word !== '');
  const variants = [...new Set(literals.flatMap(word => [word, encodeURIComponent(word), word.replaceAll(' ', '+')]))];
  if (variants.length > 0) {
    // The longest first, or a part would be taken out of what is looked for.
    const sorted = variants.sort((a, b) => b.length - a.length);
    rules.push({
      pattern: new RegExp(sorted.map(word => word.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|'), 'gi'),
    });
  }
  const replace: Finder['replace'] = (from, tell) =>
    rules.reduce(
      (value, { pattern, holds }) =>
        value.replace(pattern, (...match) => {
          const found = String(match[0]);
          if (found === '' || (holds && !holds(found))) return found;
          const whole = String(match.findLast(one => typeof one === 'string'));
          tell?.(whole, Number(match.findLast(one => typeof one === 'number')));
          return REMOVED;
        }),
      from,
    );
  return { has: value => replace(value) !== value, replace };
}
