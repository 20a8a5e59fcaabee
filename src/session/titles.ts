const TAIL = / [·|–—-] (?!.* [·|–—-] ).*$/;
const HEAD = /^.*? [·|–—-] /;

/** Titles without the site's name, which many of them end or begin with: "Cart · Shop" and "Help · Shop" are "Cart" and "Help". */
export function withoutSiteName(titles: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const title of new Set(titles))
    for (const part of [TAIL, HEAD]) {
      const [found] = part.exec(title) ?? [];
      if (found) count.set(found, (count.get(found) ?? 0) + 1);
    }
  return titles.map(title => {
    const shared = [TAIL, HEAD].find(part => (count.get(part.exec(title)?.[0] ?? '') ?? 0) > 1);
    return shared ? title.replace(shared, '') : title;
  });
}
