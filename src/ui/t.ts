import common from '../static/_locales/en/common.json';
import options from '../static/_locales/en/options.json';
import player from '../static/_locales/en/player.json';
import popup from '../static/_locales/en/popup.json';
import transfer from '../static/_locales/en/transfer.json';

const english = { ...common, ...popup, ...player, ...options, ...transfer };

/** A name of a text in `_locales`. */
export type TextKey = keyof typeof english;

/** The texts that come as a pair `<key>_one`, `<key>_other`. */
export type CountedKey = TextKey extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;

interface ExtensionScope {
  chrome?: { i18n?: { getMessage?: (key: string, substitutions: string[]) => string } };
}

/**
 * A text in the browser's language, `$1`, `$2`, … replaced, `$$` being a dollar. A replay page has no extension around it: there it is the
 * English that is built in.
 */
export function t(key: TextKey, ...substitutions: (string | number)[]): string {
  const values = substitutions.map(String);
  const translated = (globalThis as ExtensionScope).chrome?.i18n?.getMessage?.(key, values);
  return (
    translated || english[key].message.replace(/\$(\d|\$)/g, (_, n) => (n === '$' ? n : (values[Number(n) - 1] ?? '')))
  );
}

/** The language of the texts, whatever the browser's: a Russian 21 would be one. */
const plurals = new Intl.PluralRules('en');

/** A text with a number, in the form the number asks for; `$1` is the number. */
export function tCount(key: CountedKey, count: number, ...more: (string | number)[]): string {
  const form = plurals.select(count) === 'one' ? 'one' : 'other';
  return t(`${key}_${form}` as TextKey, count.toLocaleString(), ...more);
}
