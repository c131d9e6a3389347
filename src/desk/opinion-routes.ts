import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { agreement, agreementSchema, pairCountSchema } from '../incidents/agreement.ts';
import { incidentFile, incidentFileSchema } from '../store/incidents.ts';
import { momentPlace } from '../store/page.ts';
import { VERDICTS } from '../store/schema.ts';
import {
  givenOpinions,
  giveOpinion,
  letOpinionGo,
  opinionRule,
  opinionRuleSchema,
  opinionTable,
  opinionToGive,
  pairSchema,
  setOpinionRule,
  waitingOpinions,
  waitingSchema,
} from '../store/second-opinions.ts';
import { userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { REASONS } from './reasons.ts';

/** What the page of second opinions shows. */
const opinionsSchema = z.object({
  rule: opinionRuleSchema,
  forMe: z.array(waitingSchema).describe('what one may judge, the oldest first'),
  forOthers: z.int().describe("how many of one's own decisions wait for others"),
  agreement: agreementSchema,
  table: z.array(pairCountSchema).describe('how often each first decision met each second one'),
});
export type Opinions = z.infer<typeof opinionsSchema>;

/** Second opinions: what is asked, by a second analyst who does not know the first; below `/api/v1`. */
export function opinionRoutes(app: FastifyInstance, { db, now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/opinions',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Second opinions: who waits for whom, and how far analysts agree',
        response: { 200: opinionsSchema },
      },
    },
    async (request) => {
      const table = await opinionTable(db);
      return {
        rule: await opinionRule(db),
        ...(await waitingOpinions(db, userOf(request).name)),
        agreement: agreement(table),
        table,
      };
    },
  );

  routes.get(
    '/opinions/given',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Second opinions that were given, with the decisions that they are on, the newest first',
        querystring: z.object({ limit: limitSchema(200, 50), cursor: cursorSchema }),
        response: { 200: z.object({ given: z.array(pairSchema), next: nextSchema }) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const { rows, next } = await givenOpinions(db, { limit, after: readCursor(cursor, momentPlace) });
      return { given: rows, next: cursorOf(next) };
    },
  );

  routes.put(
    '/opinions/rule',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Set when a second opinion is asked for',
        body: opinionRuleSchema,
        response: { 200: opinionRuleSchema },
      },
    },
    async (request) => {
      await request.change((tx) => setOpinionRule(tx, request.body));
      return opinionRule(db);
    },
  );

  routes.get(
    '/opinions/waiting',
    {
      config: { role: 'analyst' },
      schema: {
        summary: 'How many second opinions wait for whoever asks',
        response: { 200: z.object({ forMe: z.int() }) },
      },
    },
    async (request) => ({ forMe: (await waitingOpinions(db, userOf(request).name)).forMe.length }),
  );

  routes.get(
    '/opinions/:id',
    {
      config: { role: 'analyst', problems: [404] },
      schema: {
        summary: 'An incident to judge, without what others have made of it',
        params: byId('a second opinion'),
        response: { 200: incidentFileSchema },
      },
    },
    async (request) => {
      const waiting = await opinionToGive(db, request.params.id, userOf(request).name);
      const file = waiting && (await incidentFile(db, waiting.incidentId, userOf(request).name));
      return file ?? missing(request.params.id);
    },
  );

  routes.post(
    '/opinions/:id',
    {
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Give a second opinion',
        params: byId('a second opinion'),
        body: z
          .object({
            decision: z.enum(VERDICTS),
            reason: z.enum(REASONS).optional().describe('why it is dismissed'),
            note: z.string().trim().max(10_000).optional(),
          })
          .refine(({ decision, reason }) => decision !== 'dismiss' || reason !== undefined, {
            path: ['reason'],
            message: `a dismissal needs a reason: ${REASONS.join(', ')}`,
          }),
        response: { 201: pairSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const given = { ...request.body, by: userOf(request).name, at: now() };
      return reply
        .code(201)
        .send(await request.change(async (tx) => (await giveOpinion(tx, id, given)) ?? missing(id)));
    },
  );

  routes.delete(
    '/opinions/:id',
    {
      config: { role: 'operator', problems: [404] },
      schema: {
        summary: 'Let a second opinion go',
        description: 'It is waited for no longer: the first decision is told to everybody.',
        params: byId('a second opinion'),
        response: { 200: z.object({ letGo: z.int() }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      await request.change(async (tx) => (await letOpinionGo(tx, id, now())) || missing(id));
      return { letGo: id };
    },
  );
}

function missing(id: number): never {
  throw new Problem(
    404,
    'not found',
    `nobody waits for the opinion ${id}: it was given, or the decision was taken back`,
  );
}
