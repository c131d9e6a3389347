import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { draftCheckSchema } from '../classify/rule-tests.ts';
import { triedTextSchema } from '../classify/types.ts';
import { webAddress } from '../config/feeds.ts';
import { ConfigError } from '../config/read-yaml.ts';
import { previewProgressSchema } from '../store/preview-articles.ts';
import './audit-trail.ts';
import { stream } from './answers.ts';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';
import { editShape, editsOf, possible, ruleEdit } from './rule-edit.ts';
import { withinConfig } from './vocabulary.ts';

/** Rules tried before they are saved: their tests, a text, the articles of the last days; below `/api/v1`. */
export function ruleTrialRoutes(app: FastifyInstance, { actions, settings, now }: DeskContext): void {
  const { configDir } = settings;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post(
    '/rules/check',
    {
      config: { role: 'analyst', audit: false },
      schema: {
        summary: 'Check a rule file that is not saved yet: schemas first, then the tests of all rules',
        body: ruleEdit,
        response: { 200: draftCheckSchema },
      },
    },
    async ({ body }) => {
      const check = await actions.checkRules(editsOf(body));
      const within = <T extends { file: string }>(one: T) => ({ ...one, file: withinConfig(one.file, configDir) });
      return {
        ...check,
        problems: check.problems.map(within),
        failed: check.failed.map(within),
        mended: check.mended.map(within),
        neverMatching: check.neverMatching.map(within),
      };
    },
  );

  routes.post(
    '/rules/try',
    {
      config: { role: 'analyst', audit: false, problems: [422] },
      schema: {
        summary: 'See what the rules say of a text, or of the article at an address; keeps nothing',
        body: z
          .object({
            url: webAddress.nullish(),
            title: z.string().max(1_000).default(''),
            text: z.string().max(500_000).default(''),
            published: z.iso.date().nullish().describe('membership of pacts goes by it; today when left out'),
            draft: ruleEdit.optional().describe('a rule file as it would be'),
          })
          .refine(({ url, text, title }) => url || text.trim() || title.trim(), 'give a text, or an address'),
        response: { 200: triedTextSchema },
      },
    },
    async ({ body: { url, title, text, published, draft } }) =>
      actions
        .tryText(
          { url: url ?? null, title, text, published: published ?? null },
          draft ? editsOf(draft) : new Map<string, string>(),
        )
        .catch((error: Error) => {
          if (error instanceof ConfigError) throw new Problem(422, 'rules are wrong', error.message);
          throw url ? new Problem(422, 'no article', `${url}: ${error.message}`) : error;
        }),
  );

  // Reading a week of articles takes all threads: one at a time, or all are slow.
  let previewing: AbortController | undefined;
  routes.post(
    '/rules/preview',
    {
      config: { role: 'operator', audit: false },
      schema: {
        summary: 'See what a rule file that is not saved yet would change in the articles of the last days',
        description:
          'Answers as JSON Lines while it goes on: `{read, total, changed}`, `changed` being what was found since the line before; `{error}` when it breaks off. Closing the connection cancels it.',
        body: z.object({ ...editShape, days: z.number().int().min(1).max(31).default(7) }).refine(...possible),
        response: {
          200: stream('A line each time', ['application/x-ndjson'], previewProgressSchema),
        },
      },
    },
    async (request, reply) => {
      if (previewing)
        throw new Problem(429, 'busy', 'another preview is under way on this machine: try again when it has ended');
      const { days, ...draft } = request.body;
      const cancel = new AbortController();
      previewing = cancel;
      const end = () => {
        if (previewing === cancel) previewing = undefined;
      };
      reply.raw.once('close', () => {
        cancel.abort();
        end();
      });
      const since = new Date(+now() - days * 86_400_000);
      const lines = async function* () {
        try {
          for await (const progress of actions.previewRules(editsOf(draft), since, cancel.signal))
            yield `${JSON.stringify(progress)}\n`;
        } catch (error) {
          if (cancel.signal.aborted) return;
          request.log.error({ err: error }, 'a preview of rules failed');
          yield `${JSON.stringify({ error: (error as Error).message })}\n`;
        } finally {
          end();
        }
      };
      return reply.type('application/x-ndjson').send(Readable.from(lines()));
    },
  );
}
