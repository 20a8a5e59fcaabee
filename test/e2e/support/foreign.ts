import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

/** Two sites that nobody here wrote, as their packages have them: SB Admin 2 at admin.test, Swagger UI at swagger.test. */

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const FOLDERS: Record<string, string> = {
  'admin.test': 'node_modules/startbootstrap-sb-admin-2',
  'swagger.test': 'node_modules/swagger-ui-dist',
};
/** What Swagger UI shows: its own initializer would ask for a document on the network. */
const OWN: Record<string, string> = {
  '/swagger-initializer.js':
    "window.onload = () => { window.ui = SwaggerUIBundle({ url: '/pets.json', dom_id: '#swagger-ui', deepLinking: true, presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: 'StandaloneLayout' }); };",
  '/pets.json': JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'Pet shop', version: '1.0.0' },
    paths: {
      '/pets.json': {
        get: {
          tags: ['pets'],
          operationId: 'listPets',
          summary: 'All pets there are',
          parameters: [
            { name: 'kind', in: 'query', schema: { type: 'string', enum: ['cat', 'dog'] } },
            { name: 'limit', in: 'query', schema: { type: 'integer' } },
          ],
          responses: { 200: { description: 'The pets' } },
        },
      },
    },
  }),
};

/** Starts them on one port; `url` gives an address. */
export async function startForeign() {
  const server = createServer(async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://any');
    const folder = FOLDERS[(req.headers.host ?? '').replace(/:\d+$/, '')] ?? '';
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const body = OWN[path] ?? (await readFile(join(folder, path)).catch(() => undefined));
    res.writeHead(body === undefined ? 404 : 200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (host: 'admin.test' | 'swagger.test', path = '/') => `http://${host}:${port}${path}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
