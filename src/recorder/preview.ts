/** Bounds for one logged value: enough to read, never enough to fill the tape. */
const MAX_TEXT = 1_000;
const MAX_KEYS = 50;
const MAX_DEPTH = 4;
const MAX_CHARS = 20_000;

const cut = (text: string, max = MAX_TEXT): string => (text.length > max ? `${text.slice(0, max)}…` : text);

/** A copy of any value that JSON can carry: bounded, without running the page's getters. Never throws. */
export function preview(value: unknown): unknown {
  let left = MAX_CHARS;
  const short = (text: string, max?: number): string => {
    const kept = cut(text, max);
    left -= kept.length;
    return kept;
  };

  const copy = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return short(value);
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'function') return `[function ${short(String(value.name), 80)}]`;
    if (typeof value === 'symbol' || value === undefined) return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Error) {
      // Without our own frames.
      const stack = String(value.stack ?? '').replace(/^.*(-extension:\/\/|<anonymous code>).*\n?/gm, '');
      return short(`${value.name}: ${value.message}\n${stack}`, 4 * MAX_TEXT);
    }
    if (value instanceof Element) return short(`<${value.localName}${value.id && ` id="${value.id}"`}>`);
    if (value instanceof Node || value instanceof Window)
      return `[${Object.prototype.toString.call(value).slice(8, -1)}]`;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (depth >= MAX_DEPTH) return Array.isArray(value) ? `[array of ${value.length}]` : '[object]';
    if (Array.isArray(value)) return list(value, value.length, depth);
    if (value instanceof Map || value instanceof Set) return list(value, value.size, depth);
    return pairs(value, depth);
  };

  const safe = (value: unknown, depth: number): unknown => {
    if (left <= 0) return '…';
    left -= 2;
    try {
      return copy(value, depth);
    } catch {
      return '[unreadable]'; // a revoked proxy, a hostile object
    }
  };

  const list = (values: Iterable<unknown>, length: number, depth: number): unknown[] => {
    const shown: unknown[] = [];
    for (const one of values) {
      if (shown.length === MAX_KEYS || left <= 0) {
        shown.push(`… ${length - shown.length} more`);
        break;
      }
      shown.push(safe(one, depth + 1));
    }
    return shown;
  };

  const pairs = (value: object, depth: number): unknown => {
    const names = Object.keys(value);
    const shown: [string, unknown][] = [];
    for (const name of names.slice(0, MAX_KEYS)) {
      if (left <= 0) break;
      const property = Object.getOwnPropertyDescriptor(value, name);
      shown.push([short(name, 100), property && 'value' in property ? safe(property.value, depth + 1) : '[getter]']);
    }
    if (names.length > shown.length) shown.push(['…', `${names.length - shown.length} more`]);
    return Object.fromEntries(shown);
  };

  return safe(value, 0);
}

/** A logged value as one line of a list. */
export const asLine = (value: unknown): string => {
  const copied = preview(value);
  return typeof copied === 'string' ? copied : cut(JSON.stringify(copied) ?? String(copied), 300);
};
