/** The session's second that is on show, by the page's own clock; -1 where there is none. */
export const CLOCK_ON_SHOW = `(() => {
  const frames = [...document.querySelectorAll('iframe')].filter(one => one.checkVisibility({ visibilityProperty: true }));
  return Number(frames.map(one => one.contentDocument?.querySelector('#clock')?.textContent).find(Boolean) ?? -1);
})`;

/** Resolves with the milliseconds from now until the picture of \`wanted()\` is painted; NaN after 20 s without. */
export const PAINTED = `(wanted => new Promise(resolve => {
  const from = performance.now();
  const look = () => {
    const shown = ${CLOCK_ON_SHOW}();
    const late = wanted() - shown;
    if (late >= 0 && late <= 2 && shown >= 0) requestAnimationFrame(() => resolve(performance.now() - from));
    else if (performance.now() - from > 20_000) resolve(NaN);
    else requestAnimationFrame(look);
  };
  look();
}))`;
