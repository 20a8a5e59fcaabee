/** Strings, comments and unquoted addresses, in which braces and semicolons mean nothing. */
const OPAQUE =
  /\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?|url\((?!\s*["'])(?:\\[\s\S]|[^)\\])*\)?|\\[\s\S]|[{};]/gi;

/** The rules of a style sheet's text, each with its own text. What is broken comes out in some way that makes the same text again. */
export function splitRules(css: string): string[] {
  const rules: string[] = [];
  let from = 0;
  let depth = 0;
  const cut = (to: number) => {
    const rule = css.slice(from, to).trim();
    from = to;
    if (rule.replace(/\/\*[\s\S]*?\*\//g, '').trim() !== '') rules.push(rule);
  };
  for (const { 0: token, index } of css.matchAll(OPAQUE)) {
    if (token === '{') depth++;
    else if (token === '}') depth = Math.max(0, depth - 1);
    else if (token !== ';') continue;
    if (depth === 0) cut(index + 1);
  }
  cut(css.length);
  return rules;
}
