import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readRuleFile, textHash } from '../config/rule-files.ts';
import { addTest } from '../config/rules/add-test.ts';
import { idPlace } from '../store/page.ts';
import { decideProposals, listProposals, openProposals, propose, ruleProposalSchema } from '../store/rule-proposals.ts';
import './audit-trail.ts';
import { userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { ruleNamed } from './rule-routes.ts';
import { withinConfig } from './vocabulary.ts';

const proposalDraftSchema = z.object({
  file: z.string(),
  content: z.string(),
  base: z.string().describe('hash of the text that was changed'),
  line: z.int().describe('of the last test that was put in'),
  accepts: z.array(z.int()).describe('ids of the proposals that are in it'),
});
export type ProposalDraft = z.infer<typeof proposalDraftSchema>;

/** Sentences that analysts propose as tests of rules, and what operators make of them; below `/api/v1`. */
export function ruleProposalRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db, now } = context;
  const { configDir } = context.settings;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/rule-proposals',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'Sentences proposed as tests of rules, newest first',
        querystring: z.object({
          state: ruleProposalSchema.shape.state.optional().describe('all when left out'),
          rule: z.string().optional().describe('id of the rule'),
          limit: limitSchema(500, 100),
          cursor: cursorSchema,
        }),
        response: { 200: z.object({ proposals: z.array(ruleProposalSchema), next: nextSchema }) },
      },
    },
    async ({ query: { cursor, ...query } }) => {
      const { rows, next } = await listProposals(db, { ...query, after: readCursor(cursor, idPlace) });
      return { proposals: rows, next: cursorOf(next) };
    },
  );

  routes.post(
    '/rule-proposals',
    {
      config: { role: 'analyst', problems: [404, 409] },
      schema: {
        summary: 'Propose a sentence as a test of a rule',
        body: z.object({
          rule: z.string(),
          kind: z.enum(['match', 'no-match']).describe('whether the rule is to match it'),
          text: z.string().trim().min(1).max(2_000),
          itemKey: z.string().nullish().describe('the article that it is from'),
          note: z.string().trim().max(2_000).nullish(),
        }),
        response: { 201: ruleProposalSchema },
      },
    },
    async (request, reply) => {
      const { rule, kind, text, itemKey, note } = request.body;
      const { tests } = ruleNamed(context.rules, rule);
      if (tests[kind].includes(text)) throw new Problem(409, 'known', `"${rule}" has this test already`);
      const by = userOf(request).name;
      const proposal = { rule, kind, text, itemKey: itemKey ?? null, note: note || null, by, at: now() };
      return reply.code(201).send(await request.change((tx) => propose(tx, proposal)));
    },
  );

  routes.post(
    '/rule-proposals/:id/decline',
    {
      config: { role: 'operator', problems: [404] },
      schema: { summary: 'Decline a proposed test', params: byId('a proposal'), response: { 200: ruleProposalSchema } },
    },
    async (request) => {
      const { id } = request.params;
      return request.change(async (tx) => {
        const decision = { state: 'declined', by: userOf(request).name, at: now() } as const;
        const [declined] = await decideProposals(tx, [id], decision);
        if (!declined) throw new Problem(404, 'not found', `there is no open proposal ${id}`);
        return declined;
      });
    },
  );

  routes.post(
    '/rule-proposals/draft',
    {
      config: { role: 'operator', audit: false, problems: [404, 422] },
      schema: {
        summary: 'A rule file with proposed tests in it, to be looked at and saved',
        description: 'All of the proposals must be of rules of one file.',
        body: z.object({ ids: z.array(z.number().int().positive()).min(1).max(500) }),
        response: { 200: proposalDraftSchema },
      },
    },
    async ({ body: { ids } }) => {
      const proposals = await openProposals(db, ids);
      const files = new Set(proposals.map(({ rule }) => withinConfig(ruleNamed(context.rules, rule).file, configDir)));
      const [name] = files;
      if (name === undefined) throw new Problem(404, 'not found', 'none of these proposals is open');
      if (files.size > 1) throw new Problem(422, 'several files', `the rules stand in ${[...files].join(' and ')}`);
      const before = readRuleFile(configDir, name) ?? '';
      let content = before;
      let line = 1;
      for (const proposal of proposals) {
        const added = addTest(content, proposal);
        content = added.source;
        line = added.line;
      }
      return { file: name, content, base: textHash(before), line, accepts: proposals.map(({ id }) => id) };
    },
  );
}
