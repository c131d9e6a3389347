import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

/** Requests in a minute: far more than somebody at work sends, and less than a program that runs wild. */
const OF_ONE = 1_200;
/** Of those who have not logged in: the login page, its assets, a few attempts. */
const OF_STRANGERS = 300;

/** Keeps one user, or one address without login, from keeping this process busy for all others. */
export async function limitRates(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    max: ({ user }) => (user ? OF_ONE : OF_STRANGERS),
    keyGenerator: ({ user, ip }) => (user ? `user ${user.id}` : `address ${ip}`),
    errorResponseBuilder: (_, { ttl }) => {
      const seconds = String(Math.ceil(ttl / 1000));
      return new Problem(429, 'too many requests', `too many requests: go on in ${seconds} seconds`, {
        'retry-after': seconds,
      });
    },
  });
  app.addHook('onRequest', app.rateLimit());
}
