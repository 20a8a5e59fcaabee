import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { apiRoutes } from './api.mjs';
import { appRoutes } from './app.mjs';
import { benchRoutes } from './bench.mjs';
import { captureRoutes } from './capture.mjs';
import { kindFiles, kindRoutes } from './kinds.mjs';
import { notFound } from './layout.mjs';
import { loginRoutes } from './login.mjs';
import { payRoutes } from './pay.mjs';
import { routerOf } from './router.mjs';
import { shopRoutes } from './shop.mjs';
import { cdnFile, staticRoutes } from './static.mjs';

const shared = { ...staticRoutes, ...apiRoutes };
// Without a prototype, for what is looked up here comes out of a URL.
const hosts = {
  __proto__: null,
  'www.shop.test': routerOf({ ...shared, ...shopRoutes, ...benchRoutes, ...captureRoutes, ...kindRoutes }),
  'app.shop.test': routerOf({ ...shared, ...appRoutes }),
  'cdn.test': routerOf({ ...kindFiles, 'GET /*': cdnFile }),
  'login.test': routerOf({ ...shared, ...loginRoutes }),
  'pay.test': routerOf({ ...shared, ...payRoutes }),
};

/**
 * Any host but ours (localhost, an address, other.test) is a whole world of its own: the shop, and the other sites
 * below `/@host/`, so that all works without a DNS trick and a test can have as many sites as it likes.
 */
function place(hostHeader, path) {
  const name = hostHeader.replace(/:\d+$/, '');
  if (hosts[name]) return { host: name, path, local: false };
  const [, host, rest] = path.match(/^\/@([a-z.]+)(\/.*)?$/) ?? [];
  return hosts[host] ? { host, path: rest ?? '/', local: true } : { host: 'www.shop.test', path, local: true };
}

function contextOf(site, req) {
  const hostHeader = req.headers.host ?? 'localhost';
  const url = new URL(req.url, 'http://any');
  const { host, path, local } = place(hostHeader, url.pathname);
  const base = `http://${hostHeader}/`;
  const to = (target, targetPath) => {
    if (local) return target === 'www.shop.test' ? targetPath : `/@${target}${targetPath}`;
    return target === host ? targetPath : site.url(target, targetPath);
  };
  return {
    site,
    req,
    host,
    path,
    local,
    to,
    method: req.method,
    query: url.searchParams,
    cookies: Object.fromEntries((req.headers.cookie ?? '').split('; ').map(pair => pair.split('='))),
    /** Like `to`, but complete, for links that another site sends the visitor back with. */
    full: (target, targetPath) => new URL(to(target, targetPath), base).href,
    /** A link that came from outside, or nothing when it leads away from our own sites. */
    trusted: link => {
      const { href, host: target, hostname } = new URL(link, base);
      return target === hostHeader || hosts[hostname] ? href : undefined;
    },
    text: () => text(req),
    form: async () => new URLSearchParams(await text(req)),
  };
}

async function answer(site, req, res) {
  const ctx = contextOf(site, req);
  const { pathname, search } = new URL(req.url, 'http://any');
  const host = (req.headers.host ?? '').replace(/:\d+$/, '');
  const { referer } = req.headers;
  site.requests.push({ host, method: req.method, path: pathname, search, referer, at: Date.now() });
  const { status, headers, body } = (await hosts[ctx.host](ctx)) ?? notFound(ctx);
  if (ctx.setCookie) res.setHeader('set-cookie', ctx.setCookie);
  res.writeHead(status, { 'cache-control': 'no-cache', ...headers }).end(body);
}

/**
 * Starts the demo shop and its neighbours on one port of this machine (0 takes a free one). `requests` is what was
 * asked of it, in order; clear it with `requests.length = 0`.
 */
export async function startSite({ port = 0 } = {}) {
  const requests = [];
  const sockets = new Set();
  const url = (host, path = '/') => `http://${host}:${server.address().port}${path}`;
  const site = { url, requests, sessions: new Map(), orders: new Map(), tokens: new Map() };
  const server = createServer((req, res) => {
    answer(site, req, res).catch(error => {
      if (res.headersSent || req.destroyed) return res.destroy();
      res.writeHead(500, { 'content-type': 'text/plain' }).end(String(error.stack));
    });
  });
  // A WebSocket that opens and says nothing (RFC 6455, 4.2.2).
  server.on('upgrade', (req, socket) => {
    socket.on('error', () => {});
    if (!req.url.startsWith('/api/socket')) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const accept = createHash('sha1')
      .update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    const answer = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
    ];
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.write(`${answer.join('\r\n')}\r\n\r\n`);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    // A browser keeps its sockets open for minutes, and close() alone waits for them.
    server.closeAllConnections();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: server.address().port, url, close, requests };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const site = await startSite({ port: Number(process.argv[2] ?? 8080) });
  console.log(`On this machine as it is:   ${site.url('localhost')}`);
  console.log(
    `With *.test at 127.0.0.1:   ${Object.keys(hosts)
      .map(host => site.url(host))
      .join('  ')}`,
  );
}
