import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ConfigError } from '../config/read-yaml.ts';
import { listRuleFiles, readRuleFile, textHash, writeRuleFile } from '../config/rule-files.ts';
import { idPlace } from '../store/page.ts';
import { decideProposals } from '../store/rule-proposals.ts';
import {
  addRuleVersion,
  changingRules,
  findVersion,
  isKnownVersion,
  listedVersionSchema,
  listVersions,
  newestVersions,
  ruleVersionSchema,
} from '../store/rule-versions.ts';
import './audit-trail.ts';
import { userOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { editShape, editsOf, possible, ruleFileName } from './rule-edit.ts';

/** A rule file, and how it stands to what was saved on the desk. */
const ruleFileSchema = z.object({
  file: z.string(),
  state: z
    .enum(['unsaved', 'saved', 'changed', 'behind'])
    .describe(
      "`unsaved`: never changed on the desk; `saved`: as it was saved last; `changed`: changed by other means since; `behind`: the last version could not be written into this machine's folder",
    ),
  last: listedVersionSchema.nullable(),
});
export type RuleFile = z.infer<typeof ruleFileSchema>;

const ruleFileTextSchema = z.object({
  file: z.string(),
  content: z.string().nullable(),
  hash: z.string().describe('what a change of the text rests on'),
});
export type RuleFileText = z.infer<typeof ruleFileTextSchema>;

const savedRulesSchema = listedVersionSchema.extend({
  hash: z.string().describe("the text's, for the next change of it"),
  ruleSet: z.string().describe('hash of the rule set in use'),
});

/** The rule files: read, saved, and every version that was saved; below `/api/v1`. */
export function ruleFileRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db, actions, now } = context;
  const { configDir } = context.settings;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    '/rule-files',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'The rule files, and how each stands to what was saved',
        response: { 200: z.object({ files: z.array(ruleFileSchema) }) },
      },
    },
    async () => {
      const saved = new Map((await newestVersions(db)).map((version) => [version.file, version]));
      const names = new Set([...listRuleFiles(configDir), ...saved.keys()]);
      const files = [...names].map(async (name): Promise<RuleFile> => {
        const version = saved.get(name);
        if (!version) return { file: name, state: 'unsaved', last: null };
        const { content, ...last } = version;
        const present = readRuleFile(configDir, name);
        if (present === content) return { file: name, state: 'saved', last };
        return { file: name, state: (await isKnownVersion(db, name, present)) ? 'behind' : 'changed', last };
      });
      return { files: await Promise.all(files) };
    },
  );

  routes.get(
    '/rule-files/content',
    {
      config: { role: 'viewer' },
      schema: {
        summary: "A rule file's text, and the hash that a change of it rests on",
        querystring: z.object({ file: ruleFileName.describe('within the configuration folder: `lexicon/cues.yaml`') }),
        response: { 200: ruleFileTextSchema },
      },
    },
    async ({ query: { file } }) => {
      const content = readRuleFile(configDir, file);
      return { file, content, hash: textHash(content) };
    },
  );

  routes.post(
    '/rules/save',
    {
      config: { role: 'operator', problems: [409, 422] },
      schema: {
        summary: 'Save a rule file: every process takes it over',
        description:
          'Refused when the file has changed since `base`, when the rules cannot be used, and, unless `despiteTests`, when a test fails.',
        body: z
          .object({
            ...editShape,
            base: z.string().describe('hash of the text that was changed'),
            note: z.string().trim().max(2_000).nullish(),
            accepts: z.array(z.number().int().positive()).max(500).default([]).describe('proposals that it takes in'),
            despiteTests: z.boolean().default(false),
          })
          .refine(...possible),
        response: { 201: savedRulesSchema },
      },
    },
    async (request, reply) => {
      const { base, note, accepts, despiteTests, ...change } = request.body;
      const by = userOf(request).name;
      const check = await actions.checkRules(editsOf(change));
      if (check.problems.length > 0) throw new Problem(422, 'rules are wrong', new ConfigError(check.problems).message);
      if (check.failed.length > 0 && !despiteTests)
        throw new Problem(
          409,
          'tests fail',
          check.failed
            .map(({ rule, kind, text }) => `${rule} ${kind === 'match' ? 'does not match' : 'matches'} "${text}"`)
            .join('\n'),
        );
      await actions.takeOverRules();
      const version = await request.change((tx) =>
        changingRules(tx, async (tx) => {
          const before = readRuleFile(configDir, change.file);
          if (textHash(before) !== base)
            throw new Problem(
              409,
              'changed meanwhile',
              `${change.file} has changed since you opened it: open it again`,
            );
          const added = await addRuleVersion(tx, { ...change, by, at: now(), note: note || null }, before);
          await decideProposals(tx, accepts, { state: 'accepted', by, at: now() });
          write(configDir, change);
          return added;
        }),
      );
      actions.rulesChanged();
      const { content: _, ...saved } = version;
      return reply.code(201).send({ ...saved, hash: textHash(change.content), ruleSet: context.rules.hash });
    },
  );

  routes.get(
    '/rule-versions',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'What was saved, when and by whom, newest first',
        querystring: z.object({
          file: ruleFileName.optional().describe('of this file; of all when left out'),
          limit: limitSchema(500, 100),
          cursor: cursorSchema,
        }),
        response: { 200: z.object({ versions: z.array(listedVersionSchema), next: nextSchema }) },
      },
    },
    async ({ query: { cursor, ...query } }) => {
      const { rows, next } = await listVersions(db, { ...query, after: readCursor(cursor, idPlace) });
      return { versions: rows, next: cursorOf(next) };
    },
  );

  routes.get(
    '/rule-versions/:id',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'A version of a rule file with its text',
        params: byId('a version'),
        response: { 200: ruleVersionSchema },
      },
    },
    async ({ params }) => {
      const version = await findVersion(db, params.id);
      if (!version) throw new Problem(404, 'not found', `there is no version ${params.id}`);
      return version;
    },
  );
}

function write(configDir: string, { file, content }: { file: string; content: string | null }): void {
  try {
    writeRuleFile(configDir, file, content);
  } catch (error) {
    throw new Problem(
      422,
      'cannot be written',
      `${file} cannot be written into ${configDir} (${(error as NodeJS.ErrnoException).code}): give Subthreshold the right to write there`,
    );
  }
}
