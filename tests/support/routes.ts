import type { FastifyInstance, RouteOptions } from 'fastify';

export interface Route {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  config: NonNullable<RouteOptions['config']>;
}

/** Every route that a server has, an address of each: `1` stands where an id is asked for. */
export function routesOf(app: FastifyInstance): Route[] {
  return app.routes.flatMap(({ method, url, config = {} }) =>
    [method].flat().map((one) => ({
      method: one as Route['method'],
      url: url.replace(/:\w+(\.html)?/g, '1$1').replace('*', 'x'),
      config,
    })),
  );
}
