import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const packageFolder = name => fileURLToPath(new URL(`../../../node_modules/${name}`, import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Folders by the first part of the path: ours come before the package's, which they then configure. */
const ROOTS = {
  looks: [join(HERE, 'looks')],
  react: [join(HERE, 'react')],
  'sb-admin': [packageFolder('startbootstrap-sb-admin-2')],
  shoelace: [join(HERE, 'shoelace'), join(packageFolder('@shoelace-style/shoelace'), 'cdn')],
  swagger: [join(HERE, 'swagger'), packageFolder('swagger-ui-dist')],
};

/** A React application as it is shipped: its styles are rules that a script inserts, with no text in the page. */
async function reactBundle() {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, 'react', 'app.jsx')],
    bundle: true,
    minify: true,
    write: false,
    // Not the project's own, which means preact.
    tsconfigRaw: '{}',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].contents;
}

async function read(path) {
  const [, name = '', rest = ''] = path.match(/^\/([\w-]+)\/(.*)$/) ?? [];
  const file = rest === '' ? 'index.html' : rest;
  if (file.includes('..')) return;
  for (const root of ROOTS[name] ?? []) {
    const found = await readFile(join(root, file)).catch(() => undefined);
    // The library's page asks the internet for a font, which tests do not reach.
    if (found && name === 'sb-admin' && file.endsWith('.html'))
      return { file, body: found.toString().replace(/<link[^>]*fonts\.googleapis[^>]*>/g, '') };
    if (found) return { file, body: found };
  }
}

/** Sites as packages ship them, each below its own path. */
export async function startSites() {
  const app = await reactBundle();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://any').pathname);
    const found = path === '/react/app.js' ? { file: 'app.js', body: app } : await read(path);
    response.writeHead(found ? 200 : 404, {
      'content-type': TYPES[extname(found?.file ?? '')] ?? 'text/plain',
      'cache-control': 'no-cache',
    });
    response.end(found?.body ?? 'No such file');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: path => `http://other.test:${server.address().port}${path}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
