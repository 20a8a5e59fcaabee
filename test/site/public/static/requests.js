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
};

async function byFetch({ url, abortAfterMs, ...options }) {
  const signal = abortAfterMs && AbortSignal.timeout(abortAfterMs);
  const response = await fetch(url, { ...options, signal });
  await response.text();
  return response.status;
}

function byXhr({ url, method = 'GET', body, abortAfterMs }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.onload = () => resolve(xhr.status);
    xhr.onabort = () => reject(new Error('aborted'));
    xhr.onerror = () => reject(new Error('network error'));
    xhr.open(method, url);
    xhr.send(body);
    if (abortAfterMs) setTimeout(() => xhr.abort(), abortAfterMs);
  });
}

function show(text) {
  results.append(Object.assign(document.createElement('li'), { textContent: text }));
}

async function run(action) {
  if (action === 'beacon') return show(`beacon: ${navigator.sendBeacon('/api/beacon', 'hello')}`);
  const [way, kind] = action.split('-');
  const request = way === 'fetch' ? byFetch : byXhr;
  const result = await request(kinds[kind]).catch(error => error.message);
  show(`${action}: ${result}`);
}

document.querySelector('main').addEventListener('click', event => {
  const { action } = event.target.dataset;
  if (action) run(action);
});
