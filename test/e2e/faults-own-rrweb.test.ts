import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { clicksOnTape, expectWholeStreams } from './support/reading';
import type { WholeTape } from './support/tape';
import { KINDS, startTester, type Tester, until } from './support/tester';

/** rrweb's number of a style sheet rule among the increments. */
const STYLE_RULE = 8;

const rulesOnTape = ({ streams, chunks }: WholeTape): string[] =>
  streams.flatMap(({ id }) =>
    chunks
      .filter(({ streamId }) => streamId === id)
      .flatMap(({ events }) => events)
      .filter(({ type, data }) => type === 3 && data.source === STYLE_RULE)
      .flatMap(({ data }) => (data.adds as { rule: string }[] | undefined)?.map(({ rule }) => rule) ?? []),
  );

interface Watched {
  __own: string[];
  __change(): void;
  __stopOwn(): void;
  __startOwn(): void;
}
const rule = (n: number) => `.rule-${n} { color: red }`;

describe.each(KINDS)('A page with an rrweb of its own, in %s', kind => {
  let tester: Tester;
  afterEach(() => tester?.end());

  const call = (page: Page, name: '__change' | '__stopOwn' | '__startOwn') =>
    page.evaluate(name => (window as unknown as Watched)[name](), name);
  /** What the page's own recorder has seen: of each change the rule, then the value. */
  const ownSees = (page: Page, ...numbers: number[]) =>
    until(`the page's own recorder to see ${numbers}`, async () => {
      const seen = await page.evaluate(() => (window as unknown as Watched).__own);
      return `${seen}` === `${numbers.flatMap(n => [rule(n), `value ${n}`])}`;
    });
  const tapeHas = (...numbers: number[]) =>
    tester.tapeWith(`rules ${numbers}`, tape => `${rulesOnTape(tape)}` === `${numbers.map(rule)}`);

  test('is recorded and records: neither misses anything or sees it twice, whoever stops and starts again', async () => {
    tester = await startTester(kind);
    const page = await tester.visit('/watched');
    await tester.record(page);
    await page.reload(); // from here on ours comes first, as it does but for the tab that was open already
    await page.click('[data-testid=count]');
    await page.click('[data-testid=insert-rule]');
    await ownSees(page, 1);
    await tapeHas(1);

    // Ours stops, for the session is ended; theirs, which has wrapped ours, goes on.
    const { sessions } = await tester.tape();
    await tester.intend('endSession', { sessionId: sessions[0]?.id, at: tester.now() });
    await tester.tapeWith('the end', ({ streams }) => streams.at(-1)?.closeReason === 'ended');
    await call(page, '__change');
    await ownSees(page, 1, 2);

    await page.click('[data-testid=insert-rule]');
    await ownSees(page, 1, 2, 3);
    await tapeHas(1, 3);

    // Theirs stops, which puts back what it found; ours goes on.
    await call(page, '__stopOwn');
    await page.click('[data-testid=insert-rule]');
    await tapeHas(1, 3, 4);
    await call(page, '__startOwn');
    await page.click('[data-testid=insert-rule]');
    await ownSees(page, 1, 2, 3, 5);
    const tape = await tapeHas(1, 3, 4, 5);
    expect(clicksOnTape(tape)).toBe(1);
    expectWholeStreams(tape);
  });
});
