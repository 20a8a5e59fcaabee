const ms = Number(new URLSearchParams(location.search).get('ms') ?? 3000);
const results = document.querySelector('[data-testid=results]');
const { cdn } = document.querySelector('#requests').dataset;

const kinds = {
  ok: { url: '/api/products' },
  post: { url: '/api/echo?from=requests', method: 'POST', body: JSON.stringify({ hello: 'shop' }) },
  404: { url: '/api/status/404' },
  500: { url: '/api/status/500' },
  slow: { url: `/api/slow?ms=${ms}` },
  abort: { url: `/api/slow?ms=${ms}`, abortAfterMs: 100 },
  blocked: { url: cdn },
  secret: {
    url: '/api/echo?access_token=secret-in-the-address-77',
    method: 'POST',
    headers: {
      Authorization: 'Bearer secret-in-a-header-1234',
      'X-Api-Key': 'secret-key-of-the-shop-42',
      'X-Shop': 'visible-header',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ visible: 'in-the-body', password: 'secret-in-the-body-5' }),
  },
  headers: { url: '/api/headers' },
};

async function byFetch({ url, abortAfterMs, ...options }) {
  const signal = abortAfterMs && AbortSignal.timeout(abortAfterMs);
  const response = await fetch(url, { ...options, signal });
  await response.text();
  return response.status;
}

function byXhr({ url, method = 'GET', headers = {}, body, abortAfterMs }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.onload = () => resolve(xhr.status);
    xhr.onabort = () => reject(new Error('aborted'));
    xhr.onerror = () => reject(new Error('network error'));
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
    if (abortAfterMs) setTimeout(() => xhr.abort(), abortAfterMs);
  });
}

function show(text) {
  results.append(Object.assign(document.createElement('li'), { textContent: text }));
}

const once = (target, ...types) =>
  new Promise(resolve => {
    for (const type of types) target.addEventListener(type, () => resolve(type), { once: true });
  });

const others = {
  beacon: () => navigator.sendBeacon('/api/beacon', 'hello'),
  events: () => once(new EventSource('/api/events'), 'open', 'error'),
  'events-404': () => once(new EventSource('/api/status/404?from=events'), 'open', 'error'),
  socket: () => once(new WebSocket(`ws://${location.host}/api/socket`), 'open', 'close'),
  'socket-refused': () => once(new WebSocket(`ws://${location.host}/api/refused`), 'open', 'close'),
  image: () => load('img', { src: '/static/icon.svg?from=requests', alt: '' }),
  'image-404': () => load('img', { src: '/static/missing-image.png', alt: 'Missing' }),
  'script-404': () => load('script', { src: '/static/missing-script.js' }),
};

function load(name, properties) {
  const element = Object.assign(document.createElement(name), properties);
  document.querySelector('main').append(element);
  return once(element, 'load', 'error');
}

async function run(action) {
  if (others[action]) return show(`${action}: ${await others[action]()}`);
  const [way, kind] = action.split('-');
  const request = way === 'fetch' ? byFetch : byXhr;
  const result = await request(kinds[kind]).catch(error => error.message);
  show(`${action}: ${result}`);
}

document.querySelector('main').addEventListener('click', event => {
  const { action } = event.target.dataset;
  if (action) run(action);
});
