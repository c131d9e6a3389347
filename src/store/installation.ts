import type { Database } from './database.ts';
import { installation } from './schema.ts';

/** This installation's UUID, the same for as long as its database lives: ids of what it exports are made from it. */
export async function installationId(db: Database): Promise<string> {
  await db.insert(installation).values({}).onConflictDoNothing();
  const [row] = await db.select({ id: installation.id }).from(installation);
  return (row as { id: string }).id;
}
