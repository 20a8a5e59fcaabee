/** Does what `?how=` says, as the first script of its page: `before` the page stands, and again `after`. */
const how = new URLSearchParams(location.search).get('how');
const listen = EventTarget.prototype.addEventListener;
const dispatch = EventTarget.prototype.dispatchEvent;
const later = setTimeout;

const GUESSED = ['tapedeck:announce', 'tapedeck', 'rrweb', 'recorder', 'relay'];
const batch = JSON.stringify({
  from: 1,
  to: 9e15,
  count: 1,
  opensWithSnapshot: true,
  marks: Array.from({ length: 1_000 }, () => ({ kind: 'click', at: 1, label: 'Forged by other.test' })),
  assets: [{ ref: 'x', type: 'text/css', text: 'x'.repeat(100_000) }],
  wanted: [{ ref: 'y', url: 'http://www.shop.test/forged', kind: 'image' }],
  document: { id: 'd', url: 'http://www.shop.test/', title: 'Forged by other.test', startedAt: 1 },
  place: { tabId: 1, frameId: 0, site: 'shop.test', identity: 'normal' },
});

/** Meets the relay in the recorder's place, and says whatever comes to mind. */
function forge(times) {
  const names = new Set(GUESSED);
  listen.call(window, 'tapedeck:announce', event => {
    if (String(event.detail).startsWith('relay:')) names.add(event.detail.slice(6));
    event.preventDefault();
  });
  for (let n = 0; n < times; n++) {
    const say = (type, detail) => dispatch.call(window, new CustomEvent(type, { detail, cancelable: true }));
    say('tapedeck:announce', 'recorder');
    for (const name of names)
      for (const detail of [`${batch}\n{"type":2}`, batch, '{', '', null, { toString: null }, n]) {
        say(name, detail);
        say(`${name}!`, '{"do":"start","now":1,"options":{"keystrokes":true}}');
      }
    window.postMessage({ type: 'chunk', data: JSON.parse(batch), nonce: n }, '*');
    window.postMessage({ type: 'deleteSessions', data: { sessionIds: ['x'], at: 1 } }, '*');
  }
  try {
    chrome.runtime.sendMessage('iopgpiooollppkjpomoemhpkclgcmlmc', { type: 'setPaused', data: { paused: true } });
  } catch {
    // As it should be: pages have no such thing.
  }
}

/** As Zone.js and many a polyfill do, only worse. */
function patch() {
  for (const name of ['push', 'map', 'filter', 'forEach', 'join', 'includes', 'slice', 'flatMap'])
    Array.prototype[name] = new Proxy(Array.prototype[name], {
      apply: (f, self, args) => Reflect.apply(f, self, args),
    });
  Array.prototype.toJSON = () => 'Forged by other.test';
  Object.prototype.toJSON = () => 'Forged by other.test';
  JSON.stringify = () => '{"forged":true}';
  JSON.parse = () => ({ do: 'stop' });
  Date.now = () => 9e15;
  performance.now = () => -1;
  window.setTimeout = (run, ms, ...args) => later(() => run(...args), ms);
  window.requestAnimationFrame = run => later(() => run(0), 16);
  EventTarget.prototype.addEventListener = function (type, heard, options) {
    return listen.call(this, type, typeof heard === 'function' ? (...args) => heard.apply(this, args) : heard, options);
  };
  EventTarget.prototype.removeEventListener = () => {};
  EventTarget.prototype.dispatchEvent = () => true;
  window.CustomEvent = class {};
  window.MutationObserver = class {
    observe() {}
    disconnect() {}
    takeRecords() {
      return [];
    }
  };
}

function throwing() {
  const bad = () => {
    throw new Error('a getter that throws');
  };
  for (const [owner, name] of [
    [Element.prototype, 'attributes'],
    [Element.prototype, 'shadowRoot'],
    [Node.prototype, 'textContent'],
    [Document.prototype, 'title'],
    [HTMLInputElement.prototype, 'value'],
    [Document.prototype, 'styleSheets'],
  ])
    Object.defineProperty(owner, name, { get: bad, configurable: true });
  Object.defineProperty(Object.prototype, 'data', { get: bad, configurable: true });
  console.log({
    get own() {
      return bad();
    },
  });
}

function freeze() {
  for (const owner of [
    window.console,
    EventTarget.prototype,
    Node.prototype,
    Element.prototype,
    JSON,
    Date,
    Array.prototype,
  ])
    Object.freeze(owner);
  for (const name of ['fetch', 'XMLHttpRequest', 'FontFace', 'WebSocket'])
    Object.defineProperty(window, name, { value: window[name], writable: false, configurable: false });
}

/** Names on forms and on the document, which stand in the place of its own. */
function clobber() {
  const form = document.createElement('form');
  form.innerHTML = [
    'closest',
    'attributes',
    'parentElement',
    'getRootNode',
    'localName',
    'matches',
    'children',
    'nodeType',
  ]
    .map(name => `<input name="${name}">`)
    .join('');
  document.documentElement.append(form);
  for (const name of ['title', 'body', 'visibilityState', 'querySelector', 'documentElement'])
    document.documentElement.append(Object.assign(document.createElement('img'), { name, alt: '' }));
}

function open() {
  document.open();
  document.write('<!doctype html><title>Opened</title><h1>Opened</h1><button id="mine">Mine</button>');
  document.close();
}

/** Says more as it is left than a page says in its life. */
function goodbye() {
  for (const type of ['pagehide', 'unload'])
    listen.call(window, type, () => {
      for (let n = 0; n < 500; n++) {
        navigator.sendBeacon(`/api/beacon?${n}`);
        console.log('Forged by other.test', 'x'.repeat(1_000));
      }
      forge(50);
    });
}

const attacks = {
  forge: () => forge(20),
  flood: () => forge(1_000),
  patch,
  throwing,
  freeze,
  clobber,
  open,
  goodbye,
};

const ready = () => {
  const button = document.getElementById('mine');
  listen.call(button, 'click', () => button.setAttribute('data-clicked', 'yes'));
};

if (how !== 'open') attacks[how]();
listen.call(document, 'DOMContentLoaded', () => {
  attacks[how]();
  ready();
});
