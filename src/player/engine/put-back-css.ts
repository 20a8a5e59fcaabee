import { IncrementalSource, type incrementalData } from '@rrweb/types';

type Css = (text: string) => string;

/** Puts addresses back in the values that a script set: texts, or pairs of a text and its priority. */
export function putBackValues(values: Record<string, unknown>, css: Css): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') values[name] = css(value);
    else if (Array.isArray(value) && typeof value[0] === 'string') value[0] = css(value[0]);
  }
}

/** The same in what scripts do to style sheets and fonts, in place. What has another shape is the Replayer's to refuse. */
export function putBackCss(data: incrementalData, css: Css): void {
  const fix = (holder: object | null | undefined, name: string) => {
    const values = holder as Record<string, unknown> | null | undefined;
    if (typeof values?.[name] === 'string') values[name] = css(values[name]);
  };
  const each = (list: unknown): object[] => (Array.isArray(list) ? list : []);
  if (data.source === IncrementalSource.StyleSheetRule) {
    for (const added of each(data.adds)) fix(added, 'rule');
    fix(data, 'replace');
    fix(data, 'replaceSync');
  } else if (data.source === IncrementalSource.StyleDeclaration) fix(data.set, 'value');
  else if (data.source === IncrementalSource.AdoptedStyleSheet)
    for (const { rules } of each(data.styles) as { rules?: unknown }[])
      for (const rule of each(rules)) fix(rule, 'rule');
  else if (data.source === IncrementalSource.Font && !data.buffer) fix(data, 'fontSource');
}
