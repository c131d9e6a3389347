import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { agreement, agreementSchema } from '../incidents/agreement.ts';
import { incidentFile, incidentFileSchema } from '../store/incidents.ts';
import { VERDICTS } from '../store/schema.ts';
import {
  givenOpinions,
  giveOpinion,
  letOpinionGo,
  opinionRule,
  opinionRuleSchema,
  opinionToGive,
  pairSchema,
  setOpinionRule,
  waitingOpinions,
  waitingSchema,
} from '../store/second-opinions.ts';
import { userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { REASONS } from './reasons.ts';

/** As many given opinions are listed; agreement is that of all. */
const LISTED = 50;

/** What the page of second opinions shows. */
const opinionsSchema = z.object({
  rule: opinionRuleSchema,
  forMe: z.array(waitingSchema).describe('what one may judge, the oldest first'),
  forOthers: z.int().describe("how many of one's own decisions wait for others"),
  given: z.array(pairSchema).describe('the newest first'),
  agreement: agreementSchema,
  table: z
    .array(z.object({ first: z.string(), second: z.string(), n: z.int() }))
    .describe('how often each first decision met each second one'),
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
      const given = await givenOpinions(db);
      return {
        rule: await opinionRule(db),
        ...(await waitingOpinions(db, userOf(request).name)),
        given: given.slice(0, LISTED),
        agreement: agreement(given.map(({ first, second }) => [first.decision, second.decision])),
        table: tableOf(given.map(({ first, second }) => [first.decision, second.decision])),
      };
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

/** How often each first decision met each second one. */
function tableOf(pairs: readonly (readonly [string, string])[]): Opinions['table'] {
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(pair.join(' '), (counts.get(pair.join(' ')) ?? 0) + 1);
  return [...counts].map(([key, n]) => ({
    first: key.split(' ')[0] as string,
    second: key.split(' ')[1] as string,
    n,
  }));
}

function missing(id: number): never {
  throw new Problem(
    404,
    'not found',
    `nobody waits for the opinion ${id}: it was given, or the decision was taken back`,
  );
}
