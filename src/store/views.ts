import { asc, eq, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import type { z } from 'zod';
import type { Database } from './database.ts';
import { views } from './schema.ts';

export const viewSchema = createSelectSchema(views, {
  search: (search) => search.describe('as it is typed into the search of the queue'),
});
export type View = z.infer<typeof viewSchema>;

/** A view of this name is there already. */
export class ViewExistsError extends Error {
  constructor(name: string) {
    super(`there is a view named “${name}” already: choose another name, or remove that one`);
    this.name = 'ViewExistsError';
  }
}

/** The views, in the order of their making: their places are learned by heart. */
export async function listViews(db: Database): Promise<View[]> {
  return db.select().from(views).orderBy(asc(views.id));
}

/** @throws ViewExistsError */
export async function saveView(db: Database, view: Omit<View, 'id'>): Promise<View> {
  const [saved] = await db.insert(views).values(view).onConflictDoNothing().returning();
  if (!saved) throw new ViewExistsError(view.name);
  return saved;
}

/**
 * Changes what is given of a view.
 *
 * @returns undefined when there is none with this id
 * @throws ViewExistsError
 */
export async function changeView(
  db: Database,
  id: number,
  change: Partial<Pick<View, 'name' | 'search' | 'order'>>,
): Promise<View | undefined> {
  return db.transaction(async (tx) => {
    const { name } = change;
    if (name !== undefined) {
      const [other] = await tx
        .select()
        .from(views)
        .where(sql`lower(${views.name}) = lower(${name}) and ${views.id} <> ${id}`);
      if (other) throw new ViewExistsError(name);
    }
    const [changed] = await tx.update(views).set(change).where(eq(views.id, id)).returning();
    return changed;
  });
}

/** @returns whether it was there */
export async function removeView(db: Database, id: number): Promise<boolean> {
  return (await db.delete(views).where(eq(views.id, id)).returning({ id: views.id })).length > 0;
}
