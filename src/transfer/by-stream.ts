/** Rows by their stream, in the order they come. (`Map.groupBy` is younger than browsers a replay page is opened in.) */
export function byStream<T extends { streamId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.streamId);
    if (group) group.push(row);
    else groups.set(row.streamId, [row]);
  }
  return groups;
}
