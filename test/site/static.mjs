import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.woff': 'font/woff',
};

/** The file of this name in `public`, or nothing. Names come out of a URL, where `..` is already resolved. */
async function file(name, headers) {
  const type = types[extname(name)];
  if (!type || /%|\.\./.test(name)) return undefined;
  try {
    const body = await readFile(new URL(`public/${name}`, import.meta.url));
    return { status: 200, headers: { 'content-type': type, ...headers }, body };
  } catch {
    return undefined;
  }
}

/** Scripts and fonts, which each site serves from its own host. */
export const staticRoutes = { 'GET /static/*': ctx => file(`static/${ctx.params.rest}`) };

/** Images and styles as a plain CDN serves them: cacheable, and without a CORS header, so no script may read them. */
export async function cdnFile(ctx) {
  const found = await file(`cdn${ctx.path}`, { 'cache-control': 'public, max-age=300' });
  return found ?? { status: 404, headers: { 'content-type': 'text/plain' }, body: 'No such file' };
}
