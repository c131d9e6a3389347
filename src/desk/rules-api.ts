import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { draftCheckSchema } from '../classify/rule-tests.ts';
import { triedTextSchema } from '../classify/types.ts';
import { webAddress } from '../config/feeds.ts';
import { ConfigError } from '../config/read-yaml.ts';
import { isRuleFile, listRuleFiles, readRuleFile, textHash, writeRuleFile } from '../config/rule-files.ts';
import { addTest } from '../config/rules/add-test.ts';
import { RULE_STATUSES } from '../config/rules/schemas.ts';
import type { PatternRule, RuleSet, TagRule } from '../config/rules.ts';
import { idPlace } from '../store/page.ts';
import { previewProgressSchema } from '../store/preview-articles.ts';
import { decideProposals, listProposals, openProposals, propose, ruleProposalSchema } from '../store/rule-proposals.ts';
import { ruleCaseSchema, ruleCases, ruleRecordSchema, ruleRecords } from '../store/rule-records.ts';
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
import { readerOf, userOf } from './access.ts';
import { stream } from './answers.ts';
import type { DeskContext } from './context.ts';
import { cursorOf, cursorSchema, limitSchema, nextSchema, readCursor } from './cursor.ts';
import { byId } from './params.ts';
import { Problem } from './problem.ts';
import { RULE_KINDS, withinConfig } from './vocabulary.ts';

const file = z.string().refine(isRuleFile, 'is no rule file: lexicon/threats.yaml, patterns/seabed.yaml …');
/** A rule file as it would be; null takes it away. */
const editShape = { file, content: z.string().max(900_000).nullable() };
const possible = ({ file, content }: { file: string; content: string | null }) =>
  content !== null || file.startsWith('patterns/');
const impossible = { path: ['content'], error: 'only patterns can be taken away' };
const edit = z.object(editShape).refine(possible, impossible);
const sentence = z.string().trim().min(1).max(2_000);

/** A rule as the list of rules shows it. */
const ruleLineSchema = z.object({
  id: z.string(),
  kind: z.enum(RULE_KINDS),
  tag: z.string().describe('the threat or cue that it stands for; for a pattern, what it says of an article'),
  title: z.string(),
  meaning: z.string().nullable(),
  status: z.enum(RULE_STATUSES),
  file: z.string(),
  line: z.int().nullable(),
  tests: z.int().describe('how many it has, known misses included'),
});
export type RuleLine = z.infer<typeof ruleLineSchema>;

/** A rule with all that is known of it. */
const rulePageSchema = ruleLineSchema.extend({
  text: z.string().describe('as it is written'),
  match: z.array(z.string()),
  noMatch: z.array(z.string()),
  todo: z.array(z.string()),
  references: z.array(z.string()).readonly(),
  falsePositives: z.array(z.string()).readonly(),
  record: ruleRecordSchema,
  cases: z.array(ruleCaseSchema),
});
export type RulePage = z.infer<typeof rulePageSchema>;

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

const proposalDraftSchema = z.object({
  file: z.string(),
  content: z.string(),
  base: z.string().describe('hash of the text that was changed'),
  line: z.int().describe('of the last test that was put in'),
  accepts: z.array(z.int()).describe('ids of the proposals that are in it'),
});
export type ProposalDraft = z.infer<typeof proposalDraftSchema>;

/** The part of the API that shows, tries and changes rules, below `/api/v1`. */
export function rulesApi(app: FastifyInstance, context: DeskContext): void {
  const { db, actions, settings, now } = context;
  const { configDir } = settings;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  const ruleNamed = (wanted: string): TagRule | PatternRule => {
    const found = allRules(context.rules).find((rule) => rule.id === wanted);
    if (!found) throw new Problem(404, 'not found', `no rule has the id ${wanted}`);
    return found;
  };

  routes.get(
    '/rules',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'The rules in use',
        response: { 200: z.object({ ruleSet: z.string().describe('its hash'), rules: z.array(ruleLineSchema) }) },
      },
    },
    async () => ({
      ruleSet: context.rules.hash,
      rules: allRules(context.rules).map((rule) => ruleLine(rule, configDir)),
    }),
  );

  routes.get(
    '/rule-records',
    {
      config: { role: 'viewer' },
      schema: {
        summary: 'What became of the incidents in which each rule spoke',
        description: 'Counts of incidents by rule: confirmed (or escalated), dismissed by reason, still open.',
        response: { 200: z.object({ records: z.record(z.string(), ruleRecordSchema).describe('by rule') }) },
      },
    },
    async (request) => ({ records: Object.fromEntries(await ruleRecords(db, readerOf(request))) }),
  );

  routes.get(
    '/rules/:id',
    {
      config: { role: 'viewer', problems: [404] },
      schema: {
        summary: 'A rule: its text, tests, references, and its record on past decisions',
        params: z.object({ id: z.string().describe('which rule') }),
        response: { 200: rulePageSchema },
      },
    },
    async (request): Promise<RulePage> => {
      const rule = ruleNamed(request.params.id);
      const reader = readerOf(request);
      return {
        ...ruleLine(rule, configDir),
        text: textOf(rule, context.rules),
        match: rule.tests.match,
        noMatch: rule.tests['no-match'],
        todo: rule.tests.todo,
        references: rule.references,
        falsePositives: rule.falsePositives,
        record: (await ruleRecords(db, reader, rule.id)).get(rule.id) ?? { confirmed: 0, dismissed: {}, open: 0 },
        cases: await ruleCases(db, reader, rule.id, 20),
      };
    },
  );

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
        querystring: z.object({ file: file.describe('within the configuration folder: `lexicon/cues.yaml`') }),
        response: { 200: ruleFileTextSchema },
      },
    },
    async ({ query: { file } }) => {
      const content = readRuleFile(configDir, file);
      return { file, content, hash: textHash(content) };
    },
  );

  routes.post(
    '/rules/check',
    {
      config: { role: 'analyst', audit: false },
      schema: {
        summary: 'Check a rule file that is not saved yet: schemas first, then the tests of all rules',
        body: edit,
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
            draft: edit.optional().describe('a rule file as it would be'),
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
        body: z.object({ ...editShape, days: z.number().int().min(1).max(31).default(7) }).refine(possible, impossible),
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
          .refine(possible, impossible),
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
          file: file.optional().describe('of this file; of all when left out'),
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
          text: sentence,
          itemKey: z.string().nullish().describe('the article that it is from'),
          note: z.string().trim().max(2_000).nullish(),
        }),
        response: { 201: ruleProposalSchema },
      },
    },
    async (request, reply) => {
      const { rule, kind, text, itemKey, note } = request.body;
      const { tests } = ruleNamed(rule);
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
      const files = new Set(proposals.map(({ rule }) => withinConfig(ruleNamed(rule).file, configDir)));
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

const allRules = ({ rules, patterns }: RuleSet): (TagRule | PatternRule)[] => [...rules, ...patterns];

const editsOf = ({ file, content }: z.infer<typeof edit>) => new Map([[file, content]]);

function ruleLine(rule: TagRule | PatternRule, configDir: string): RuleLine {
  const { id, title, meaning, status, file, line, tests } = rule;
  const isPattern = 'flag' in rule;
  return {
    id,
    kind: isPattern ? 'pattern' : rule.kind,
    tag: isPattern ? rule.flag : rule.tag,
    title,
    meaning,
    status,
    file: withinConfig(file, configDir),
    line: line ?? null,
    tests: tests.match.length + tests['no-match'].length + tests.todo.length,
  };
}

/** A rule as it is written: from its first line to that of the next rule, without the remarks before that. */
function textOf(rule: TagRule | PatternRule, rules: RuleSet): string {
  const lines = readFileSync(rule.file, 'utf8').split('\n');
  if ('flag' in rule) return lines.join('\n').trim();
  const from = (rule.line ?? 1) - 1;
  const next = rules.rules
    .flatMap(({ file, line }) => (file === rule.file && line && line - 1 > from ? [line - 1] : []))
    .sort((a, b) => a - b)[0];
  const own = lines.slice(from, next);
  while (/^\s*(#.*)?$/.test(own.at(-1) ?? 'x')) own.pop();
  const indent = /^ */.exec(own[0] ?? '')?.[0].length ?? 0;
  return own.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))).join('\n');
}

function write(configDir: string, { file, content }: z.infer<typeof edit>): void {
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
