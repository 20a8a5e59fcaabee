import { ImportError } from './import-error';
import { MAX_DEPTH } from './limits';

/**
 * Refuses a parsed value that harms whoever walks or copies it: nested too deep, or with a `__proto__` key, which
 * `Object.assign` would make its prototype. An object and the array it lies in are one level, as an element of a page is.
 */
export function refuseDangerous(value: unknown, what: string): void {
  // A list of its own instead of recursion: JSON.parse gives a million levels, the call stack holds ten thousand.
  const open: { value: unknown; depth: number; inArray: boolean }[] = [{ value, depth: 0, inArray: false }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    const isArray = Array.isArray(next.value);
    const depth = isArray && !next.inArray ? next.depth : next.depth + 1;
    if (depth > MAX_DEPTH) throw new ImportError('too-deep', `${what} is nested deeper than ${MAX_DEPTH}`);
    if (!isArray && Object.hasOwn(next.value, '__proto__'))
      throw new ImportError('forbidden-key', `${what} has a __proto__ key`);
    for (const inner of Object.values(next.value))
      if (typeof inner === 'object' && inner !== null) open.push({ value: inner, depth, inArray: isArray });
  }
}
