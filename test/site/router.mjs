/**
 * Routes like `'GET /product/:id'` (or `'* /api/echo'` for any method; `/*` at the end takes the rest of the path) as
 * one function from a context to its answer, or to nothing when no route fits. The first that fits is taken.
 */
export function routerOf(routes) {
  const compiled = Object.entries(routes).map(([route, handler]) => {
    const [method, path] = route.split(' ');
    const pattern = path.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace(/\*$/, '(?<rest>.*)');
    return { method, pattern: new RegExp(`^${pattern}$`), handler };
  });
  return ctx => {
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
    for (const route of compiled) {
      const match = ctx.path.match(route.pattern);
      if (!match || (route.method !== '*' && route.method !== method)) continue;
      ctx.params = match.groups ?? {};
      return route.handler(ctx);
    }
  };
}
