import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { mayActAs, SCOPES } from '../config/roles.ts';
import { apiTokenSchema, createToken, listTokens, revokeToken } from '../store/api-tokens.ts';
import { accountOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';

const DAY_MS = 86_400_000;
const tokenList = z.object({ tokens: z.array(apiTokenSchema) });
const revoked = z.object({ revoked: z.int() });

/** Tokens for programs, below `/api/v1`: everybody keeps their own, operators see and revoke all. */
export function tokenRoutes(app: FastifyInstance, { db, now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const own = { role: 'viewer', inPerson: true } as const;
  const all = { role: 'operator', inPerson: true } as const;
  const missing = (id: number): never => {
    throw new Problem(404, 'not found', `there is no token ${id}`);
  };

  routes.get(
    '/me/tokens',
    { config: { ...own, problems: [409] }, schema: { summary: "One's own tokens", response: { 200: tokenList } } },
    async (request) => ({
      tokens: await listTokens(db, (await accountOf(db, request)).user.id),
    }),
  );

  routes.post(
    '/me/tokens',
    {
      config: { ...own, problems: [409] },
      schema: {
        summary: 'Make a token',
        description: 'The token is in the answer, and nowhere else: the store keeps its hash.',
        body: z.object({
          name: z.string().trim().min(1).max(100).describe('what it is for'),
          role: z
            .enum(SCOPES)
            .describe("what it may do; never more than its user's role. `monitor`: /readyz and /metrics alone"),
          days: z.number().int().min(1).max(3_650).nullable().describe('how long it is good; null: for ever'),
        }),
        response: { 201: z.object({ id: z.int(), token: z.string() }) },
      },
    },
    async (request, reply) => {
      const { user } = await accountOf(db, request);
      const { name, role, days } = request.body;
      if (!mayActAs(user.role, role))
        throw new Problem(403, 'not allowed', `a token cannot do more than you: you are ${user.role}`);
      const expiresAt = days === null ? null : new Date(+now() + days * DAY_MS);
      const token = { userId: user.id, name, role, expiresAt, now: now() };
      return reply.code(201).send(await request.change((tx) => createToken(tx, token)));
    },
  );

  routes.delete(
    '/me/tokens/:id',
    {
      config: { ...own, problems: [404, 409] },
      schema: { summary: "Revoke one's own token", params: byId('a token'), response: { 200: revoked } },
    },
    async (request) => {
      const { user } = await accountOf(db, request);
      const { id } = request.params;
      await request.change(async (tx) => (await revokeToken(tx, id, user.id)) || missing(id));
      return { revoked: id };
    },
  );

  routes.get('/tokens', { config: all, schema: { summary: 'All tokens', response: { 200: tokenList } } }, async () => ({
    tokens: await listTokens(db),
  }));

  routes.delete(
    '/tokens/:id',
    {
      config: { ...all, problems: [404] },
      schema: { summary: 'Revoke a token', params: byId('a token'), response: { 200: revoked } },
    },
    async (request) => {
      const { id } = request.params;
      await request.change(async (tx) => (await revokeToken(tx, id)) || missing(id));
      return { revoked: id };
    },
  );
}
