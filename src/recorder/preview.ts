/** Bounds for one logged value: enough to read, never enough to fill the tape. */
const MAX_TEXT = 1_000;
const MAX_KEYS = 50;
const MAX_DEPTH = 4;

const cut = (text: string, max = MAX_TEXT): string => (text.length > max ? `${text.slice(0, max)}…` : text);

/** A copy of any value that JSON can carry: bounded, without running the page's getters. Never throws. */
export function preview(value: unknown, depth = 0): unknown {
  try {
    return copy(value, depth);
  } catch {
    return '[unreadable]'; // a revoked proxy, a hostile object
  }
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[function ${cut(String(value.name), 80)}]`;
  if (typeof value === 'symbol' || value === undefined) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return cut(`${value.name}: ${value.message}\n${value.stack ?? ''}`, 4 * MAX_TEXT);
  if (value instanceof Element) return cut(`<${value.localName}${value.id && ` id="${value.id}"`}>`);
  if (value instanceof Node || value instanceof Window)
    return `[${Object.prototype.toString.call(value).slice(8, -1)}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? `[array of ${value.length}]` : '[object]';
  if (Array.isArray(value)) return value.slice(0, MAX_KEYS).map(item => preview(item, depth + 1));
  if (value instanceof Map || value instanceof Set)
    return [...value].slice(0, MAX_KEYS).map(item => preview(item, depth + 1));
  const names = Object.keys(value);
  const pairs = names.slice(0, MAX_KEYS).map(name => {
    const property = Object.getOwnPropertyDescriptor(value, name);
    return [cut(name, 100), property && 'value' in property ? preview(property.value, depth + 1) : '[getter]'];
  });
  if (names.length > MAX_KEYS) pairs.push(['…', `${names.length - MAX_KEYS} more`]);
  return Object.fromEntries(pairs);
}

/** A logged value as one line of a list. */
export const asLine = (value: unknown): string => {
  const copied = preview(value);
  return typeof copied === 'string' ? copied : cut(JSON.stringify(copied) ?? String(copied), 300);
};
