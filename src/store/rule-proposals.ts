import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import type { z } from 'zod';
import type { Database } from './database.ts';
import { type IdPlace, type Page, pageOf } from './page.ts';
import { ruleProposals } from './schema.ts';

export const ruleProposalSchema = createSelectSchema(ruleProposals, {
  kind: (kind) => kind.describe('whether the rule is to match the sentence or not'),
  itemKey: (key) => key.describe('the article that the sentence is from'),
}).meta({ id: 'RuleProposal', description: 'A sentence that is proposed as a test of a rule' });
export type RuleProposal = z.infer<typeof ruleProposalSchema>;
export type NewProposal = Pick<RuleProposal, 'rule' | 'kind' | 'text' | 'itemKey' | 'note' | 'by' | 'at'>;

/** Keeps a proposal; the same one again, while it is open, is that one. */
export async function propose(db: Database, proposal: NewProposal): Promise<RuleProposal> {
  const { rule, kind, text } = ruleProposals;
  const [same] = await db
    .select()
    .from(ruleProposals)
    .where(
      and(eq(rule, proposal.rule), eq(kind, proposal.kind), eq(text, proposal.text), eq(ruleProposals.state, 'open')),
    );
  if (same) return same;
  const [row] = await db.insert(ruleProposals).values(proposal).returning();
  return row as RuleProposal;
}

/** Proposals, the newest first; of one rule, when it is named. */
export async function listProposals(
  db: Database,
  {
    state,
    rule,
    limit,
    after,
  }: {
    state?: RuleProposal['state'] | undefined;
    rule?: string | undefined;
    limit: number;
    after?: IdPlace | undefined;
  },
): Promise<Page<RuleProposal, IdPlace>> {
  const rows = await db
    .select()
    .from(ruleProposals)
    .where(
      and(
        state && eq(ruleProposals.state, state),
        rule ? eq(ruleProposals.rule, rule) : undefined,
        after && lt(ruleProposals.id, after.id),
      ),
    )
    .orderBy(desc(ruleProposals.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => ({ id }));
}

/** Those of these proposals that are open, in the order in which they were made. */
export async function openProposals(db: Database, ids: readonly number[]): Promise<RuleProposal[]> {
  return db
    .select()
    .from(ruleProposals)
    .where(and(inArray(ruleProposals.id, [...ids]), eq(ruleProposals.state, 'open')))
    .orderBy(asc(ruleProposals.id));
}

/** Decides on open proposals. @returns those that were open */
export async function decideProposals(
  db: Database,
  ids: readonly number[],
  { state, by, at }: { state: 'accepted' | 'declined'; by: string; at: Date },
): Promise<RuleProposal[]> {
  if (ids.length === 0) return [];
  return db
    .update(ruleProposals)
    .set({ state, decidedBy: by, decidedAt: at })
    .where(and(inArray(ruleProposals.id, [...ids]), eq(ruleProposals.state, 'open')))
    .returning();
}
