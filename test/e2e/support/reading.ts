import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { WholeTape } from './tape';
import { type Tester, until } from './tester';

export const clicksOnTape = ({ marks }: WholeTape): number =>
  marks.filter(({ kind, label }) => kind === 'click' && label === 'Count').length;

export const gapsOnTape = ({ marks }: WholeTape): string[] =>
  marks.filter(({ kind }) => kind === 'gap').map(({ label }) => label);

/** rrweb's number of an incremental event, and of a mutation among them. */
const INCREMENTAL = 3;
const MUTATION = 0;

/** The numbers that `/busy` shows, as the tape has them: of all streams or of some, in the order of the tape. */
export function mutationsOnTape({ streams, chunks }: WholeTape, of = streams): number[] {
  return of.flatMap(({ id }) =>
    chunks
      .filter(({ streamId }) => streamId === id)
      .flatMap(({ events }) => events)
      .filter(({ type, data }) => type === INCREMENTAL && data.source === MUTATION)
      .flatMap(({ data }) => [
        ...(data.texts as { value: string }[]).map(({ value }) => Number(value)),
        ...(data.adds as { node: { textContent?: string } }[]).map(({ node }) => Number(node.textContent)),
      ])
      .filter(number => Number.isInteger(number) && number > 0),
  );
}

/** The streams of pages whose address has `part` in it. */
export const streamsAt = ({ pageViews, streams }: WholeTape, part: string): WholeTape['streams'] => {
  const views = pageViews.filter(({ url }) => url.includes(part)).map(({ id }) => id);
  return streams.filter(({ pageViewId }) => views.includes(pageViewId));
};

/** The number that `/busy` shows at this moment. */
export const shownNumber = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.querySelector('#counter')?.textContent));

/** The text on the replayed page, as it stands in the stage's frame at this moment. */
export const replayedText = (player: Page): Promise<string> =>
  player.evaluate(() =>
    [...document.querySelectorAll('iframe')]
      .filter(frame => frame.checkVisibility({ visibilityProperty: true }))
      .map(frame => frame.contentDocument?.body?.innerText ?? '')
      .join('\n'),
  );

/** Whether no chunk is missing before another of its stream: those of a page that was left may arrive in any order. */
export const isWhole = ({ streams, chunks }: WholeTape): boolean =>
  streams.every(({ id }) => {
    const seqs = chunks.filter(({ streamId }) => streamId === id).map(({ seq }) => seq);
    return Math.max(-1, ...seqs) === seqs.length - 1;
  });

/** Every stream's chunks are there from 0 without a hole, and open with Meta and a full snapshot. */
export function expectWholeStreams({ streams, chunks }: WholeTape): void {
  for (const { id } of streams) {
    const own = chunks.filter(({ streamId }) => streamId === id);
    expect(own.map(({ seq }) => seq)).toEqual(own.map((_, n) => n));
    expect(own[0]?.events.slice(0, 2).map(({ type }) => type)).toEqual([4, 2]);
  }
}

/** Opens the player on a session, and waits for its controls. */
export async function openPlayer(tester: Tester, sessionId: string | undefined): Promise<Page> {
  const player = await tester.extensionPage(`player/index.html?session=${sessionId}`);
  await player.waitForSelector('[role=slider]');
  return player;
}

/** What the player's Details say about gaps. */
export async function gapsInDetails(player: Page): Promise<string> {
  await player.locator('aria/Details').click();
  return until('the details', () =>
    player.evaluate(
      () =>
        [...document.querySelectorAll('.fact')].find(fact => fact.querySelector('dt')?.textContent === 'Gaps')
          ?.textContent,
    ),
  );
}

/** Waits until the player shows a page with these words. */
export const shows = (player: Page, words: string): Promise<boolean> =>
  until(`the picture of ${words}`, () =>
    player.evaluate(
      wanted =>
        [...document.querySelectorAll('iframe')].some(frame => frame.contentDocument?.body?.innerText.includes(wanted)),
      words,
    ),
  );
