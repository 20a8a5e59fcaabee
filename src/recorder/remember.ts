/** Adds to what is remembered of a page, which may go on for ever: of more than `most` the oldest are forgotten. */
export function remember(known: Set<string>, one: string, most: number): void {
  known.delete(one);
  known.add(one);
  if (known.size <= most) return;
  for (const oldest of known) {
    known.delete(oldest);
    return;
  }
}
