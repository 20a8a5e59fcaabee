import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { WholeTape } from './tape';
import { type Tester, until } from './tester';

export const clicksOnTape = ({ marks }: WholeTape): number =>
  marks.filter(({ kind, label }) => kind === 'click' && label === 'Count').length;

export const gapsOnTape = ({ marks }: WholeTape): string[] =>
  marks.filter(({ kind }) => kind === 'gap').map(({ label }) => label);

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
