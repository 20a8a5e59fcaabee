import { PAINTED } from './painted.mjs';

/** rrweb-player with the same events, for comparison. @param {import('puppeteer-core').Page} page @param {any[]} events */
export async function openRrwebPlayer(page, events) {
  await page.addScriptTag({ path: 'node_modules/rrweb-player/dist/rrweb-player.umd.cjs' });
  await page.addStyleTag({ path: 'node_modules/rrweb-player/dist/style.css' });
  await page.evaluate('globalThis.tape = []');
  for (let n = 0; n < events.length; n += 20_000)
    await page.evaluate(
      json => {
        // @ts-expect-error ours
        for (const event of JSON.parse(json)) globalThis.tape.push(event);
      },
      JSON.stringify(events.slice(n, n + 20_000)),
    );
  await page.evaluate(`globalThis.painted = ${PAINTED};
    globalThis.player = new (rrwebPlayer.default ?? rrwebPlayer.Player ?? rrwebPlayer)({
      target: document.body, props: { events: tape, autoPlay: false, skipInactive: false },
    });`);
  return {
    /** Milliseconds until the picture of that second is painted. @param {number} second @returns {Promise<any>} */
    seek: second =>
      page.evaluate(
        `(() => { const took = painted(() => ${second}); player.goto(${second * 1000 + 900}); return took; })()`,
      ),
  };
}
