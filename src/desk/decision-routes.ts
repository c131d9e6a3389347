import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { OpinionError } from '../store/blind.ts';
import type { Database } from '../store/database.ts';
import { decide, NothingToUndoError } from '../store/decisions.ts';
import { incidentSchema } from '../store/incidents.ts';
import { StaleVersionError } from '../store/lock-incident.ts';
import { TAG_FIELDS } from '../store/tags.ts';
import { readerOf, userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { REASONS } from './reasons.ts';

const tags = z.array(z.string().trim().min(1).max(100)).max(50).default([]);

const decisionShape = {
  decision: z.enum(['confirm', 'dismiss', 'escalate', 'note', 'correct', 'assign', 'flag', 'undo']),
  reason: z.enum(REASONS).optional().describe('why it is dismissed'),
  note: z.string().trim().max(10_000).optional(),
  correction: z
    .partialRecord(z.enum(TAG_FIELDS), z.object({ add: tags, remove: tags }))
    .optional()
    .describe('tags to add and to remove'),
  flag: z.enum(['below', 'above']).optional().describe('for a flag by hand'),
  assignee: z.string().max(100).nullable().optional().describe('who works on it; null gives it back'),
};
const version = z.coerce.number().int().optional().describe('the version of the incident that the decision rests on');

interface DecisionAsked {
  decision: z.infer<typeof decisionShape.decision>;
  reason?: string | undefined;
  note?: string | undefined;
  flag?: string | undefined;
  correction?: object | undefined;
}

/** What a decision needs beside its name. */
function complete<T extends z.ZodType<DecisionAsked>>(schema: T) {
  return schema
    .refine(({ decision, reason }) => decision !== 'dismiss' || reason !== undefined, {
      path: ['reason'],
      message: `a dismissal needs a reason: ${REASONS.join(', ')}`,
    })
    .refine(({ decision, note }) => decision !== 'note' || note, { path: ['note'], message: 'a note needs a text' })
    .refine(({ decision, flag }) => decision !== 'flag' || flag, {
      path: ['flag'],
      message: 'a flag says which: below, above',
    })
    .refine(({ decision, correction }) => decision !== 'correct' || correction, {
      path: ['correction'],
      message: 'a correction says which tags to add or to remove',
    });
}

const decisionSchema = complete(z.object({ ...decisionShape, version }));
const bulkSchema = complete(
  z.object({
    ...decisionShape,
    incidents: z
      .array(z.object({ id: z.int().positive(), version }))
      .min(1)
      .max(500),
  }),
);

/** What came of a decision on several incidents. */
const decidedSchema = z.object({
  decided: z.array(incidentSchema),
  refused: z.array(z.object({ id: z.int(), detail: z.string().describe('why') })),
});
export type Decided = z.infer<typeof decidedSchema>;

/** What analysts decide on incidents, on one or on several at once; below `/api/v1`. */
export function decisionRoutes(app: FastifyInstance, { now }: DeskContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const deciding = (request: FastifyRequest) => ({
    ...{ by: userOf(request).name, at: now(), blind: readerOf(request) !== null },
  });

  routes.post(
    '/incidents/:id/decisions',
    {
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Decide on an incident',
        params: byId('an incident'),
        body: decisionSchema,
        response: { 201: incidentSchema },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const incident = await request.change(
        async (tx) => (await decide(tx, params.id, { ...body, ...deciding(request) })) ?? missing(params.id),
      );
      return reply.code(201).send(incident);
    },
  );

  routes.post(
    '/decisions',
    {
      config: { role: 'analyst' },
      schema: {
        summary: 'Decide on several incidents at once',
        description: 'Each stands for itself: those that have changed meanwhile are refused, the others are decided.',
        body: bulkSchema,
        response: { 200: decidedSchema },
      },
    },
    async (request) => {
      const { incidents, ...decision } = request.body;
      const by = deciding(request);
      // Each decision has its own entry in the audit log.
      request.isWrittenDown = true;
      const { decided, refused }: Decided = { decided: [], refused: [] };
      for (const { id, version } of incidents)
        try {
          const one = async (tx: Database) => (await decide(tx, id, { ...decision, ...by, version })) ?? missing(id);
          decided.push(await request.change(one, { ...decision, incident: { id, version } }));
        } catch (error) {
          if (![StaleVersionError, NothingToUndoError, OpinionError, Problem].some((known) => error instanceof known))
            throw error;
          refused.push({ id, detail: (error as Error).message });
        }
      return { decided, refused };
    },
  );
}

function missing(id: number): never {
  throw new Problem(404, 'not found', `there is no incident ${id}`);
}
