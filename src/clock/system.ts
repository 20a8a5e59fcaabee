import './clock';

// Saved before a page (in an extension's own world: before anything) can replace it.
const now = Date.now.bind(Date);
globalThis.tapedeckClock = { now, ready: Promise.resolve() };
