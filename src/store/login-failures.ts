import { eq, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { loginFailures } from './schema.ts';

/** How many failures are free, how long one has to wait after the next, and how long they are remembered (ms). */
export interface Patience {
  free: number;
  firstWait: number;
  longestWait: number;
  memory: number;
}

/**
 * Counts an attempt as failed before it is made, so that many at the same time cannot slip through together; when it
 * succeeds, `forgive` takes it back. In the store, it holds across processes.
 *
 * @param subject whose attempts they are: an account, an address
 * @returns milliseconds to wait when there were too many (it is not counted then), else 0
 */
export async function countAttempt(db: Database, subject: string, now: Date, patience: Patience): Promise<number> {
  const { free, firstWait, longestWait, memory } = patience;
  return db.transaction(async (tx) => {
    // What is too long ago counts no longer, and is nobody's business any more.
    await tx.delete(loginFailures).where(lt(loginFailures.lastAt, new Date(+now - memory)));
    await tx.insert(loginFailures).values({ subject, failures: 0, lastAt: now }).onConflictDoNothing();
    const [row] = await tx.select().from(loginFailures).where(eq(loginFailures.subject, subject)).for('update');
    const { failures, lastAt } = row ?? { failures: 0, lastAt: now };
    // Each further failure doubles the pause.
    const pause = failures < free ? 0 : Math.min(longestWait, firstWait * 2 ** (failures - free));
    const left = +lastAt + pause - +now;
    if (pause > 0 && left > 0) return left;
    await tx
      .update(loginFailures)
      .set({ failures: failures + 1, lastAt: now })
      .where(eq(loginFailures.subject, subject));
    return 0;
  });
}

/** Takes back what `countAttempt` has counted: one attempt, or all of them. */
export async function forgive(db: Database, subject: string, { all }: { all: boolean }): Promise<void> {
  const row = eq(loginFailures.subject, subject);
  if (all) await db.delete(loginFailures).where(row);
  else
    await db
      .update(loginFailures)
      .set({ failures: sql`greatest(0, ${loginFailures.failures} - 1)` })
      .where(row);
}
