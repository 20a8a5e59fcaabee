import { appendFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { film, VIEWPORT } from '../fidelity/film';
import { inWords, judge, type Verdict } from '../fidelity/judge';
import { replay } from '../fidelity/replay';
import { writeReport } from '../fidelity/report';
import { LOOKS, REAL, type Scene, SHOP } from '../fidelity/scenes';
import { startSites } from '../fidelity/sites/server.mjs';
import { KINDS, type Kind, startTester, type Tester, until } from './support/tester';

/** `npm run fidelity` compares every site, and shows the pictures; CI all pages of the shop and one real site. */
const REPORT = process.env.TAPEDECK_FIDELITY_REPORT;
const ONLY = process.env.TAPEDECK_FIDELITY_ONLY;
const wanted = [...SHOP, ...LOOKS, ...(REPORT ? REAL : REAL.slice(0, 2))].filter(
  ({ name }) => !ONLY || name.includes(ONLY),
);

/** What cannot look as it did: docs/fidelity.md says why. */
const EXCUSED: Record<Kind, string[]> = {
  chromium: ['frames, loaded', 'frames, pressed', 'frames, scrolled'],
  firefox: [],
};

/** Masks change pixels, and drawings are part of a page. */
async function allOn(tester: Tester): Promise<void> {
  const options = await tester.extensionPage('options/index.html');
  for (const name of ['What you type', 'Canvas drawings']) await options.locator(`aria/${name}`).click();
  await until('the settings to be stored', async () =>
    (await tester.tape()).settings.some(({ value }) => {
      const { keystrokes, canvas } = value as { keystrokes?: boolean; canvas?: boolean };
      return keystrokes && canvas;
    }),
  );
  await options.close();
}

/** Records the scenes, stops their servers, and judges the replay. */
async function compareAll(tester: Tester, scenes: Scene[]): Promise<Verdict[]> {
  const sites = await startSites();
  await allOn(tester);
  const page = await tester.visit('/counter');
  await page.setViewport(VIEWPORT);
  await tester.record(page, 'everything');
  // The cart has something in it, as a shopper's has.
  await page.evaluate(async () => {
    for (const id of ['mug', 'lamp'])
      await fetch('/api/cart', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, add: 1 }),
      });
  });
  // A session runs from the first scene on, whichever that is.
  await page.click('[data-testid=count]');
  const shots = await film(tester, page, scenes, { shop: tester.site.url, real: sites.url });
  const tape = await tester.tapeWith(
    'the end of the tape',
    ({ streams }) => streams.filter(({ frameId }) => frameId === 0).at(-1)?.closeReason !== undefined,
  );
  await page.close();
  await Promise.all([tester.site.close(), sites.close()]);
  const replayed = await replay(tester, tape, shots);
  return shots.map(shot => judge(shot, replayed.get(shot) ?? { png: shot.live[0], text: 'not on tape' }));
}

describe.each(KINDS)('With %s', kind => {
  let tester: Tester;
  afterAll(() => tester?.end());

  test('a replay looks like the page did, with its server gone', async () => {
    tester = await startTester(kind, { hosts: ['*://*/*'] });
    const verdicts = await compareAll(tester, wanted);
    if (REPORT) {
      const path = await writeReport(REPORT, kind, verdicts);
      appendFileSync(`${REPORT}/summary.txt`, `${path}\n${verdicts.map(inWords).join('\n')}\n`);
    }
    expect(verdicts.filter(({ name, passes }) => !passes && !EXCUSED[kind].includes(name)).map(inWords)).toEqual([]);
  }, 400_000);
});
