export const MINUTE_MS = 60_000;

const MIDNIGHT = Date.UTC(2026, 2, 2);

/** `'11:25'` of the one day on which the cases play. */
export function at(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return MIDNIGHT + (hours * 3600 + minutes * 60 + seconds) * 1000;
}

export const clock = (time: number): string => new Date(time).toISOString().slice(11, 16);
