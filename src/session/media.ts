/** What a viewer's browser may answer otherwise than the recorded one, with the values that are asked for. */
export const MEDIA = {
  'prefers-color-scheme': ['light', 'dark'],
  'prefers-reduced-motion': ['no-preference', 'reduce'],
  'prefers-contrast': ['no-preference', 'more', 'less', 'custom'],
  'forced-colors': ['none', 'active'],
  hover: ['hover', 'none'],
  'any-hover': ['hover', 'none'],
  pointer: ['fine', 'coarse', 'none'],
  'any-pointer': ['fine', 'coarse', 'none'],
} as const satisfies Record<string, readonly string[]>;

/** The answers a page was given, by feature. */
export type Media = Partial<Record<keyof typeof MEDIA, string>>;

const FEATURES = Object.entries(MEDIA) as [keyof Media, readonly string[]][];

/** Asks for every feature; `matches` says whether a media query holds. */
export const askMedia = (matches: (query: string) => boolean): Media =>
  Object.fromEntries(
    FEATURES.flatMap(([feature, values]) => {
      const value = values.find(one => matches(`(${feature}: ${one})`));
      return value ? [[feature, value]] : [];
    }),
  );

/** Takes what a tape says of media features for what it is: text of an unknown hand. */
export const readMedia = (value: unknown): Media =>
  Object.fromEntries(
    FEATURES.flatMap(([feature, values]) => {
      const said = (value as Media | null | undefined)?.[feature];
      return typeof said === 'string' && values.includes(said) ? [[feature, said]] : [];
    }),
  );

const QUERY = new RegExp(`\\(\\s*(${Object.keys(MEDIA).join('|')})\\s*(?::\\s*([\\w-]+)\\s*)?\\)`, 'gi');
const TRUE = '(min-width: 0px)';
const FALSE = '(max-width: 0px)';

/** A text of CSS in which these features have the recorded answers, whoever looks at it. */
export function fixMedia(css: string, media: Media): string {
  if (!css.includes('@media') && !css.includes('@import')) return css;
  return css.replace(QUERY, (whole, feature: string, asked: string | undefined) => {
    const name = feature.toLowerCase() as keyof Media;
    const answer = media[name];
    if (answer === undefined) return whole;
    // Without a value it asks whether there is any but the first that means "nothing".
    const holds = asked === undefined ? !['none', 'no-preference'].includes(answer) : asked.toLowerCase() === answer;
    return holds ? TRUE : FALSE;
  });
}
