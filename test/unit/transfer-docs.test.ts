import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportSessionFile } from '../../src/transfer/session-file';
import { bytesOfBlob, START, sample, sourceOf, unzip } from './transfer-sample';

let words: Set<string>;
beforeAll(async () => {
  const docs = await readFile('docs/session-file.md', 'utf8');
  words = new Set([...docs.matchAll(/`([^`\n]+)`/g)].map(([, word]) => word as string));
});

/** Every key there is in a value, its lists and objects. */
const keysIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(keysIn)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)])
      : [];

describe('docs/session-file.md', () => {
  it('names every field of session.json', async () => {
    const full = sample({ title: 'a', starred: true, endedAt: START + 7_000 });
    const entries = unzip(await bytesOfBlob(await exportSessionFile(sourceOf(full))));
    const keys = new Set(keysIn(JSON.parse(new TextDecoder().decode(entries['session.json']))));
    expect(keys.size).toBeGreaterThan(50);
    expect([...keys].filter(key => !words.has(key))).toEqual([]);
  });
});
