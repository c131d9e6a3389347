import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Database } from './database.ts';
import { ruleProposals } from './schema.ts';

export type RuleProposal = typeof ruleProposals.$inferSelect;
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

/** Proposals, newest first; of one rule, when it is named. */
export async function listProposals(
  db: Database,
  { state, rule }: { state?: RuleProposal['state'] | undefined; rule?: string | undefined },
): Promise<RuleProposal[]> {
  return db
    .select()
    .from(ruleProposals)
    .where(and(state && eq(ruleProposals.state, state), rule ? eq(ruleProposals.rule, rule) : undefined))
    .orderBy(desc(ruleProposals.id))
    .limit(500);
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
