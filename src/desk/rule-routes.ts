import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { RULE_STATUSES } from '../config/rules/schemas.ts';
import type { PatternRule, RuleSet, TagRule } from '../config/rules.ts';
import { ruleCaseSchema, ruleCases, ruleRecordSchema, ruleRecords } from '../store/rule-records.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { Problem } from './problem.ts';
import { RULE_KINDS, withinConfig } from './vocabulary.ts';

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

/** The rules in use, each with what became of what it flagged; below `/api/v1`. */
export function ruleRoutes(app: FastifyInstance, context: DeskContext): void {
  const { db } = context;
  const { configDir } = context.settings;
  const routes = app.withTypeProvider<ZodTypeProvider>();

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
      const rule = ruleNamed(context.rules, request.params.id);
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
}

const allRules = ({ rules, patterns }: RuleSet): (TagRule | PatternRule)[] => [...rules, ...patterns];

/** The rule of an id; a problem for whoever asked, when there is none. */
export function ruleNamed(rules: RuleSet, wanted: string): TagRule | PatternRule {
  const found = allRules(rules).find((rule) => rule.id === wanted);
  if (!found) throw new Problem(404, 'not found', `no rule has the id ${wanted}`);
  return found;
}

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
