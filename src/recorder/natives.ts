/**
 * What the recorder needs of the page's world, saved before page scripts run: a page that replaces these later spoils
 * neither its tape's times nor its delivery.
 */
export const natives = {
  now: Date.now.bind(Date),
  clockMs: performance.now.bind(performance),
  stringify: JSON.stringify.bind(JSON),
  parse: JSON.parse.bind(JSON),
  apply: Reflect.apply,
  promiseThen: Promise.prototype.then,
  dispatch: EventTarget.prototype.dispatchEvent,
  listen: EventTarget.prototype.addEventListener,
  unlisten: EventTarget.prototype.removeEventListener,
  CustomEvent,
  matchMedia: globalThis.matchMedia.bind(globalThis),
  setTimeout: setTimeout.bind(globalThis),
  clearTimeout: clearTimeout.bind(globalThis),
  microtask: queueMicrotask.bind(globalThis),
  styleOf: getComputedStyle.bind(globalThis),
  // Safari-less world: both browsers have it; the fallback is for pages that removed it.
  whenIdle: (globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 50))).bind(globalThis),
};
