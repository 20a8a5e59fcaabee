/** Numbers as a tester reads them, in the browser's language. */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** `0:07`, `12:34`, `1:02:03`: a duration or a place on a timeline. */
export function clockTime(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `45s`, `12m 14s`, `1h 2m`: how long something took, not to be taken for a time of day. */
export function duration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first < 0 ? 2 : first, first < 0 ? 3 : first + 2)
    .filter(([value], n) => value > 0 || n === 0)
    .map(([value, unit]) => value.toLocaleString(undefined, { style: 'unit', unit, unitDisplay: 'narrow' }))
    .join(' ');
}

/** `3 KB`, `1.2 MB`: stored size, in units of 1,000. */
export function size(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** `14:05`: a moment of its day. */
export const timeOfDay = (at: number): string =>
  new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

/** `14:05:07`: the same to the second. */
export const secondOfDay = (at: number): string => new Date(at).toLocaleTimeString(undefined, { timeStyle: 'medium' });

/** The moment at a time of day, `03:05` or `03:05:10`: what would lie before a session that began at `near` is of the next day. */
export function timeNear(near: number, timeOfDay: string): number {
  const [h = 0, m = 0, s = 0] = timeOfDay.split(':').map(Number);
  const date = new Date(near);
  date.setHours(h, m, s, 0);
  // By the calendar, for a day may have 23 hours or 25.
  if (date.getTime() < near - MINUTE_MS) {
    date.setDate(date.getDate() + 1);
    date.setHours(h, m, s, 0);
  }
  return date.getTime();
}

/** The days named so far: a list of a thousand sessions asks for each of theirs at every scroll, and a name costs the browser a tenth of a millisecond. */
const dayNames = new Map<string, string>();

/** `Today`, `Yesterday`, `Friday, 20 November`: the day of a moment, seen from `now`. */
export function day(at: number, now: number): string {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const [theDay, today] = [midnight(at), midnight(now)];
  const key = `${theDay} ${today}`;
  const name = dayNames.get(key) ?? dayName(theDay, today);
  dayNames.set(key, name);
  return name;
}

function dayName(theDay: number, today: number): string {
  const daysAgo = Math.round((today - theDay) / DAY_MS);
  if (daysAgo === 0 || daysAgo === 1) {
    const word = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(-daysAgo, 'day');
    return word.charAt(0).toLocaleUpperCase() + word.slice(1);
  }
  const year = new Date(theDay).getFullYear() === new Date(today).getFullYear() ? undefined : 'numeric';
  return new Date(theDay).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', year });
}
