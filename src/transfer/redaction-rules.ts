/** What stands where something was removed: of one length, so that it tells nothing of what it was. */
export const REMOVED = '█████';

/** What a redaction looks for. */
export interface Redaction {
  /** A word, or a pattern as `/…/`. */
  text?: string;
  presets: readonly Preset[];
  /** Elements that were picked on the stage. */
  picks?: readonly Pick[];
}

/** An element of a recorded page. */
export interface Pick {
  streamId: string;
  /** rrweb's number of it. */
  nodeId: number;
  /** The assets it shows, by hash, those that style sheets give it included. */
  assets: readonly string[];
  /** What it is called in the list of what was picked. */
  label: string;
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
  /** Where patterns match, or where words stand that are long enough to lie across two texts. */
  spans(text: string, patterns: boolean): [from: number, to: number][];
}

/** A pattern that the user wrote and that cannot be read. */
export class BadPattern extends Error {
  override name = 'BadPattern';
}

/** Shorter words stand in others: only where they stand alone they are meant. */
const ALONE_CHARS = 6;
/** Shorter ones are not looked for across texts, whose ends and beginnings would spell them by chance. */
const ACROSS_CHARS = 4;

/** Pictures and fonts within a text: what is spelt in them is chance, and without it they were broken. */
const BINARY = /(data:(?:image|font|audio|video|application)\/[\w.+-]+(?:;[\w.=-]+)*;base64,[\w+/=]{40,})/i;

interface Rule {
  pattern: RegExp;
  holds?: (text: string) => boolean;
}

/** Finds what a redaction names, whatever its case, in texts and in addresses. `words` are found as they are, short ones as words. */
export function finderOf({ text = '', presets }: Redaction, words: readonly string[] = []): Finder {
  const patterns = presets.flatMap((preset): Rule[] => {
    const pattern = PATTERNS[preset];
    return pattern ? [{ pattern, ...(preset === 'numbers' && { holds: isPhoneOrCard }) }] : [];
  });
  const asked = /^\/(.+)\/$/s.exec(text.trim());
  try {
    if (asked) patterns.push({ pattern: new RegExp(asked[1] ?? '', 'giu') });
  } catch (error) {
    throw new BadPattern(String(error));
  }
  const whole = asked ? '' : text.trim();
  const sources = [...words.map(word => sourcesOf(word, word.length < ALONE_CHARS)), whole ? sourcesOf(whole) : []];
  const literal = literalOf(sources.flat());
  const across = literalOf(
    [...words, whole].filter(word => word.length >= ACROSS_CHARS).flatMap(word => sourcesOf(word)),
  );
  const rules = [...patterns, ...literal];
  const replaceAll: Finder['replace'] = (from, tell) =>
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
  const replace: Finder['replace'] = (from, tell) =>
    from.includes(';base64,')
      ? from
          .split(BINARY)
          .map((part, n) => (n % 2 ? part : replaceAll(part, tell)))
          .join('')
      : replaceAll(from, tell);
  return {
    has: value => replace(value) !== value,
    replace,
    spans: (value, wantsPatterns) =>
      (wantsPatterns ? patterns : across).flatMap(({ pattern, holds }) =>
        [...value.matchAll(pattern)].flatMap(({ 0: found, index }): [number, number][] =>
          found === '' || (holds && !holds(found)) ? [] : [[index, index + found.length]],
        ),
      ),
  };
}

interface Source {
  pattern: string;
  /** Of what it finds. */
  length: number;
}

/** A word as patterns: as it is, whatever its blanks, and as addresses, JSON and HTML write it. */
function sourcesOf(word: string, alone = false): Source[] {
  const json = JSON.stringify(word).slice(1, -1);
  const variants = [
    word,
    encodeURIComponent(word.toWellFormed()),
    word.replaceAll(' ', '+'),
    json,
    json.replace(/[^ -~]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    word.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;'),
  ];
  return [...new Set(variants)].map(variant => {
    const source = variant.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&').replace(/\s+/g, '\\s+');
    if (!alone) return { pattern: source, length: variant.length };
    // In an address `%20` stands before it, which ends in a digit.
    const [before, after] = [edgeOf(variant.at(0)), edgeOf(variant.at(-1))];
    const pattern = `${before && `(?:(?<=%[\\da-f]{2})|(?<!${before}))`}${source}${after && `(?!${after})`}`;
    return { pattern, length: variant.length };
  });
}

const edgeOf = (sign = ''): string => (/\p{L}/u.test(sign) ? '\\p{L}' : /\p{N}/u.test(sign) ? '\\p{N}' : '');

/** One pattern for all of them, the longest first, or a part would be taken out of what is looked for. */
const literalOf = (sources: readonly Source[]): Rule[] => {
  const patterns = [...sources].sort((a, b) => b.length - a.length).map(({ pattern }) => pattern);
  return patterns.length === 0 ? [] : [{ pattern: new RegExp([...new Set(patterns)].join('|'), 'giu') }];
};
