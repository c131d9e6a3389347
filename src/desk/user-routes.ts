import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../config/roles.ts';
import type { Database } from '../store/database.ts';
import { createLoginKey } from '../store/login-keys.ts';
import { addUser, changeUser, findUser, listUsers, userSchema } from '../store/users.ts';
import type { DeskContext } from './context.ts';
import { userName } from './login-routes.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';

/** How long a link to choose a password is good. */
const LINK_MS = 3 * 86_400_000;

/** Where a link to log in leads, from the desk's address on. The key stands behind #, which no server or proxy sees. */
export const loginPath = (key: string): string => `/login#key=${key}`;

const role = z.enum(ROLES);

/** A link by which somebody chooses a password. */
const loginLinkSchema = z.object({
  path: z.string().describe("from the desk's address on"),
  expiresAt: z.date(),
});
export type LoginLink = z.infer<typeof loginLinkSchema>;

/** The part of the API that keeps the accounts, below `/api/v1`. */
export function userRoutes(app: FastifyInstance, { db, now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { role: 'operator', inPerson: true } as const;

  const linkFor = async (tx: Database, userId: number) => {
    const expiresAt = new Date(+now() + LINK_MS);
    const key = await createLoginKey(tx, { purpose: 'password', userId, expiresAt, now: now() });
    return { path: loginPath(key), expiresAt };
  };
  const missing = (id: number): never => {
    throw new Problem(404, 'not found', `there is no user ${id}`);
  };

  routes.get(
    '/users',
    {
      config,
      schema: { summary: 'Who may use the desk', response: { 200: z.object({ users: z.array(userSchema) }) } },
    },
    async () => ({
      users: await listUsers(db),
    }),
  );

  routes.post(
    '/users',
    {
      config: { ...config, problems: [409] },
      schema: {
        summary: 'Add a user',
        description: 'The answer has a link by which they choose a password, once.',
        body: z.object({ name: userName, role }),
        response: { 201: z.object({ user: userSchema, link: loginLinkSchema }) },
      },
    },
    async (request, reply) => {
      const added = await request.change(async (tx) => {
        const user = await addUser(tx, { ...request.body, createdAt: now() });
        return { user, link: await linkFor(tx, user.id) };
      });
      return reply.code(201).send(added);
    },
  );

  routes.patch(
    '/users/:id',
    {
      config: { ...config, problems: [404, 409] },
      schema: {
        summary: 'Change what a user may do',
        params: byId('a user'),
        body: z.object({ role: role.optional(), enabled: z.boolean().optional() }),
        response: { 200: userSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      return request.change(async (tx) => (await changeUser(tx, id, request.body)) ?? missing(id));
    },
  );

  routes.post(
    '/users/:id/link',
    {
      config: { ...config, problems: [404, 409] },
      schema: {
        summary: 'Make a link by which a user chooses a new password',
        description: 'Good once. The old password is good until then.',
        params: byId('a user'),
        response: { 201: loginLinkSchema.extend({ user: z.string() }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const user = (await findUser(db, id)) ?? missing(id);
      if (!user.enabled) throw new Problem(409, 'disabled', `${user.name} is disabled: enable the account first`);
      return reply.code(201).send({ user: user.name, ...(await request.change((tx) => linkFor(tx, id))) });
    },
  );
}
